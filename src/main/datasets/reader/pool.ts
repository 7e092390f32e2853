import { forkReader } from './fork.ts'
import type { FromReader, ReaderProcess, SpawnReader, ToReader } from './types.ts'

type Exit = { code: number | null; signal: string | null }

/** Who uses a process at the moment. */
export interface User {
  /** Messages in order; `null` where one is missing. */
  onMessage(message: FromReader | null): void
  onExit(exit: Exit): void
}

/** A reader process in use. */
export interface Lease {
  send(message: ToReader): void
  /** Leaves it for the next task. */
  giveBack(): void
  kill(): void
}

export interface Pool {
  /** A process that waits, or a new one. */
  take(user: User): Lease
  /** Has one waiting. */
  warm(): void
  /** Ends those that wait. */
  close(): void
}

interface Member {
  process: ReaderProcess
  user: User | null
  isReady: boolean
  /** Number of the next message. */
  expected: number
  /** What to send when the process has started. */
  waiting: ToReader[]
}

/** Reader processes, of which at most `mostIdle` wait for their next task. */
export function createPool(entry: URL, heapMegabytes: number, mostIdle: number, spawn: SpawnReader = forkReader): Pool {
  const idle: Member[] = []

  function start(): Member {
    const process = spawn(entry, { heapMegabytes })
    const member: Member = { process, user: null, isReady: false, expected: 0, waiting: [] }
    process.onMessage((message) => receive(member, message))
    process.onExit((exit) => {
      const at = idle.indexOf(member)
      if (at >= 0) idle.splice(at, 1)
      member.user?.onExit(exit)
    })
    return member
  }

  function receive(member: Member, message: FromReader): void {
    if (message.seq !== member.expected++) {
      member.user?.onMessage(null)
      return
    }
    if (message.type !== 'ready') {
      member.user?.onMessage(message)
      return
    }
    member.isReady = true
    for (const one of member.waiting.splice(0)) member.process.send(one)
  }

  function rest(member: Member): void {
    member.user = null
    if (idle.length >= mostIdle) {
      member.process.kill()
      return
    }
    member.process.detach(true)
    idle.push(member)
  }

  return {
    take(user) {
      const member = idle.pop() ?? start()
      member.user = user
      member.process.detach(false)
      return {
        send(message) {
          if (member.isReady) member.process.send(message)
          else member.waiting.push(message)
        },
        giveBack: () => rest(member),
        kill() {
          member.user = null
          member.process.kill()
        },
      }
    },
    warm() {
      if (idle.length === 0) rest(start())
    },
    close() {
      for (const { process } of idle.splice(0)) process.kill()
    },
  }
}

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FromReader, SpawnReader } from './types.ts'

/** Starts the reader process by Node's own means. */
export const forkReader: SpawnReader = (entry, { heapMegabytes }) => {
  const child = fork(fileURLToPath(entry), {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    // The parser's own words are for no one; what went wrong comes as a message.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return {
    send: (message) => {
      if (child.connected) child.send(message, () => {})
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as unknown as FromReader)),
    onExit: (listener) => {
      let told = false
      const once = (exit: { code: number | null; signal: string | null }) => {
        if (!told) listener(exit)
        told = true
      }
      // `close` comes after the last message, `exit` may come before it.
      child.on('close', (code, signal) => once({ code, signal }))
      child.on('error', () => once({ code: null, signal: null }))
    },
    detach: (isIdle) => {
      if (isIdle) {
        child.unref()
        child.channel?.unref()
      } else {
        child.ref()
        child.channel?.ref()
      }
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

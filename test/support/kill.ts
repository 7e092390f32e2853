import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A seeded generator of uniform numbers in [0, 1): the moments of a failing trial can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export interface KilledProgram {
  /** The lines it wrote before it was killed. */
  lines: string[]
  /** Milliseconds since 1970 when it was killed. */
  killed: number
}

/**
 * Starts a program (a TypeScript file), waits until it writes the line "ready" and kills it with SIGKILL
 * `afterMilliseconds` later. Its own child processes are left to notice that their parent is gone. Throws where the
 * program ends by itself before that, with what it wrote to standard error.
 */
export async function killAfterReady(program: URL, args: string[], afterMilliseconds: number): Promise<KilledProgram> {
  const child = spawn(process.execPath, [program.pathname, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()))
  const exited = once(child, 'exit')
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      if (line === 'ready') resolve()
    })
  })
  await Promise.race([ready, exited])
  if (lines.includes('ready')) {
    await Promise.race([new Promise((resolve) => setTimeout(resolve, afterMilliseconds)), exited])
  }
  const endedByItself = child.exitCode !== null || child.signalCode !== null
  const killed = Date.now()
  child.kill('SIGKILL')
  await exited
  if (endedByItself) throw new Error(`The program ended before it was killed.\n${complaints}`)
  return { lines, killed }
}

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

const program = fileURLToPath(new URL('./descent.ts', import.meta.url))

/** Runs the command line as a program of its own. `onStart` may watch it or send it a signal. */
export function runDescent(
  args: readonly string[],
  options: { cwd?: string; onStart?: (child: ChildProcess) => void } = {},
): Promise<Finished> {
  const { DESCENT_DEBUG: _, ...env } = process.env
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const finished: Finished = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (data: Buffer) => (finished.stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (finished.stderr += data.toString()))
  options.onStart?.(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...finished, code }))
  })
}

import { spawn } from 'node:child_process'
import { DescentError } from '../../../shared/errors.ts'

/** Longest that a program may take over its rows, in milliseconds. */
const TIME_LIMIT = 300_000
/** Characters of what a program says that are kept. */
const KEPT_OUTPUT = 20_000

export interface ProgramRun {
  command: string
  args: readonly string[]
  /** Added to the environment. */
  env?: Record<string, string>
  cwd?: string
  signal: AbortSignal
}

export interface ProgramResult {
  /** null where it was stopped. */
  code: number | null
  /** The ends of what it wrote. */
  output: string
  errors: string
}

/**
 * Runs a program to its end, without a shell and without input; it is stopped when the signal aborts or time is up.
 * null where there is no such program. Errors: `cancelled`.
 */
export function runProgram({ command, args, env = {}, cwd, signal }: ProgramRun): Promise<ProgramResult | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled())
      return
    }
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      timeout: TIME_LIMIT,
      killSignal: 'SIGKILL',
    })
    const stop = () => child.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    let [output, errors] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-KEPT_OUTPUT)))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-KEPT_OUTPUT)))
    child.on('error', () => {
      signal.removeEventListener('abort', stop)
      resolve(null)
    })
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) reject(cancelled())
      else resolve({ code, output, errors })
    })
  })
}

function cancelled(): DescentError {
  return new DescentError('cancelled', 'The export was cancelled.')
}

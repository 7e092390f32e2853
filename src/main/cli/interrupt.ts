import { exitCodes } from './exitCodes.ts'

/** Ctrl+C and its kin: the first asks the command to save and end, the second ends at once. */
export interface Interrupt {
  signal: AbortSignal
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function interruptible(): Interrupt {
  const abort = new AbortController()
  const stop = () => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted)
    abort.abort()
  }
  for (const name of signals) process.on(name, stop)
  return {
    signal: abort.signal,
    end() {
      for (const name of signals) process.off(name, stop)
    },
  }
}

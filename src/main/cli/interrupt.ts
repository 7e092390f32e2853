import { DescentError } from '../../shared/errors.ts'
import { exitCodes } from './exitCodes.ts'

/** Ctrl+C and its kin: the first asks the command to save and end, the second ends at once. */
export interface Interrupt {
  /** Its reason is a DescentError of the kind `cancelled`. */
  signal: AbortSignal
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function interruptible(): Interrupt {
  const abort = new AbortController()
  const stop = () => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted)
    abort.abort(new DescentError('cancelled', 'Interrupted.'))
  }
  for (const name of signals) process.on(name, stop)
  return {
    signal: abort.signal,
    end() {
      for (const name of signals) process.off(name, stop)
    },
  }
}

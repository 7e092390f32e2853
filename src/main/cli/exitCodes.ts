import { assertNever } from '../../shared/assertNever.ts'
import type { Failure } from '../../shared/errors.ts'

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unusableInput: 3, interrupted: 130 } as const

/** The code that a failure ends the program with. */
export function exitCodeOf(failure: Failure): number {
  switch (failure.kind) {
    case 'usage':
      return exitCodes.usage
    case 'unusable-input':
    case 'newer-version':
    case 'damaged':
      return exitCodes.unusableInput
    case 'not-found':
      // A file that is not there is unusable input; a run or dataset that is not there is work that failed.
      return failure.where?.file === undefined ? exitCodes.failed : exitCodes.unusableInput
    case 'cancelled':
      return exitCodes.interrupted
    case 'busy':
    case 'disk-full':
    case 'out-of-memory':
    case 'diverged':
    case 'export-mismatch':
    case 'refused':
    case 'internal':
      return exitCodes.failed
    default:
      return assertNever(failure.kind)
  }
}

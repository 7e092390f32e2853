import { DescentError } from '../../../shared/errors.ts'
import type { ProgramResult } from './runProgram.ts'

/** The error of an exported file that does not run; what the program said is kept as the cause. */
export function failedProgram(what: string, result: ProgramResult | null): DescentError {
  return new DescentError('export-mismatch', `${what} does not run: the export was not kept.`, {
    hint: 'Export as ONNX instead, and tell us about it: this is a fault of Descent.',
    cause: new Error(result === null ? 'The program could not be started.' : result.errors),
  })
}

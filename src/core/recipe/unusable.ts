import { DescentError } from '../../shared/errors.ts'

/** A column that cannot serve as it is asked to, and what to do. */
export function unusable(column: string, message: string, hint: string): DescentError {
  return new DescentError('unusable-input', message, { hint, where: { column } })
}

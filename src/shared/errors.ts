import { z } from 'zod'

/**
 * Every failure that can reach a person has one of these kinds. The kind decides the command line's exit code
 * and what the studio offers; the message says what happened and where; the hint says what to do.
 */
export const errorKinds = [
  'usage', // the request itself is malformed or names a setting that does not exist
  'unusable-input', // a file or its content cannot be used as asked
  'not-found', // a project, dataset, run or file that is not there
  'busy', // another program or job holds what is needed
  'cancelled', // a person stopped it
  'newer-version', // a project file written by a later Descent
  'damaged', // a project file or checkpoint that fails its integrity checks
  'disk-full',
  'out-of-memory',
  'diverged', // the loss became infinite or not a number
  'export-mismatch', // an exported model does not predict what the studio predicts
  'refused', // an untrusted or unauthorised sender
  'internal',
] as const
export const errorKindSchema = z.enum(errorKinds)
export type ErrorKind = z.infer<typeof errorKindSchema>

/** Where in the input the failure lies. Rows count from 1 and include the header, as a spreadsheet shows them. */
export const errorPlaceSchema = z.object({
  file: z.string().optional(),
  row: z.number().int().optional(),
  column: z.string().optional(),
  /** The id of the recipe's step that it lies in. */
  step: z.string().optional(),
})
export type ErrorPlace = z.infer<typeof errorPlaceSchema>

export const failureSchema = z.object({
  kind: errorKindSchema,
  message: z.string(),
  hint: z.string().optional(),
  where: errorPlaceSchema.optional(),
})
export type Failure = z.infer<typeof failureSchema>

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

/** The one exception that Descent's own code throws on purpose; `toFailure` turns it into what a person reads. */
export class DescentError extends Error {
  readonly kind: ErrorKind
  readonly hint: string | undefined
  readonly where: ErrorPlace | undefined

  constructor(kind: ErrorKind, message: string, details: { hint?: string; where?: ErrorPlace; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'DescentError'
    this.kind = kind
    this.hint = details.hint
    this.where = details.where
  }
}

/** What of an exception may be shown: a DescentError as it is, anything else without the library's words. */
export function toFailure(error: unknown): Failure {
  if (error instanceof DescentError) {
    const failure: Failure = { kind: error.kind, message: error.message }
    if (error.hint !== undefined) failure.hint = error.hint
    if (error.where !== undefined) failure.where = error.where
    return failure
  }
  return {
    kind: 'internal',
    message: 'Something unexpected went wrong inside Descent.',
    hint: 'Nothing that was saved is lost. Try again; if it happens again, report what you did just before.',
  }
}

/** The other direction, at the edge of a process or thread. */
export function fromFailure(failure: Failure): DescentError {
  const details: { hint?: string; where?: ErrorPlace } = {}
  if (failure.hint !== undefined) details.hint = failure.hint
  if (failure.where !== undefined) details.where = failure.where
  return new DescentError(failure.kind, failure.message, details)
}

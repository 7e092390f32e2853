import { type Failure, toFailure } from '../../shared/errors.ts'

/** A refusal or failure of the transport itself. */
export class HttpError extends Error {
  readonly status: number
  readonly failure: Failure

  constructor(status: number, failure: Failure) {
    super(failure.message)
    this.status = status
    this.failure = failure
  }
}

export function refusal(status: number, message: string, hint?: string): HttpError {
  return new HttpError(status, { kind: 'refused', message, ...(hint === undefined ? {} : { hint }) })
}

/** The status that a failure of a service answers with. */
function statusOf(failure: Failure): number {
  switch (failure.kind) {
    case 'refused':
      return 403
    case 'not-found':
      return 404
    case 'usage':
    case 'unusable-input':
      return 400
    case 'disk-full':
      return 507
    default:
      return 500
  }
}

/** What an error answers with: its status, and what of it may be shown. */
export function answerTo(error: unknown): { status: number; failure: Failure } {
  if (error instanceof HttpError) return { status: error.status, failure: error.failure }
  const failure = toFailure(error)
  return { status: statusOf(failure), failure }
}

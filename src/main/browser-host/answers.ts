import type { ServerResponse } from 'node:http'
import { type Failure, type Result, toFailure } from '../../shared/errors.ts'

/** A refusal or failure of the transport itself; a call that fails in its service answers 200 with its Result. */
export class HttpError extends Error {
  readonly status: number
  readonly failure: Failure

  constructor(status: number, failure: Failure) {
    super(failure.message)
    this.status = status
    this.failure = failure
  }
}

export function refusal(status: number, message: string): HttpError {
  return new HttpError(status, { kind: 'refused', message })
}

export function sendJson(response: ServerResponse, status: number, body: Result<unknown>): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}

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

/** Says what went wrong, loudly; where an answer is already under way, the connection is cut. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (error instanceof HttpError) {
    sendJson(response, error.status, { ok: false, error: error.failure })
    return
  }
  const failure = toFailure(error)
  sendJson(response, statusOf(failure), { ok: false, error: failure })
}

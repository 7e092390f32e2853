import type { ServerResponse } from 'node:http'
import type { Result } from '../../shared/errors.ts'
import { sendJson } from '../http/answers.ts'
import { answerTo } from '../http/failures.ts'

/** A call that fails in its service answers 200 with its Result. */
export function sendResult(response: ServerResponse, status: number, result: Result<unknown>): void {
  sendJson(response, status, result)
}

/** Says what went wrong, loudly; where an answer is already under way, the connection is cut. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, failure } = answerTo(error)
  sendResult(response, status, { ok: false, error: failure })
}

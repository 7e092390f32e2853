import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Application } from '../application.ts'
import { dispatch, isCallName } from '../dispatch.ts'
import { readJson } from '../http/body.ts'
import { refusal } from '../http/failures.ts'
import { sendResult } from './answers.ts'

/** Calls are small: files travel as uploads, tables as windows. */
const bodyLimitBytes = 16 * 1024 * 1024

/** POST /call/NAME: one call of the contract, its Result as the answer. */
export async function answerCall(
  application: Application,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isCallName(name)) throw refusal(404, `There is no call named "${name.slice(0, 100)}".`)
  sendResult(response, 200, await dispatch(application, name, await readJson(request, bodyLimitBytes)))
}

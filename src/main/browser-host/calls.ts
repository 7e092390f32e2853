import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Application } from '../application.ts'
import { dispatch, isCallName } from '../dispatch.ts'
import { refusal, sendJson } from './answers.ts'

/** Calls are small: files travel as uploads, tables as windows. */
const bodyLimitBytes = 16 * 1024 * 1024

async function readBody(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw refusal(415, 'A call is sent as JSON.')
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = part as Buffer
    size += bytes.length
    if (size > bodyLimitBytes) throw refusal(413, 'This call is larger than any call of the studio.')
    parts.push(bytes)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw refusal(400, 'The body of this call is not JSON.')
  }
}

/** POST /call/NAME: one call of the contract, its Result as the answer. */
export async function answerCall(
  application: Application,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isCallName(name)) throw refusal(404, `There is no call named "${name.slice(0, 100)}".`)
  sendJson(response, 200, await dispatch(application, name, await readBody(request)))
}

import type { IncomingMessage } from 'node:http'
import { refusal } from './failures.ts'

/**
 * The JSON that a request carries.
 *
 * @throws HttpError 415 where it is sent as something else, 413 where it is larger than `limitBytes`, 400 where it is none
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  return (await readJsonText(request, limitBytes)).value
}

/** Like `readJson`, with the text as it was sent. */
export async function readJsonText(
  request: IncomingMessage,
  limitBytes: number,
): Promise<{ text: string; value: unknown }> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw refusal(415, 'A request is sent as JSON.', 'Send the header content-type: application/json.')
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = part as Buffer
    size += bytes.length
    if (size > limitBytes) throw refusal(413, `This request is larger than ${limitBytes / 1024 / 1024} MiB.`)
    parts.push(bytes)
  }
  try {
    const text = Buffer.concat(parts).toString('utf8')
    return { text, value: JSON.parse(text) }
  } catch {
    throw refusal(400, 'The body of this request is not JSON.')
  }
}

import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { DescentError } from '../../shared/errors.ts'
import type { Application } from '../application.ts'

const ticketMilliseconds = 60_000
const ticketsAtMost = 100

/**
 * Permission to fetch one artifact once. A download is a plain navigation, which cannot carry the token in a header,
 * and the token itself must never stand in an address that a browser keeps.
 */
export class Tickets {
  readonly #open = new Map<string, { artifact: string; until: number }>()

  issue(artifact: string, now: number): string {
    for (const [ticket, { until }] of this.#open) if (until < now) this.#open.delete(ticket)
    const [oldest] = this.#open.keys()
    if (this.#open.size >= ticketsAtMost && oldest !== undefined) this.#open.delete(oldest)
    const ticket = randomBytes(24).toString('base64url')
    this.#open.set(ticket, { artifact, until: now + ticketMilliseconds })
    return ticket
  }

  /** Whether the ticket is good for the artifact; it is used up by asking. */
  redeem(ticket: string, artifact: string, now: number): boolean {
    const entry = this.#open.get(ticket)
    this.#open.delete(ticket)
    return entry !== undefined && entry.artifact === artifact && entry.until >= now
  }
}

/** RFC 6266: an ASCII name for old readers, the true one in RFC 5987's encoding. */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`
}

/** GET /artifacts/ID: the file, streamed, to be saved. */
export async function sendArtifact(application: Application, id: string, response: ServerResponse): Promise<void> {
  const { path, fileName } = application.artifacts.resolve(id)
  const info = await stat(path).catch(() => {
    throw new DescentError('not-found', `${fileName} is no longer there.`, { hint: 'Create it again.' })
  })
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': info.size,
    'content-disposition': contentDisposition(fileName),
    'cache-control': 'no-store',
  })
  await pipeline(createReadStream(path), response)
}

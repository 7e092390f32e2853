import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { DescentError } from '../../shared/errors.ts'

/** Prefix of the WebSocket subprotocol that carries the token: a browser can set no header there. */
export const tokenProtocolPrefix = 'descent.token.'
export const eventProtocol = 'descent.events'

/** One token a start, 256 random bits, safe in a URL's fragment and as a subprotocol. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Compares in constant time, whatever the lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

/** @throws DescentError `refused` */
export function requireToken(request: IncomingMessage, token: string): void {
  const [scheme, given = ''] = (request.headers.authorization ?? '').split(' ')
  if (scheme === 'Bearer' && isSameSecret(given, token)) return
  throw new DescentError('refused', 'This request lacks the token of this start of Descent.', {
    hint: 'Open the address that Descent printed when it started.',
  })
}

/** @throws DescentError `refused` */
export function requireSocketToken(request: IncomingMessage, token: string): void {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const given = offered.find((name) => name.startsWith(tokenProtocolPrefix))?.slice(tokenProtocolPrefix.length)
  if (given !== undefined && isSameSecret(given, token)) return
  throw new DescentError('refused', 'This connection lacks the token of this start of Descent.')
}

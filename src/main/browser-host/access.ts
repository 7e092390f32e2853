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

/**
 * The Host header of a request that was meant for this machine. A page of another site that points its own name at
 * 127.0.0.1 (DNS rebinding) sends its own name here. The port is free: over SSH the near end has another one.
 * @throws DescentError `refused`
 */
export function requireLoopbackHost(request: IncomingMessage): string {
  const host = request.headers.host ?? ''
  if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(host)) return host
  throw new DescentError('refused', 'This server answers only to 127.0.0.1 and localhost.')
}

/**
 * Checks that a request comes from the studio's own page. Browsers send an Origin with everything that can change
 * something; `optional` is for plain GETs, which they send without.
 * @throws DescentError `refused`
 */
export function requireOwnOrigin(request: IncomingMessage, { optional = false } = {}): void {
  const host = requireLoopbackHost(request)
  const { origin } = request.headers
  if (origin === undefined && optional) return
  if (origin !== `http://${host}`) throw new DescentError('refused', 'This request comes from another page.')
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

import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DescentError } from '../../shared/errors.ts'

/**
 * Listens on 127.0.0.1 alone.
 *
 * @param port 0: any free one
 * @returns the port
 * @throws DescentError `busy` where another program has it, `usage` where it cannot be used
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      failed(
        new DescentError(
          taken ? 'busy' : 'usage',
          taken ? `Port ${port} is in use by another program.` : `Port ${port} cannot be used.`,
          { hint: 'Choose another with --port, or leave --port out to take any free one.' },
        ),
      )
    })
    server.listen(port, '127.0.0.1', () => listening())
  })
  return (server.address() as AddressInfo).port
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

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DescentError } from '../../shared/errors.ts'
import type { Application } from '../application.ts'
import { commonHeaders } from '../page/page.ts'
import { refusal } from '../http/failures.ts'
import { listenOnLoopback, requireLoopbackHost, requireOwnOrigin } from '../http/loopback.ts'
import { newToken, requireToken } from './access.ts'
import { sendFailure, sendResult } from './answers.ts'
import { answerCall } from './calls.ts'
import { sendArtifact, Tickets } from './downloads.ts'
import { createEventsSocket } from './eventsSocket.ts'
import { sendPage } from './page.ts'
import { acceptUpload } from './uploads.ts'

export interface BrowserHostOptions {
  application: Application
  /** The bundled page (out/renderer). */
  rendererFolder: URL
  /** Uploads lie here until the application's scratch folder is emptied. */
  scratchFolder: string
  /** 0: any free one. */
  port: number
}

export interface BrowserHost {
  /** `http://127.0.0.1:PORT` */
  origin: string
  token: string
  /** The address to open, which alone holds the token; `route` is what follows the page's #. */
  address(route?: string): string
  close(): Promise<void>
}

/** The request's path exactly as it was sent: one that climbs is refused, not tidied. */
function splitTarget(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  if (mark === -1) return { path: target, query: new URLSearchParams() }
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) }
}

/**
 * Ends a request whose body is not wanted, once the answer is out. A moment is left in which the rest is read and
 * thrown away: a connection that is cut at once shows the person a broken network instead of the answer.
 */
function cutOff(request: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
  response.once('finish', () => {
    request.resume()
    setTimeout(() => request.destroy(), 2_000).unref()
  })
}

/**
 * Serves the studio to a browser on this machine. Every request names a loopback host; everything but the page's own
 * files carries the token and comes from the page itself; no request carries a path of the file system.
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { application } = options
  const token = newToken()
  const tickets = new Tickets()
  const rendererFolder = fileURLToPath(options.rendererFolder)
  const uploadsFolder = join(options.scratchFolder, 'uploads')
  const sockets = createEventsSocket(application.events, token)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = requireLoopbackHost(request)
    const { path, query } = splitTarget(request)
    const [, place = '', id = ''] = path.split('/')
    const route = `${request.method} /${place}`
    switch (route) {
      case 'POST /call':
        requireOwnOrigin(request)
        requireToken(request, token)
        return answerCall(application, id, request, response)
      case 'PUT /files':
        requireOwnOrigin(request)
        requireToken(request, token)
        return acceptUpload(application, uploadsFolder, query.get('name') ?? '', request, response)
      case 'POST /artifacts':
        requireOwnOrigin(request)
        requireToken(request, token)
        application.artifacts.resolve(id)
        return sendResult(response, 200, { ok: true, value: tickets.issue(id, Date.now()) })
      case 'GET /artifacts': {
        requireOwnOrigin(request, { optional: true })
        const ticket = query.get('ticket')
        if (ticket === null) requireToken(request, token)
        else if (!tickets.redeem(ticket, id, Date.now())) {
          throw new DescentError('refused', 'This download was already made, or was not asked for by the studio.')
        }
        return sendArtifact(application, id, response)
      }
    }
    if (request.method !== 'GET') throw refusal(405, 'This is not something that can be asked here.')
    requireOwnOrigin(request, { optional: true })
    return sendPage(rendererFolder, path, host, response)
  }

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
    answer(request, response).catch((error: unknown) => {
      if (!request.complete) cutOff(request, response)
      sendFailure(response, error)
    })
  })
  // An upload may take as long as it takes; idle and half-sent headers may not.
  server.requestTimeout = 0
  server.headersTimeout = 20_000
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head))

  const port = await listenOnLoopback(server, options.port)
  const origin = `http://127.0.0.1:${port}`

  return {
    origin,
    token,
    address(route = '/') {
      return `${origin}/#${new URLSearchParams(route === '/' ? { token } : { token, route }).toString()}`
    },
    async close() {
      sockets.close()
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await closed
    },
  }
}

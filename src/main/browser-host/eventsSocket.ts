import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { DescentError } from '../../shared/errors.ts'
import type { EventSource } from '../application.ts'
import { createEventFeed } from '../events/feed.ts'
import { requireOwnOrigin } from '../http/loopback.ts'
import { eventProtocol, requireSocketToken } from './access.ts'

const takenSchema = z.object({ taken: z.number().int().min(1) })

/** A window's page sends a few bytes a batch; more is not the studio's page. */
const messageLimitBytes = 1024
/** A tunnel or a sleeping laptop loses connections without a word; a ping finds out. */
const pingMilliseconds = 20_000

function parseTaken(text: string): number | null {
  try {
    return takenSchema.parse(JSON.parse(text)).taken
  } catch {
    return null
  }
}

function serveSocket(socket: WebSocket, events: EventSource): void {
  const feed = createEventFeed(events, (batch) => socket.send(JSON.stringify(batch)))
  let isAlive = true
  const ping = setInterval(() => {
    if (!isAlive) {
      socket.terminate()
      return
    }
    isAlive = false
    socket.ping()
  }, pingMilliseconds)
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data: Buffer) => {
    const seq = parseTaken(data.toString('utf8'))
    if (seq === null) socket.close(1008, 'Only acknowledgements are expected here.')
    else feed.taken(seq)
  })
  socket.on('close', () => {
    clearInterval(ping)
    feed.close()
  })
  // A broken connection closes by itself; without a listener it would end the process.
  socket.on('error', () => socket.terminate())
}

export interface EventsSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** The WebSocket at /events: the application's events, numbered, each batch acknowledged by the page. */
export function createEventsSocket(events: EventSource, token: string): EventsSocket {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: messageLimitBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(eventProtocol) ? eventProtocol : false),
  })
  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      try {
        requireOwnOrigin(request)
        requireSocketToken(request, token)
        if (new URL(request.url ?? '/', 'http://host').pathname !== '/events') {
          throw new DescentError('refused', 'There is no such connection.')
        }
      } catch {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (webSocket) => serveSocket(webSocket, events))
    },
    close() {
      for (const client of server.clients) client.close(1001, 'Descent was stopped.')
      server.close()
    },
  }
}

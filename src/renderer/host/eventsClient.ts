import { setConnection } from './connection.ts'
import type { Listeners } from './listeners.ts'

const firstDelayMilliseconds = 300
const longestDelayMilliseconds = 5_000

/**
 * Keeps the WebSocket of events open: tries again with growing pauses, and tells through `connection` how it stands.
 * @param onReconnected events were missed; what is shown must be asked for again
 */
export function followEvents(token: string, listeners: Listeners, onReconnected: () => void): void {
  const address = `ws://${location.host}/events`
  let delay = firstDelayMilliseconds
  let wasOpen = false
  let timer: number | undefined

  function open(): void {
    timer = undefined
    const socket = new WebSocket(address, ['descent.events', `descent.token.${token}`])
    socket.onopen = () => {
      delay = firstDelayMilliseconds
      setConnection('connected')
      if (wasOpen) onReconnected()
      wasOpen = true
    }
    socket.onmessage = (message: MessageEvent<unknown>) => {
      let batch: unknown
      try {
        batch = typeof message.data === 'string' ? JSON.parse(message.data) : null
      } catch {
        batch = null
      }
      const seq = listeners.take(batch)
      if (seq !== null && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ taken: seq }))
    }
    socket.onclose = () => {
      void whyClosed(token).then((state) => {
        setConnection(state)
        timer ??= window.setTimeout(open, delay)
        delay = Math.min(delay * 2, longestDelayMilliseconds)
      })
    }
  }

  // A laptop that wakes up or a network that comes back need not wait for the pause to end.
  addEventListener('online', () => {
    if (timer === undefined) return
    clearTimeout(timer)
    open()
  })
  open()
}

/** A browser does not say why a WebSocket failed; a plain call does: no answer, or an answer that refuses the token. */
async function whyClosed(token: string): Promise<'reconnecting' | 'refused'> {
  try {
    const response = await fetch('/call/app.info', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    return response.status === 403 ? 'refused' : 'reconnecting'
  } catch {
    return 'reconnecting'
  }
}

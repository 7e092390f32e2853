import type { EventName, EventPayload } from '../../shared/contract.ts'
import { events as contractEvents } from '../../shared/contract.ts'
import type { EventSource } from '../application.ts'

/** One event on its way to a window. */
export type EventMessage = { [E in EventName]: { event: E; payload: EventPayload<E> } }[EventName]

/** A numbered batch; the window answers each with its number once it was taken. */
export interface EventBatch {
  seq: number
  events: EventMessage[]
}

export interface EventFeed {
  /** The window has worked through the batch of this number. */
  taken(seq: number): void
  close(): void
}

/** Batches sent and not yet taken. */
const credit = 2
/** The least time between batches: a screen shows no more than this. */
const intervalMilliseconds = 50

const eventNames = Object.keys(contractEvents) as EventName[]

function subjectOf(message: EventMessage): string {
  switch (message.event) {
    case 'job':
    case 'study':
      return message.payload.id
    case 'run':
      return message.payload.run
    case 'projectChanged':
      return message.payload.project
  }
}

/**
 * Carries the application's events to one window. Of several events of one kind about one subject the newest is
 * kept, and no more than two batches are under way, so a slow window costs a bounded amount of memory and never
 * falls behind.
 */
export function createEventFeed(source: EventSource, send: (batch: EventBatch) => void): EventFeed {
  const waiting = new Map<string, EventMessage>()
  let sent = 0
  let acknowledged = 0
  let lastSent = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function flush(): void {
    timer = undefined
    if (closed || waiting.size === 0 || sent - acknowledged >= credit) return
    const messages = [...waiting.values()]
    waiting.clear()
    sent += 1
    lastSent = performance.now()
    send({ seq: sent, events: messages })
  }

  function schedule(): void {
    if (timer !== undefined || closed) return
    timer = setTimeout(flush, Math.max(0, lastSent + intervalMilliseconds - performance.now()))
  }

  function offer(message: EventMessage): void {
    const key = `${message.event} ${subjectOf(message)}`
    // Deleted first, so that the newest also takes the newest place in the order.
    waiting.delete(key)
    waiting.set(key, message)
    schedule()
  }

  const unsubscribe = eventNames.map((event) =>
    source.subscribe(event, (payload) => offer({ event, payload } as EventMessage)),
  )

  return {
    taken(seq) {
      if (!Number.isSafeInteger(seq) || seq <= acknowledged || seq > sent) return
      acknowledged = seq
      if (waiting.size > 0) schedule()
    },
    close() {
      closed = true
      clearTimeout(timer)
      for (const end of unsubscribe) end()
      waiting.clear()
    },
  }
}

import { z } from 'zod'
import { type EventName, type EventPayload, events } from '../../shared/contract.ts'

export type EventListener = (payload: unknown) => void

const messageSchema = z.object({ event: z.string(), payload: z.unknown() })
const batchSchema = z.object({ seq: z.number().int(), events: z.array(messageSchema) })

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}

/** Who listens to which event, and what arrives for them, parsed by the contract. */
export class Listeners {
  readonly #byEvent = new Map<EventName, Set<EventListener>>()

  subscribe<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void {
    const set = this.#byEvent.get(event) ?? new Set()
    this.#byEvent.set(event, set)
    const own: EventListener = (payload) => listener(payload as EventPayload<E>)
    set.add(own)
    return () => set.delete(own)
  }

  emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    for (const listener of [...(this.#byEvent.get(event) ?? [])]) {
      // One listener's fault must neither silence the others nor stop the acknowledgement.
      try {
        listener(payload)
      } catch (error) {
        reportError(error)
      }
    }
  }

  /** Takes a batch as it came over the wire. Returns its number, to be acknowledged, or null where it is not one. */
  take(batch: unknown): number | null {
    const parsed = batchSchema.safeParse(batch)
    if (!parsed.success) return null
    for (const message of parsed.data.events) {
      if (!isEventName(message.event)) continue
      const payload = events[message.event].safeParse(message.payload)
      if (payload.success) this.emit(message.event, payload.data)
    }
    return parsed.data.seq
  }
}

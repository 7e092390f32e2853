import type { EventName, EventPayload } from '../../shared/contract.ts'
import type { EventSource } from '../application.ts'

export interface Events extends EventSource {
  /** Tells every listener, at once or, where the same subject was told of just now, a moment later with the newest. */
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void
  /** Tells what is still waiting. */
  flush(): void
}

/** No subject is told of more often. */
const INTERVAL_MS = 100

type Listener = (payload: unknown) => void

interface Subject {
  event: EventName
  /** The newest payload that was not told yet. */
  waiting: { payload: unknown } | null
  timer: NodeJS.Timeout | null
}

/** What a payload is about: of one subject only the newest counts. */
function subjectOf(event: EventName, payload: { id?: string; run?: string; project?: string | null }): string {
  return `${event} ${payload.id ?? ''} ${payload.run ?? ''} ${event === 'projectChanged' ? payload.project : ''}`
}

export function createEvents(): Events {
  const listeners = new Map<EventName, Set<Listener>>()
  const subjects = new Map<string, Subject>()

  function tell(event: EventName, payload: unknown): void {
    for (const listener of listeners.get(event) ?? []) {
      try {
        listener(payload)
      } catch (error) {
        // One broken window must not keep the news from the others.
        console.error(error)
      }
    }
  }

  function rest(key: string, subject: Subject): void {
    subject.timer = setTimeout(() => {
      subject.timer = null
      const { waiting } = subject
      if (waiting === null) {
        subjects.delete(key)
        return
      }
      subject.waiting = null
      rest(key, subject)
      tell(subject.event, waiting.payload)
    }, INTERVAL_MS)
    subject.timer.unref()
  }

  return {
    subscribe(event, listener) {
      const ofEvent = listeners.get(event) ?? new Set()
      listeners.set(event, ofEvent)
      const entry: Listener = (payload) => listener(payload as EventPayload<typeof event>)
      ofEvent.add(entry)
      return () => void ofEvent.delete(entry)
    },
    emit(event, payload) {
      const key = subjectOf(event, payload)
      const known = subjects.get(key)
      if (known !== undefined) {
        known.waiting = { payload }
        return
      }
      const subject: Subject = { event, waiting: null, timer: null }
      subjects.set(key, subject)
      rest(key, subject)
      tell(event, payload)
    },
    flush() {
      for (const subject of subjects.values()) {
        if (subject.waiting !== null) tell(subject.event, subject.waiting.payload)
        if (subject.timer !== null) clearTimeout(subject.timer)
      }
      subjects.clear()
    },
  }
}

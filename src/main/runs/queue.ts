import { DescentError } from '../../shared/errors.ts'

export interface TurnRequest {
  /** Of the run; what it is moved by. Absent: it cannot be moved. */
  id?: string
  /** Cores that it takes while it trains; more than there are means all. */
  slots: number
  /** Milliseconds since 1970 before which it does not begin. */
  notBefore?: number | null
  signal: AbortSignal
  /** Called where it is not its turn at once. */
  onWaiting?: () => void
}

/** The cores that one training holds. */
export interface Turn {
  /** Gives them to who waits; a second call does nothing. */
  release(): void
}

interface Waiting {
  id: string | null
  slots: number
  notBefore: number
  begin: (turn: Turn) => void
}

/** Between two looks at the time: a timer stands still while the machine sleeps, and the hour goes by. */
const LOOK_EVERY_MS = 60_000

/**
 * Deals the machine's cores to trainings, in the order they came. The first one that may begin by now gets as many as it
 * asked for as soon as they are free; those behind it wait even where fewer would do for them, so that a run that takes
 * all cores is not put off for ever by trials that take one each.
 */
export class TrainingQueue {
  readonly #slots: number
  readonly #now: () => number
  #free: number
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | null = null

  /** @param now milliseconds since 1970 */
  constructor(slots: number, now: () => number = Date.now) {
    this.#slots = slots
    this.#free = slots
    this.#now = now
  }

  /** Resolves when it is this one's turn; rejects with `cancelled` when `signal` aborts first. */
  acquire({ id, slots, notBefore, signal, onWaiting }: TurnRequest): Promise<Turn> {
    const cancelled = () => new DescentError('cancelled', 'The run was stopped while it waited.')
    if (signal.aborted) return Promise.reject(cancelled())
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry)
        reject(cancelled())
        // It may have been the one that the others waited for.
        this.#deal()
      }
      const entry: Waiting = {
        id: id ?? null,
        slots: Math.min(Math.max(1, slots), this.#slots),
        notBefore: notBefore ?? 0,
        begin: (turn) => {
          signal.removeEventListener('abort', leave)
          resolve(turn)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(entry)
      this.#deal()
      if (this.#waiting.includes(entry)) onWaiting?.()
    })
  }

  /** Those that wait, in the order of their turns. */
  waiting(): string[] {
    return this.#waiting.flatMap(({ id }) => id ?? [])
  }

  /**
   * Moves one that waits before another, or to the end; the first of those that can be moved comes before those that
   * cannot, too. Throws `usage` where one of them does not wait (any more).
   */
  reorder(id: string, before: string | null): void {
    const moved = this.#find(id)
    const next = before === null ? null : this.#find(before)
    const others = this.#waiting.filter((entry) => entry !== moved)
    const at = next === null ? others.length : (next === moved ? this.#waiting : others).indexOf(next)
    const isFirst = next !== null && others.slice(0, at).every(({ id: other }) => other === null)
    this.#waiting = others.toSpliced(isFirst ? 0 : at, 0, moved)
    this.#deal()
  }

  /** Gives one that waits another time to begin at the earliest; null: as soon as it is its turn. */
  schedule(id: string, notBefore: number | null): void {
    this.#find(id).notBefore = notBefore ?? 0
    this.#deal()
  }

  #find(id: string): Waiting {
    const found = this.#waiting.find((entry) => entry.id === id)
    if (found !== undefined) return found
    throw new DescentError('usage', 'Only a run that waits for its turn can be moved in the queue.')
  }

  #deal(): void {
    const now = this.#now()
    for (;;) {
      const next = this.#waiting.find(({ notBefore }) => notBefore <= now)
      if (next === undefined || next.slots > this.#free) break
      this.#waiting = this.#waiting.filter((entry) => entry !== next)
      this.#free -= next.slots
      next.begin(this.#turnOf(next.slots))
    }
    this.#wakeLater(now)
  }

  #turnOf(slots: number): Turn {
    let isHeld = true
    return {
      release: () => {
        if (!isHeld) return
        isHeld = false
        this.#free += slots
        this.#deal()
      },
    }
  }

  #wakeLater(now: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const times = this.#waiting.map(({ notBefore }) => notBefore).filter((time) => time > now)
    if (times.length === 0) return
    const delay = Math.min(LOOK_EVERY_MS, Math.min(...times) - now)
    this.#timer = setTimeout(() => this.#deal(), delay)
    // What waits for the night keeps no program running that is to end.
    this.#timer.unref()
  }
}

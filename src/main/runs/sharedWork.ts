import { DescentError } from '../../shared/errors.ts'

interface WorkOptions {
  signal: AbortSignal
  onProgress: (fraction: number) => void
}

/** One piece of work that several wait for. It is cancelled when the last of them no longer does. */
export class SharedWork<T> {
  /** Settles with the work itself. */
  readonly ended: Promise<T>
  readonly #controller = new AbortController()
  readonly #listeners = new Set<(fraction: number) => void>()
  #waiting = 0

  constructor(work: (options: WorkOptions) => Promise<T>) {
    this.ended = work({
      signal: this.#controller.signal,
      onProgress: (fraction) => {
        for (const listener of this.#listeners) listener(fraction)
      },
    })
    // Who waits hears of a failure; nobody may be left.
    this.ended.catch(() => {})
  }

  /** Whether it was cancelled, so that nobody may join it any more. */
  get isCancelled(): boolean {
    return this.#controller.signal.aborted
  }

  /** Errors: those of the work, and `cancelled` when `signal` aborts. */
  async wait(signal?: AbortSignal, onProgress?: (fraction: number) => void): Promise<T> {
    const { promise: left, reject } = Promise.withResolvers<never>()
    const leave = () => reject(new DescentError('cancelled', 'Stopped on request.'))
    signal?.addEventListener('abort', leave, { once: true })
    if (onProgress !== undefined) this.#listeners.add(onProgress)
    this.#waiting++
    try {
      return await Promise.race([this.ended, left])
    } finally {
      signal?.removeEventListener('abort', leave)
      if (onProgress !== undefined) this.#listeners.delete(onProgress)
      this.#waiting--
      if (this.#waiting === 0) this.#controller.abort()
    }
  }
}

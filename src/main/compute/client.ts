import { DescentError } from '../../shared/errors.ts'
import { ThreadLink } from '../threads/link.ts'
import type { ComputeOperations, ComputeProgress } from './protocol.ts'

interface Waiting {
  start(): void
  cancel(): void
}

export interface AskOptions {
  signal?: AbortSignal | undefined
  onProgress?: (fraction: number) => void
}

/**
 * The compute thread as the services see it: one question at a time, in order. A question that is cancelled while it
 * is worked on ends the thread, which holds nothing that the next question needs; a fresh one starts by itself.
 */
export class ComputeClient {
  readonly #link: ThreadLink<ComputeOperations, ComputeProgress>
  readonly #waiting: Waiting[] = []
  #busy = false
  #onProgress: ((fraction: number) => void) | null = null

  constructor(entries: { computeWorker: URL; addon: URL }) {
    this.#link = new ThreadLink<ComputeOperations, ComputeProgress>({
      entry: entries.computeWorker,
      data: { addon: entries.addon.href },
      onNotice: ({ fraction }) => this.#onProgress?.(fraction),
      onBroken: () => {},
    })
  }

  /** Errors: those of the operation, and `cancelled` when `signal` aborts. */
  async ask<K extends keyof ComputeOperations>(
    operation: K,
    input: ComputeOperations[K]['input'],
    options: AskOptions = {},
  ): Promise<ComputeOperations[K]['output']> {
    await this.#turn(options.signal)
    const cancelled = cancelledError()
    const cancel = () => void this.#link.end(cancelled)
    options.signal?.addEventListener('abort', cancel, { once: true })
    this.#onProgress = options.onProgress ?? null
    try {
      return await this.#link.request(operation, input)
    } finally {
      options.signal?.removeEventListener('abort', cancel)
      this.#onProgress = null
      this.#busy = false
      this.#waiting.shift()?.start()
    }
  }

  async close(): Promise<void> {
    for (const waiting of this.#waiting.splice(0)) waiting.cancel()
    await this.#link.end(new DescentError('cancelled', 'Descent is closing.'))
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(cancelledError())
    if (!this.#busy) {
      this.#busy = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', waiting.cancel)
          this.#busy = true
          resolve()
        },
        cancel: () => {
          const index = this.#waiting.indexOf(waiting)
          if (index >= 0) this.#waiting.splice(index, 1)
          reject(cancelledError())
        },
      }
      signal?.addEventListener('abort', waiting.cancel, { once: true })
      this.#waiting.push(waiting)
    })
  }
}

function cancelledError(): DescentError {
  return new DescentError('cancelled', 'Stopped on request.')
}

import { DescentError } from '../../shared/errors.ts'

/** Lets one run train at a time; the others wait in the order they came. */
export class TrainingQueue {
  #held = false
  readonly #waiting: { start: () => void }[] = []

  /** Resolves when it is this one's turn; rejects with `cancelled` when `signal` aborts first. */
  acquire(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new DescentError('cancelled', 'The run was stopped while it waited.'))
    if (!this.#held) {
      this.#held = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const entry = { start: resolve }
      this.#waiting.push(entry)
      signal.addEventListener(
        'abort',
        () => {
          const index = this.#waiting.indexOf(entry)
          if (index < 0) return
          this.#waiting.splice(index, 1)
          reject(new DescentError('cancelled', 'The run was stopped while it waited.'))
        },
        { once: true },
      )
    })
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#held = false
    else next.start()
  }
}

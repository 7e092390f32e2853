import { DescentError } from '../../shared/errors.ts'

/**
 * Works on one question at a time. Of those that come meanwhile only the newest waits: who moved on needs no answer to the
 * others, which are rejected as `cancelled`.
 */
export class Newest {
  #isWorking = false
  #waiting: { start(): void; reject(error: DescentError): void } | null = null

  async answer<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isWorking) {
      this.#waiting?.reject(new DescentError('cancelled', 'A newer question came.'))
      await new Promise<void>((resolve, reject) => {
        this.#waiting = { start: resolve, reject }
      })
    }
    this.#isWorking = true
    try {
      return await work()
    } finally {
      const next = this.#waiting
      this.#waiting = null
      // Before the one that waits goes on, no other may.
      this.#isWorking = next !== null
      next?.start()
    }
  }
}

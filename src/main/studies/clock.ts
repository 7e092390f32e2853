/** What Node's timers can wait for. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** How long a study has been going on, without its pauses, and when the time that it was given is up. */
export class StudyClock {
  readonly #limit: number
  readonly #whenUp: () => void
  #before: number
  /** Milliseconds of `performance.now` since which it runs. */
  #since: number | null = null
  #timer: NodeJS.Timeout | undefined

  /**
   * @param seconds of before
   * @param limit in seconds; null for none
   * @param whenUp called once the limit is reached, never at once
   */
  constructor(seconds: number, limit: number | null, whenUp: () => void) {
    this.#before = seconds
    this.#limit = limit ?? Infinity
    this.#whenUp = whenUp
  }

  get seconds(): number {
    return this.#before + (this.#since === null ? 0 : (performance.now() - this.#since) / 1000)
  }

  run(): void {
    this.#since ??= performance.now()
    this.#wait()
  }

  halt(): void {
    clearTimeout(this.#timer)
    this.#before = this.seconds
    this.#since = null
  }

  #wait(): void {
    clearTimeout(this.#timer)
    if (this.#limit === Infinity) return
    const left = Math.max(0, (this.#limit - this.seconds) * 1000)
    this.#timer = setTimeout(
      () => {
        if (this.seconds < this.#limit) this.#wait()
        else this.#whenUp()
      },
      Math.min(LONGEST_TIMER_MS, Math.ceil(left)),
    )
  }
}

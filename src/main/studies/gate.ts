/** Lets through while it is open. What waits behind it is told when it closes, and when it will not open again. */
export class Gate {
  readonly #ended = new AbortController()
  #closed: AbortController | null = new AbortController()
  #opened = Promise.withResolvers<void>()

  constructor() {
    this.#opened.resolve()
  }

  /** Aborts when the gate is shut for good. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Aborts when the gate is closed or shut; to be asked for anew after each passage. */
  get signal(): AbortSignal {
    return this.#closed?.signal ?? AbortSignal.abort()
  }

  /** Waits until the gate is open; false where it is shut for good. */
  async passed(): Promise<boolean> {
    await this.#opened.promise
    return !this.#ended.signal.aborted
  }

  close(): void {
    if (this.#closed === null) return
    this.#closed.abort()
    this.#closed = null
    this.#opened = Promise.withResolvers()
  }

  open(): void {
    if (this.#closed !== null || this.#ended.signal.aborted) return
    this.#closed = new AbortController()
    this.#opened.resolve()
  }

  /** For good; who waits goes on and sees it. */
  shut(): void {
    this.#ended.abort()
    this.#closed?.abort()
    this.#closed = null
    this.#opened.resolve()
  }
}

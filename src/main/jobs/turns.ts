/** Lets one piece of work after another go on, in the order in which they were asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Errors: those of the work, and the reason of `signal` where that aborts before the turn comes. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const { promise: done, resolve } = Promise.withResolvers<void>()
    const before = this.#last
    this.#last = before.then(() => done)
    try {
      await unlessAborted(before, signal)
      return await work()
    } finally {
      resolve()
    }
  }
}

async function unlessAborted(awaited: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const leave = () => reject(signal.reason as Error)
  signal.addEventListener('abort', leave, { once: true })
  try {
    await Promise.race([awaited, aborted])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

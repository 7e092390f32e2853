import { Worker } from 'node:worker_threads'
import type { Transferable } from 'node:worker_threads'
import { DescentError, fromFailure } from '../../shared/errors.ts'
import type { Operations, ThreadMessage } from './messages.ts'
import { endsByItself, newThreadState } from './unbroken.ts'
import type { ThreadStart } from './unbroken.ts'

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * This side of a worker thread: questions with sequence numbers, notices. The thread starts with the first question
 * and starts again after it was ended or broke.
 */
export class ThreadLink<O extends Operations, Notice> {
  readonly #entry: URL
  readonly #data: unknown
  readonly #onNotice: (notice: Notice) => void
  readonly #onBroken: (error: DescentError) => void
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | null = null
  #state = newThreadState()
  #sequence = 0

  constructor(options: {
    entry: URL
    data: unknown
    onNotice: (notice: Notice) => void
    onBroken: (error: DescentError) => void
  }) {
    this.#entry = options.entry
    this.#data = options.data
    this.#onNotice = options.onNotice
    this.#onBroken = options.onBroken
  }

  request<K extends keyof O & string>(
    operation: K,
    input: O[K]['input'],
    transfer: Transferable[] = [],
  ): Promise<O[K]['output']> {
    const worker = this.#started()
    const sequence = ++this.#sequence
    return new Promise<O[K]['output']>((resolve, reject) => {
      this.#pending.set(sequence, { resolve: (value) => resolve(value as O[K]['output']), reject })
      worker.postMessage({ sequence, operation, input }, transfer)
    })
  }

  /**
   * Rejects open questions with `reason` and ends the thread, at once but for what must not be broken off (`unbroken`).
   * Returns when it has ended; a question asked meanwhile starts another one.
   */
  async end(reason: DescentError): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    this.#rejectAll(reason)
    if (worker === null) return
    if (endsByItself(this.#state)) await new Promise((resolve) => worker.once('exit', resolve))
    else await worker.terminate()
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker
    this.#state = newThreadState()
    const workerData: ThreadStart<unknown> = { data: this.#data, state: this.#state }
    const worker = new Worker(this.#entry, { workerData })
    worker.on('message', (message: ThreadMessage<O, Notice>) => {
      if (this.#worker === worker) this.#receive(message)
    })
    const broken = (cause: unknown) => {
      if (this.#worker !== worker) return
      this.#worker = null
      const error = new DescentError('internal', 'A background task of Descent ended unexpectedly.', {
        hint: 'Nothing that was saved is lost. Try again.',
        cause,
      })
      this.#rejectAll(error)
      this.#onBroken(error)
    }
    worker.on('error', (error) => {
      if (process.env['DESCENT_DEBUG'] !== undefined) console.error(error)
      broken(error)
    })
    worker.on('exit', (code) => broken(new Error(`exit code ${code}`)))
    this.#worker = worker
    return worker
  }

  #receive(message: ThreadMessage<O, Notice>): void {
    if (message.type === 'notice') {
      this.#onNotice(message.notice)
      return
    }
    const pending = this.#pending.get(message.sequence)
    this.#pending.delete(message.sequence)
    if (message.ok) pending?.resolve(message.value)
    else pending?.reject(fromFailure(message.failure))
  }

  #rejectAll(error: DescentError): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

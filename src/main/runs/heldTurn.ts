import type { Run } from '../../shared/runs.ts'
import type { TrainingQueue, Turn } from './queue.ts'

/** The cores that a run holds while it trains, and its place in the queue while it does not. */
export class HeldTurn {
  readonly #queue: TrainingQueue
  #turn: Turn | null

  /** @param given where the cores were taken for it */
  constructor(queue: TrainingQueue, given: Turn | null) {
    this.#queue = queue
    this.#turn = given
  }

  /** Rejects with `cancelled` when `signal` aborts first. `tell` is called where it has to wait, and when it no longer does. */
  async take({ id, config, notBefore }: Run, signal: AbortSignal, tell: (waiting: boolean) => void): Promise<void> {
    if (this.#turn !== null) return
    let hasWaited = false
    this.#turn = await this.#queue.acquire({
      id,
      slots: config.training.threads ?? Infinity,
      notBefore: notBefore == null ? null : Date.parse(notBefore),
      signal,
      onWaiting: () => {
        hasWaited = true
        tell(true)
      },
    })
    if (hasWaited) tell(false)
  }

  give(): void {
    this.#turn?.release()
    this.#turn = null
  }
}

import { DescentError } from '../../shared/errors.ts'
import { ThreadLink } from '../threads/link.ts'
import type { RateReport } from '../../shared/runs.ts'
import type { SizeOfRun, StartTraining, TrainingChange, TrainingNotice, TrainingOperations } from './protocol.ts'

/** Milliseconds between questions how far a test of rates is. */
const ASK_EVERY = 150

export interface TrainingListener {
  notice(notice: TrainingNotice): void
  /** The thread itself broke; the run can be resumed from what was stored. */
  broken(error: DescentError): void
}

/** The training thread as the services see it. */
export class TrainingClient {
  readonly #link: ThreadLink<TrainingOperations, TrainingNotice>
  readonly #listeners = new Map<string, TrainingListener>()

  constructor(entries: { trainingWorker: URL; addon: URL }) {
    this.#link = new ThreadLink<TrainingOperations, TrainingNotice>({
      entry: entries.trainingWorker,
      data: { addon: entries.addon.href },
      onNotice: (notice) => {
        const listener = this.#listeners.get(notice.run)
        if (notice.state.state === 'finished' || notice.state.state === 'failed') this.#listeners.delete(notice.run)
        listener?.notice(notice)
      },
      onBroken: (error) => {
        const listeners = [...this.#listeners.values()]
        this.#listeners.clear()
        for (const listener of listeners) listener.broken(error)
      },
    })
  }

  info(): Promise<{ version: string; kernel: string }> {
    return this.#link.request('info', null)
  }

  /** Parameters of the network, and bytes a run needs. */
  size(spec: string, trainRows: number, validationRows: number): Promise<SizeOfRun> {
    return this.#link.request('size', { spec, trainRows, validationRows })
  }

  measure(input: TrainingOperations['measure']['input']): Promise<number | null> {
    return this.#link.request('measure', input)
  }

  /** A test of learning rates. `signal` ends it at the next step; what was seen until then is the result. */
  async testRates(
    input: TrainingOperations['testRates']['input'],
    { signal, onProgress }: { signal: AbortSignal; onProgress: (fraction: number) => void },
  ): Promise<RateReport> {
    const { id, steps } = input
    const stop = () => void this.#link.request('stopRates', id).catch(() => {})
    signal.addEventListener('abort', stop, { once: true })
    const ask = () => this.#link.request('ratesTested', id).then((done) => onProgress(done / steps))
    const timer = setInterval(() => void ask().catch(() => {}), ASK_EVERY)
    try {
      return await this.#link.request('testRates', input)
    } finally {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
    }
  }

  async start(input: StartTraining, listener: TrainingListener): Promise<void> {
    this.#listeners.set(input.run, listener)
    try {
      await this.#link.request('start', input)
    } catch (error) {
      this.#listeners.delete(input.run)
      throw error
    }
  }

  async pause(run: string): Promise<void> {
    await this.#link.request('pause', run)
  }

  async resume(run: string): Promise<void> {
    await this.#link.request('resume', run)
  }

  async change(run: string, change: TrainingChange): Promise<void> {
    await this.#link.request('change', { run, change })
  }

  /** The newest weights of a run under way; null where it is not training. */
  weights(run: string): Promise<Float32Array<ArrayBuffer> | null> {
    return this.#link.request('weights', run)
  }

  async stop(run: string): Promise<void> {
    await this.#link.request('stop', run)
  }

  /** Ends a run that nobody wants to hear of any more; its listener is told that it is broken off. */
  async abandon(run: string): Promise<void> {
    const listener = this.#listeners.get(run)
    this.#listeners.delete(run)
    await this.stop(run).catch(() => {})
    listener?.broken(new DescentError('cancelled', 'The run was interrupted.'))
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    await this.#link.end(new DescentError('cancelled', 'Descent is closing.'))
  }
}

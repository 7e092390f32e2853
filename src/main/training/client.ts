import { DescentError } from '../../shared/errors.ts'
import { ThreadLink } from '../threads/link.ts'
import type { StartTraining, TrainingNotice, TrainingOperations } from './protocol.ts'

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
  size(spec: string, trainRows: number, validationRows: number): Promise<{ parameters: number; memoryBytes: number }> {
    return this.#link.request('size', { spec, trainRows, validationRows })
  }

  measure(input: TrainingOperations['measure']['input']): Promise<number | null> {
    return this.#link.request('measure', input)
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

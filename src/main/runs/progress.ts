import { RECORD_FIELDS } from '../../core/series/curveReaders.ts'

/** How fast a run goes, from the records of its epochs. */
export class Pace {
  #epochs: number
  /** Epoch and seconds at the start of the window that speeds are measured over. */
  #from: { epoch: number; seconds: number } | null = null
  #last: { epoch: number; seconds: number; learningRate: number } | null = null

  constructor(epochs: number) {
    this.#epochs = epochs
  }

  /** The run is to have so many epochs. */
  goOnTo(epochs: number): void {
    this.#epochs = epochs
  }

  /** Takes the engine's records, without metrics. */
  add(records: Float64Array): void {
    for (let at = 0; at < records.length; at += RECORD_FIELDS) {
      const epoch = records[at] ?? 0
      const seconds = records[at + 4] ?? 0
      this.#from ??= { epoch, seconds }
      // A window of about ten seconds: speeds follow what the machine does now.
      if (seconds - this.#from.seconds > 20 && this.#last !== null) this.#from = this.#last
      this.#last = { epoch, seconds, learningRate: records[at + 3] ?? 0 }
    }
  }

  get seconds(): number {
    return this.#last?.seconds ?? 0
  }

  get learningRate(): number | null {
    return this.#last?.learningRate ?? null
  }

  samplesPerSecond(trainRows: number): number | null {
    const perEpoch = this.#secondsPerEpoch()
    return perEpoch === null || perEpoch <= 0 ? null : trainRows / perEpoch
  }

  /** Until the last epoch; early stopping may come before. */
  secondsLeft(epoch: number): number | null {
    const perEpoch = this.#secondsPerEpoch()
    return perEpoch === null ? null : Math.max(0, (this.#epochs - epoch) * perEpoch)
  }

  #secondsPerEpoch(): number | null {
    const from = this.#from
    const last = this.#last
    if (from === null || last === null) return null
    if (last.epoch > from.epoch) return (last.seconds - from.seconds) / (last.epoch - from.epoch)
    return last.epoch > 0 ? last.seconds / last.epoch : null
  }
}

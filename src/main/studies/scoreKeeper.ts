import type { Trial } from '../../shared/search.ts'
import type { RunConfig } from '../../shared/training.ts'
import { rungsOf } from '../../core/search/halving.ts'
import { curveReaders, type CurveReader } from '../../core/series/curveReaders.ts'
import { recordWidth } from '../../core/series/records.ts'
import type { StoredStudy } from './ports.ts'

/** The best value of a study's metric in a trial, from the records of its epochs, and what it was at each rung. */
export class ScoreKeeper {
  readonly rungs: Trial['rungs'] = []
  readonly #width: number
  /** null: the metric is not recorded. */
  readonly #read: CurveReader | null
  readonly #isBetter: (value: number, than: number) => boolean
  #waitingRungs: number[]
  #score: number | null = null

  constructor({ plan, metric, direction }: Pick<StoredStudy, 'plan' | 'metric' | 'direction'>, config: RunConfig) {
    const { training } = config
    this.#width = recordWidth(training)
    this.#read = curveReaders(training, metric).validation
    this.#isBetter = direction === 'minimize' ? (value, than) => value < than : (value, than) => value > than
    this.#waitingRungs = plan.kind === 'search' ? rungsOf(plan.settings, training.epochs) : []
  }

  /** null where there is none yet. */
  get score(): number | null {
    return this.#score
  }

  /** Takes records of epochs in order and returns the rungs that they reached. */
  add(records: Float64Array): Trial['rungs'] {
    const reached: Trial['rungs'] = []
    const numberAt = (index: number, field: number) => records[index * this.#width + field] ?? NaN
    for (let index = 0; index * this.#width < records.length; index++) {
      const epoch = numberAt(index, 0)
      const value = this.#read?.(numberAt, index) ?? NaN
      if (Number.isFinite(value) && (this.#score === null || this.#isBetter(value, this.#score))) this.#score = value
      const [rung] = this.#waitingRungs
      if (rung === undefined || epoch < rung || this.#score === null) continue
      this.#waitingRungs = this.#waitingRungs.slice(1)
      reached.push({ epoch: rung, score: this.#score })
    }
    this.rungs.push(...reached)
    return reached
  }
}

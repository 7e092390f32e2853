import type { ComparedMetric } from '../../shared/comparison.ts'
import { directionOf } from '../../shared/training.ts'
import { progressOfPart, type OnProgress } from '../progress.ts'
import { createRandom, shuffle, type Random } from '../random.ts'
import type { Cells } from './cells.ts'
import type { ExplainedColumn } from './explainedColumns.ts'
import type { ExplainedModel } from './explainedModel.ts'
import { scoredRows, type ScoredRows } from './scoreOfRows.ts'

/** Samples of the rows by which their share of the noise is measured. */
const resamples = 100
/** Of the standard normal distribution within ± so much lies 95 %. */
const ninetyFivePercent = 1.959963984540054

export interface ImportanceOptions {
  columns: readonly ExplainedColumn[]
  metric: ComparedMetric
  /** At least 2. */
  repeats: number
  seed: number
  onProgress?: OnProgress
}

export interface ColumnImportance {
  name: string
  /** How much worse the metric becomes, in its unit, when the column is shuffled; the mean over the repeats. */
  importance: number
  interval: { low: number; high: number }
  /** One a repeat. */
  repeats: number[]
}

export interface Importances {
  /** Of the rows as they are. */
  score: number
  columns: ColumnImportance[]
}

/**
 * Permutation importance (Breiman, 2001; Fisher, Rudin and Dominici, 2019): how much worse a model scores rows in which
 * one column's values are dealt to other rows. The interval of 95 % has two parts: how far the repeats differ, and how far
 * the rows' own chance reaches, by the bootstrap over rows that see both predictions.
 *
 * @param cells all columns over the same rows
 * @param actual of these rows, as `actualTargets` gives them
 */
export function permutationImportance(
  model: ExplainedModel,
  cells: Cells,
  actual: Float64Array,
  { columns, metric, repeats, seed, onProgress = () => {} }: ImportanceOptions,
): Importances {
  const rows = actual.length
  const asTheyAre = Uint32Array.from({ length: rows }, (_, row) => row)
  const scoreWith = (shuffled: ReadonlySet<string>, order: Uint32Array): ScoredRows => {
    const picks = cells.columns.map(({ name }) => (shuffled.has(name) ? order : asTheyAre))
    return scoredRows(model.fitted, metric, actual, model.outputs(cells, picks, rows))
  }
  const whole = scoreWith(new Set(), asTheyAre)
  const sign = directionOf(metric) === 'maximize' ? 1 : -1
  const lossOf = (before: number, after: number) => sign * (before - after)
  const random = createRandom(seed)
  const samples = Array.from({ length: resamples }, () => drawnRows(rows, random))
  const sampledWhole = samples.map((sample) => whole.ofSample(sample))
  return {
    score: whole.score,
    columns: columns.map(({ name, inputs }, at) => {
      const ofColumn = progressOfPart(onProgress, at / columns.length, (at + 1) / columns.length)
      const shuffled = new Set(inputs)
      const found: number[] = []
      const sampled: number[][] = []
      for (let repeat = 0; repeat < repeats; repeat++) {
        ofColumn(repeat / repeats)
        const order = asTheyAre.slice()
        shuffle(order, random)
        const scored = scoreWith(shuffled, order)
        found.push(lossOf(whole.score, scored.score))
        // Every repeat sees its part of the samples, so that they cost as much as one repeat would.
        const own: number[] = []
        for (let sample = repeat; sample < resamples; sample += repeats) {
          const rowsOfSample = samples[sample]
          if (rowsOfSample === undefined) continue
          own.push(lossOf(sampledWhole[sample] ?? NaN, scored.ofSample(rowsOfSample)))
        }
        sampled.push(own.filter(Number.isFinite))
      }
      const importance = meanOf(found)
      const ofRows = varianceWithin(sampled, found)
      const deviation = Math.sqrt(ofRows + varianceOf(found) / repeats)
      const half = ninetyFivePercent * deviation
      return { name, importance, interval: { low: importance - half, high: importance + half }, repeats: found }
    }),
  }
}

function drawnRows(rows: number, random: Random): Uint32Array {
  return Uint32Array.from({ length: rows }, () => random.below(rows))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1)
}

/** The mean square by which samples differ from what their own repeat found. */
function varianceWithin(sampled: readonly (readonly number[])[], centres: readonly number[]): number {
  const squares = sampled.flatMap((own, repeat) => own.map((value) => (value - (centres[repeat] ?? NaN)) ** 2))
  return squares.length === 0 ? 0 : meanOf(squares)
}

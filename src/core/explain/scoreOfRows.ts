import type { ComparedMetric } from '../../shared/comparison.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { metricsOf } from '../metrics/evaluate.ts'
import { isRowMetric, metricOfRows, rowScores } from '../metrics/rowScores.ts'

/** A metric of some rows as a model scores them, and of samples of them. */
export interface ScoredRows {
  score: number
  /** Of rows drawn with replacement, by their places; NaN where the metric is not defined for them. */
  ofSample(rows: Uint32Array): number
}

/**
 * @param actual as `actualTargets` gives them
 * @param outputs of the network, rows × outputs; rows with NaN among them do not count
 */
export function scoredRows(
  fitted: FittedRecipe,
  metric: ComparedMetric,
  actual: Float64Array,
  outputs: Float32Array,
): ScoredRows {
  const width = outputs.length / Math.max(1, actual.length)
  const known = Uint32Array.from({ length: actual.length }, (_, row) => row).filter(
    (row) => !Number.isNaN(actual[row]) && !Number.isNaN(outputs[row * width]),
  )
  const isKnown = known.length === actual.length
  const actuals = isKnown ? actual : Float64Array.from(known, (row) => actual[row] ?? NaN)
  const all = isKnown ? outputs : takenRows(outputs, known, width)
  if (!isRowMetric(metric)) {
    const ofRows = (own: Float64Array, given: Float32Array) => metricValue(metricsOf(fitted, own, given), metric)
    return {
      score: ofRows(actuals, all),
      ofSample: (rows) => {
        const drawn = rows.map((row) => row % Math.max(1, known.length))
        return ofRows(
          Float64Array.from(drawn, (row) => actuals[row] ?? NaN),
          takenRows(all, drawn, width),
        )
      },
    }
  }
  const scores = rowScores(fitted, metric, actuals, all)
  const metricOf = metricOfRows(metric)
  const ofRows = (count: number, rowAt: (i: number) => number): number => {
    let [sum, first, second] = [0, 0, 0]
    for (let i = 0; i < count; i++) {
      const row = rowAt(i)
      const y = actuals[row] ?? NaN
      sum += scores[row] ?? NaN
      first += y
      second += y * y
    }
    return metricOf(sum / count, second / count - (first / count) ** 2)
  }
  return {
    score: ofRows(known.length, (i) => i),
    ofSample: (rows) => ofRows(rows.length, (i) => (rows[i] ?? 0) % Math.max(1, known.length)),
  }
}

function metricValue(metrics: object, metric: ComparedMetric): number {
  const value: unknown = Reflect.get(metrics, metric)
  return typeof value === 'number' ? value : NaN
}

function takenRows(matrix: Float32Array, rows: Uint32Array, width: number): Float32Array {
  const taken = new Float32Array(rows.length * width)
  for (const [i, row] of rows.entries()) taken.set(matrix.subarray(row * width, (row + 1) * width), i * width)
  return taken
}

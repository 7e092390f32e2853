import type { ComparedMetric } from '../../shared/comparison.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { decodePredictions } from '../network/predictions.ts'
import { leastProbability } from './classNumbers.ts'

/** Metrics that follow from a mean over the rows, and R² from the variance of the actual values, too. */
export const rowMetrics = ['rmse', 'mae', 'r2', 'accuracy', 'logLoss'] as const satisfies readonly ComparedMetric[]
export type RowMetric = (typeof rowMetrics)[number]

export function isRowMetric(metric: ComparedMetric): metric is RowMetric {
  return rowMetrics.some((known) => known === metric)
}

/**
 * The metric of some rows.
 *
 * @param mean of what `rowScores` gives of these rows
 * @param variance of their actual values, over the number of rows; R² is NaN where it is 0
 */
export function metricOfRows(metric: RowMetric): (mean: number, variance: number) => number {
  switch (metric) {
    case 'rmse':
      return (mean) => Math.sqrt(mean)
    case 'r2':
      return (mean, variance) => (variance > 0 ? 1 - mean / variance : NaN)
    default:
      return (mean) => mean
  }
}

/**
 * What the metric follows from by its mean, row by row: squared errors (RMSE, R²) and absolute errors in the target's
 * unit, 1 where the class is right and 0 where it is not, the log loss.
 *
 * @param actual as `actualTargets` gives them
 * @param outputs of the network, rows × outputs
 * Throws `RangeError` where the metric is not one of the task.
 */
export function rowScores(
  fitted: FittedRecipe,
  metric: RowMetric,
  actual: Float64Array,
  outputs: Float32Array,
): Float64Array {
  const predictions = decodePredictions(fitted, outputs)
  if (predictions.task === 'regression') {
    const { values } = predictions
    const errorOf = regressionErrors[metric]
    if (errorOf === null) throw wrongTask(metric)
    return actual.map((y, row) => errorOf(y - (values[row] ?? NaN)))
  }
  const { classes, probabilities } = predictions
  const width = probabilities.length / Math.max(1, actual.length)
  switch (metric) {
    case 'accuracy':
      return actual.map((code, row) => Number(classes[row] === code))
    case 'logLoss':
      return actual.map((code, row) => {
        const p = probabilities[row * width + code] ?? NaN
        return -Math.log(Math.min(Math.max(p, leastProbability), 1 - leastProbability))
      })
    default:
      throw wrongTask(metric)
  }
}

const regressionErrors: Record<RowMetric, ((error: number) => number) | null> = {
  rmse: (error) => error * error,
  mae: Math.abs,
  r2: (error) => error * error,
  accuracy: null,
  logLoss: null,
}

function wrongTask(metric: RowMetric): RangeError {
  return new RangeError(`${metric} is not a metric of this task.`)
}

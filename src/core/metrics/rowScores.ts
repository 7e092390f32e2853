import type { ComparedMetric } from '../../shared/comparison.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { decodePredictions } from '../network/predictions.ts'
import { leastProbability } from './classification.ts'

/** Metrics that are, or follow from, a mean over the rows. */
export const rowMetrics = ['rmse', 'mae', 'accuracy', 'logLoss'] as const satisfies readonly ComparedMetric[]
export type RowMetric = (typeof rowMetrics)[number]

export function isRowMetric(metric: ComparedMetric): metric is RowMetric {
  return rowMetrics.some((known) => known === metric)
}

/** The metric of the mean over the rows. */
export function metricOfMean(metric: RowMetric): (mean: number) => number {
  return metric === 'rmse' ? Math.sqrt : (mean) => mean
}

/**
 * What the metric is the mean of (for an RMSE: the square root of it), row by row: squared and absolute errors in the
 * target's unit, 1 where the class is right and 0 where it is not, the log loss.
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
  accuracy: null,
  logLoss: null,
}

function wrongTask(metric: RowMetric): RangeError {
  return new RangeError(`${metric} is not a metric of this task.`)
}

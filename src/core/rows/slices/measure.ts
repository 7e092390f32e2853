import type { SliceMetric } from '../../../shared/slices.ts'
import { studentTQuantile } from '../../math/studentT.ts'
import { usualConfidence } from '../../comparison/summary.ts'
import type { RowOutcomes } from '../outcomes.ts'

/** Whether more of a metric is worse. */
export function isCost(metric: SliceMetric): boolean {
  return metric !== 'accuracy'
}

/** What the metric is the mean of, row by row: 1 where the class is right, the log loss, the absolute error. */
export function rowMeasures({ actual, predicted, loss }: RowOutcomes, metric: SliceMetric): Float64Array {
  switch (metric) {
    case 'accuracy':
      return actual.map((k, place) => Number(predicted[place] === k))
    case 'logLoss':
      return loss
    case 'mae':
      return actual.map((y, place) => Math.abs(y - (predicted[place] ?? NaN)))
  }
}

/** Count, sum and sum of squares of the measures of some rows. */
export interface Sums {
  count: number
  sum: number
  squares: number
}

/** Sample variance of the measures; 0 for one row. */
export function varianceOf({ count, sum, squares }: Sums): number {
  return count < 2 ? 0 : Math.max(0, (squares - (sum * sum) / count) / (count - 1))
}

/** The standard normal distribution lies between ± this with probability 0.95. */
const NINETY_FIVE = 1.959963984540054

/**
 * The interval of the mean: of rightness by Wilson's score (1927, JASA 22:209–212), which stays between 0 and 1 and holds
 * for few rows; else by Student's t. Null for a mean of one row.
 */
export function meanInterval(metric: SliceMetric, sums: Sums): { low: number; high: number } | null {
  const { count, sum } = sums
  const mean = sum / count
  if (metric === 'accuracy') {
    const z = NINETY_FIVE ** 2 / count
    const middle = (mean + z / 2) / (1 + z)
    const half = (NINETY_FIVE / (1 + z)) * Math.sqrt((mean * (1 - mean)) / count + z / (4 * count))
    return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
  }
  if (count < 2) return null
  const half = studentTQuantile((1 + usualConfidence) / 2, count - 1) * Math.sqrt(varianceOf(sums) / count)
  return { low: Math.max(0, mean - half), high: mean + half }
}

import { progressOfPart, type OnProgress } from '../../progress.ts'
import { median } from '../statistics.ts'
import { fencesOf, type FenceMethod } from './fences.ts'
import { growIsolationForest, isolationScores, usualIsolation } from './isolationForest.ts'
import { quantileOf } from './quantiles.ts'

/** By which rows are outliers. */
export type OutlierRule =
  | { method: FenceMethod; limit: number }
  /** `contamination` is the share of the rows that are taken for outliers, those isolated most easily. */
  | { method: 'isolationForest'; contamination: number; seed: number }

/** Of the work of a forest, how much filling its columns' gaps is; the rest is scoring the rows. */
const fillingShare = 0.3

/**
 * Marks outliers among rows: by fences, those with an outlier in any column; by an isolation forest grown on them,
 * those that score above its quantile 1 - contamination (scikit-learn's `IsolationForest`), where a missing value
 * counts as the column's median.
 *
 * @param columns numbers of equal length, NaN where missing
 * @returns 1 for an outlier, one entry a row
 */
export function markOutliers(
  columns: readonly Float64Array[],
  rule: OutlierRule,
  onProgress: OnProgress = () => {},
): Uint8Array {
  const flags = new Uint8Array(columns[0]?.length ?? 0)
  if (rule.method === 'isolationForest') {
    const complete = columns.map((column, index) => {
      onProgress((fillingShare * index) / columns.length)
      return withoutGaps(column)
    })
    const forest = growIsolationForest(complete, { ...usualIsolation, seed: rule.seed })
    const scores = isolationScores(forest, complete, progressOfPart(onProgress, fillingShare, 1))
    const threshold = quantileOf(scores.slice().sort(), 1 - rule.contamination)
    for (let row = 0; row < flags.length; row++) if ((scores[row] ?? 0) > threshold) flags[row] = 1
    return flags
  }
  for (const [index, values] of columns.entries()) {
    onProgress(index / columns.length)
    const fences = fencesOf(values, rule.method, rule.limit)
    if (fences === null) continue
    const { low, high } = fences
    for (let row = 0; row < flags.length; row++) {
      const value = values[row] ?? NaN
      if (value < low || value > high) flags[row] = 1
    }
  }
  return flags
}

/** Missing values become the median; 0 where every value is missing. */
function withoutGaps(values: Float64Array): Float64Array {
  const middle = median(values)
  const value = Number.isNaN(middle) ? 0 : middle
  const complete = values.slice()
  for (let i = 0; i < complete.length; i++) if (Number.isNaN(complete[i])) complete[i] = value
  return complete
}

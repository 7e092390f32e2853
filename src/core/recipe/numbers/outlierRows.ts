import { median } from '../statistics.ts'
import { fencesOf, type FenceMethod } from './fences.ts'
import { growIsolationForest, isolationScores, usualIsolation } from './isolationForest.ts'
import { quantileOf } from './quantiles.ts'

/** By which rows are outliers. */
export type OutlierRule =
  | { method: FenceMethod; limit: number }
  /** `contamination` is the share of the rows that are taken for outliers, those isolated most easily. */
  | { method: 'isolationForest'; contamination: number; seed: number }

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
  onProgress?: (fraction: number) => void,
): Uint8Array {
  const flags = new Uint8Array(columns[0]?.length ?? 0)
  if (rule.method === 'isolationForest') {
    const complete = columns.map(withoutGaps)
    const forest = growIsolationForest(complete, { ...usualIsolation, seed: rule.seed })
    const scores = isolationScores(forest, complete, onProgress)
    const threshold = quantileOf(scores.slice().sort(), 1 - rule.contamination)
    for (let row = 0; row < flags.length; row++) if ((scores[row] ?? 0) > threshold) flags[row] = 1
    return flags
  }
  for (const [index, values] of columns.entries()) {
    onProgress?.(index / columns.length)
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

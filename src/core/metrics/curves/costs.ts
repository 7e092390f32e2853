import type { ThresholdCounts } from '../../../shared/scores.ts'
import type { RankedCounts } from './ranked.ts'

/** What each outcome of one row costs; a gain is a negative cost. */
export interface OutcomeCosts {
  truePositive: number
  falsePositive: number
  falseNegative: number
  trueNegative: number
}

export interface SideRows {
  positives: number
  negatives: number
}

/**
 * The thresholds of which one is best, whatever mistakes cost: the corners of the upper convex hull of the ROC curve, from no
 * row predicted as the class to all (Provost and Fawcett, “Robust Classification for Imprecise Environments”, 2001).
 */
export function thresholdHull({ thresholds, truePositives, falsePositives }: RankedCounts): ThresholdCounts[] {
  const hull: ThresholdCounts[] = [{ threshold: null, truePositives: 0, falsePositives: 0 }]
  for (let i = 0; i < thresholds.length; i++) {
    const next: ThresholdCounts = {
      threshold: thresholds[i] ?? NaN,
      truePositives: truePositives[i] ?? 0,
      falsePositives: falsePositives[i] ?? 0,
    }
    for (;;) {
      const [before, last] = [hull.at(-2), hull.at(-1)]
      if (before === undefined || last === undefined || turnsRight(before, last, next)) break
      hull.pop()
    }
    hull.push(next)
  }
  return hull
}

/** Whether `b` lies above the line from `a` to `c`. */
function turnsRight(a: ThresholdCounts, b: ThresholdCounts, c: ThresholdCounts): boolean {
  return (
    (b.truePositives - a.truePositives) * (c.falsePositives - a.falsePositives) >
    (c.truePositives - a.truePositives) * (b.falsePositives - a.falsePositives)
  )
}

/** Of all rows together. */
export function totalCost(
  costs: OutcomeCosts,
  { truePositives, falsePositives }: ThresholdCounts,
  rows: SideRows,
): number {
  return (
    costs.truePositive * truePositives +
    costs.falseNegative * (rows.positives - truePositives) +
    costs.falsePositive * falsePositives +
    costs.trueNegative * (rows.negatives - falsePositives)
  )
}

/** Whether a wrong answer costs more than the right one for rows of either side, so that a threshold can be best. */
export function areCosts({ truePositive, falsePositive, falseNegative, trueNegative }: OutcomeCosts): boolean {
  return falseNegative > truePositive && falsePositive > trueNegative
}

/**
 * The threshold that costs least; of several the highest.
 *
 * @param hull as `thresholdHull` gives it
 * @param costs of which `areCosts` holds
 */
export function bestThreshold(
  hull: readonly ThresholdCounts[],
  rows: SideRows,
  costs: OutcomeCosts,
): ThresholdCounts | null {
  let best: ThresholdCounts | null = null
  for (const point of hull) {
    if (best === null || totalCost(costs, point, rows) < totalCost(costs, best, rows)) best = point
  }
  return best
}

/** The rows at or above given thresholds. */
export function countsAt(counts: RankedCounts, thresholds: readonly (number | null)[]): ThresholdCounts[] {
  return thresholds.map((threshold) => {
    const at = threshold === null ? -1 : lastAtLeast(counts.thresholds, threshold)
    return {
      threshold,
      truePositives: at < 0 ? 0 : (counts.truePositives[at] ?? 0),
      falsePositives: at < 0 ? 0 : (counts.falsePositives[at] ?? 0),
    }
  })
}

/** The last of descending values that is not below a bound; -1 where there is none. */
function lastAtLeast(descending: Float64Array, bound: number): number {
  let low = 0
  let high = descending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((descending[middle] ?? NaN) >= bound) low = middle + 1
    else high = middle
  }
  return low - 1
}

import type { Ranking } from '../ranking.ts'

/** How many rows lie at or above each score, from the greatest score to the least. */
export interface RankedCounts {
  /** The scores, descending: predicted as the class are the rows at or above. */
  thresholds: Float64Array
  /** Rows of the class among them, and others. */
  truePositives: Float64Array
  falsePositives: Float64Array
  positives: number
  negatives: number
}

/** @param positive 1 for a row of the class, by row */
export function countRanked({ order, ends, values }: Ranking, positive: Uint8Array): RankedCounts {
  const truePositives = new Float64Array(ends.length)
  const falsePositives = new Float64Array(ends.length)
  let hits = 0
  let at = 0
  for (let group = 0; group < ends.length; group++) {
    const end = ends[group] ?? 0
    for (; at < end; at++) hits += positive[order[at] ?? 0] ?? 0
    truePositives[group] = hits
    falsePositives[group] = end - hits
  }
  return { thresholds: values, truePositives, falsePositives, positives: hits, negatives: order.length - hits }
}

export interface CurvePoint {
  x: number
  y: number
  /** The least score of the rows counted; null at a curve's beginning, where there are none. */
  threshold: number | null
}

/**
 * The ROC curve: the share of the other rows that are taken for the class against the share of the class that is found
 * (scikit-learn's `roc_curve` with all thresholds). Empty where one side has no rows.
 */
export function rocCurve(counts: RankedCounts): CurvePoint[] {
  const { truePositives, falsePositives, thresholds, positives, negatives } = counts
  if (positives === 0 || negatives === 0) return []
  const points: CurvePoint[] = [{ x: 0, y: 0, threshold: null }]
  for (let i = 0; i < thresholds.length; i++) {
    const [tp, fp] = [truePositives[i] ?? 0, falsePositives[i] ?? 0]
    points.push({ x: fp / negatives, y: tp / positives, threshold: thresholds[i] ?? NaN })
  }
  return points
}

/**
 * The precision–recall curve, recall ascending from 0, where the precision is 1 by definition (scikit-learn's
 * `precision_recall_curve`, the other way round). Empty where no row is of the class.
 */
export function precisionRecallCurve(counts: RankedCounts): CurvePoint[] {
  const { truePositives, falsePositives, thresholds, positives } = counts
  if (positives === 0) return []
  const points: CurvePoint[] = [{ x: 0, y: 1, threshold: null }]
  for (let i = 0; i < thresholds.length; i++) {
    const [tp, fp] = [truePositives[i] ?? 0, falsePositives[i] ?? 0]
    points.push({ x: tp / positives, y: tp / (tp + fp), threshold: thresholds[i] ?? NaN })
  }
  return points
}

/**
 * Cumulative gain: the share of the class that is found among a share of all rows, those that score highest first. The lift
 * there is y / x. Empty where no row is of the class.
 */
export function gainCurve(counts: RankedCounts): CurvePoint[] {
  const { truePositives, falsePositives, thresholds, positives, negatives } = counts
  if (positives === 0) return []
  const points: CurvePoint[] = [{ x: 0, y: 0, threshold: null }]
  for (let i = 0; i < thresholds.length; i++) {
    const [tp, fp] = [truePositives[i] ?? 0, falsePositives[i] ?? 0]
    points.push({ x: (tp + fp) / (positives + negatives), y: tp / positives, threshold: thresholds[i] ?? NaN })
  }
  return points
}

/** The area under a curve by the trapezoid rule (scikit-learn's `auc`); NaN of fewer than two points. */
export function trapezoid(points: readonly { x: number; y: number }[]): number {
  if (points.length < 2) return NaN
  let area = 0
  for (const [i, { x, y }] of points.entries()) {
    const before = points[i - 1]
    if (before !== undefined) area += ((x - before.x) * (y + before.y)) / 2
  }
  return area
}

/**
 * A curve with fewer points that looks the same: of a run of points that lie closer together than 1 / `limit` of both axes
 * together only the first and the last are kept.
 *
 * @param limit about how many points are kept at most
 */
export function thinned(points: readonly CurvePoint[], limit: number): CurvePoint[] {
  if (points.length <= limit) return [...points]
  const step = 2 / (limit / 2)
  const kept: CurvePoint[] = []
  let last: CurvePoint | undefined
  let skipped: CurvePoint | undefined
  for (const point of points) {
    if (last !== undefined && Math.abs(point.x - last.x) + Math.abs(point.y - last.y) < step) {
      skipped = point
      continue
    }
    if (skipped !== undefined) kept.push(skipped)
    kept.push(point)
    last = point
    skipped = undefined
  }
  if (skipped !== undefined) kept.push(skipped)
  return kept
}

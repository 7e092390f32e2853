import type { CalibrationStrategy } from '../../../shared/scores.ts'
import { quantileOf, sortedPresent } from '../../recipe/numbers/quantiles.ts'

/** Rows to which a class was given about the same probability. */
export interface CalibrationBin {
  /** Its ends; the upper one belongs to it, and to the first bin the lower one, too. */
  from: number
  to: number
  rows: number
  /** Of the probabilities given. */
  meanPredicted: number
  /** Of the rows that are of the class. */
  share: number
}

/**
 * The calibration curve of one class: how often it was right to the probability given (scikit-learn's `calibration_curve`).
 * Bins without rows are left out.
 *
 * @param probabilities of the class, by row
 * @param positive 1 for a row of the class
 * @param strategy bins of equal width, or of about as many rows
 */
export function calibrationCurve(
  probabilities: Float64Array,
  positive: Uint8Array,
  bins: number,
  strategy: CalibrationStrategy,
): CalibrationBin[] {
  const sorted = strategy === 'quantile' ? sortedPresent(probabilities) : null
  if (probabilities.length === 0) return []
  const edges = Array.from({ length: bins + 1 }, (_, i) => (sorted === null ? i / bins : quantileOf(sorted, i / bins)))
  const inner = edges.slice(1, -1)
  const rows = new Float64Array(bins)
  const sums = new Float64Array(bins)
  const hits = new Float64Array(bins)
  for (let row = 0; row < probabilities.length; row++) {
    const p = probabilities[row] ?? NaN
    if (Number.isNaN(p)) return []
    const above = inner.findIndex((edge) => edge >= p)
    const bin = above < 0 ? bins - 1 : above
    rows[bin] = (rows[bin] ?? 0) + 1
    sums[bin] = (sums[bin] ?? 0) + p
    hits[bin] = (hits[bin] ?? 0) + (positive[row] ?? 0)
  }
  return Array.from(rows, (count, bin) => ({
    from: edges[bin] ?? NaN,
    to: edges[bin + 1] ?? NaN,
    rows: count,
    meanPredicted: (sums[bin] ?? NaN) / count,
    share: (hits[bin] ?? NaN) / count,
  })).filter((bin) => bin.rows > 0)
}

/**
 * How far the probabilities are from the shares of rows, on average over the rows (Naeini, Cooper and Hauskrecht, “Obtaining
 * Well Calibrated Probabilities Using Bayesian Binning”, 2015). NaN without bins.
 */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, { rows }) => sum + rows, 0)
  return bins.reduce((sum, { rows, share, meanPredicted }) => sum + rows * Math.abs(share - meanPredicted), 0) / total
}

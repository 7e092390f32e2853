import type { ConformalRule } from '../../shared/calibration.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Predictions } from '../network/predictions.ts'
import { inTargetUnit, transformed } from '../recipe/targetTransform.ts'

type NumberTarget = Extract<FittedRecipe['target'], { task: 'regression' }>
type NumberPredictions = Extract<Predictions, { task: 'regression' }>
/** Of intervals, without their threshold. */
export type IntervalScore = Unthresholded<Extract<ConformalRule, { kind: 'residual' | 'scaledResidual' | 'quantiles' }>>
type Unthresholded<R> = R extends unknown ? Omit<R, 'threshold'> : never

/**
 * What says how far a number is from its prediction: residuals (Lei et al., 2018, 'Distribution-Free Predictive Inference for
 * Regression'), in the scale of the target's transformation where it has one; divided by the network's own deviation where it
 * gives one (normalized scores, same place); or the distance from two of its quantiles (Romano, Patterson and Candès, 2019,
 * 'Conformalized Quantile Regression'), those nearest to the ends of the level.
 */
export function intervalScore(target: NumberTarget, level: number): IntervalScore {
  const { outputs, transform } = target
  if (outputs?.kind === 'gaussian') return { kind: 'scaledResidual' }
  const ends = outputs === undefined ? null : outerQuantiles(outputs.quantiles, level)
  if (ends !== null) return { kind: 'quantiles', ...ends }
  return { kind: 'residual', transform: transform ?? null }
}

/** The places of the quantiles nearest to (1 - level)/2 and (1 + level)/2; null where one lies not on its side of the median. */
function outerQuantiles(quantiles: readonly number[], level: number): { lower: number; upper: number } | null {
  const nearest = (wanted: number): number =>
    quantiles.reduce((best, q, i) => (Math.abs(q - wanted) < Math.abs((quantiles[best] ?? 0) - wanted) ? i : best), 0)
  const [lower, upper] = [nearest((1 - level) / 2), nearest((1 + level) / 2)]
  return (quantiles[lower] ?? 1) < 0.5 && (quantiles[upper] ?? 0) > 0.5 ? { lower, upper } : null
}

/** The score of each row's true value; NaN where it has none. */
export function numberScores(
  score: IntervalScore,
  { values, details }: NumberPredictions,
  actual: Float64Array,
): Float64Array {
  const width = values.length === 0 ? 0 : details.length / values.length
  return Float64Array.from(actual, (y, row) => {
    const value = values[row] ?? NaN
    switch (score.kind) {
      case 'residual':
        return Math.abs(transformed(score.transform, y) - transformed(score.transform, value))
      case 'scaledResidual':
        return Math.abs(y - value) / (details[row * width] ?? NaN)
      case 'quantiles': {
        const [lower, upper] = [details[row * width + score.lower] ?? NaN, details[row * width + score.upper] ?? NaN]
        return Math.max(lower - y, y - upper)
      }
    }
  })
}

/**
 * The interval of each row: all values whose score is at most the threshold.
 *
 * @returns row-major, rows × (lower, upper), in the target's unit
 */
export function intervalsOf(
  rule: IntervalScore & { threshold: number },
  { values, details }: NumberPredictions,
): Float64Array {
  const { threshold } = rule
  const intervals = new Float64Array(values.length * 2)
  const width = values.length === 0 ? 0 : details.length / values.length
  for (const [row, value] of values.entries()) {
    switch (rule.kind) {
      case 'residual': {
        const centre = transformed(rule.transform, value)
        intervals.set([centre - threshold, centre + threshold], row * 2)
        break
      }
      case 'scaledResidual': {
        const half = threshold * (details[row * width] ?? NaN)
        intervals.set([value - half, value + half], row * 2)
        break
      }
      case 'quantiles': {
        const lower = (details[row * width + rule.lower] ?? NaN) - threshold
        const upper = (details[row * width + rule.upper] ?? NaN) + threshold
        // Where the quantiles move towards each other by more than is between them nothing is left but one place.
        const middle = (lower + upper) / 2
        intervals.set(lower <= upper ? [lower, upper] : [middle, middle], row * 2)
      }
    }
  }
  if (rule.kind !== 'residual' || rule.transform === null) return intervals
  return inTargetUnit({ scale: 1, offset: 0, transform: rule.transform }, intervals)
}

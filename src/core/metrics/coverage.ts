import type { Coverage } from '../../shared/scores.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'

/** Of rows that should lie between the ends that a predicted normal distribution gives. */
const gaussianShare = 0.9

/**
 * How often the truth lay below each quantile that a model learned, and within the intervals that it gives: between the
 * quantiles q and 1 - q, or within the 90 % of a predicted normal distribution. Beside it the mean pinball loss of a quantile
 * (scikit-learn's `mean_pinball_loss`). Nothing of models that give neither.
 *
 * @param actual in the target's unit
 * @param details as `decodePredictions` gives them, rows × what the target's outputs hold
 */
export function coverageOf(
  outputs: Extract<FittedRecipe['target'], { task: 'regression' }>['outputs'],
  actual: Float64Array,
  details: Float64Array,
): Coverage[] {
  if (outputs === undefined || actual.length === 0) return []
  const column = (width: number, at: number) => actual.map((_, row) => details[row * width + at] ?? NaN)
  if (outputs.kind === 'gaussian') return [between(gaussianShare, actual, column(3, 1), column(3, 2))]
  const { quantiles } = outputs
  const found = quantiles.map((_, at) => column(quantiles.length, at))
  const below = quantiles.map((q, at) => belowQuantile(q, actual, found[at] ?? actual))
  const intervals = quantiles.flatMap((q, at) => {
    const other = quantiles.findIndex((upper) => Math.abs(upper - (1 - q)) < 1e-9)
    const [low, high] = [found[at], found[other]]
    return q < 0.5 && low !== undefined && high !== undefined ? [between(1 - 2 * q, actual, low, high)] : []
  })
  return [...intervals, ...below]
}

function belowQuantile(q: number, actual: Float64Array, quantile: Float64Array): Coverage {
  let [below, loss] = [0, 0]
  for (const [row, y] of actual.entries()) {
    const error = y - (quantile[row] ?? NaN)
    if (error <= 0) below++
    loss += Math.max(q * error, (q - 1) * error)
  }
  return { kind: 'below', nominal: q, covered: below / actual.length, meanWidth: null, pinball: loss / actual.length }
}

/** How often the truth lies between two ends, which belong to it. */
export function between(nominal: number, actual: Float64Array, low: Float64Array, high: Float64Array): Coverage {
  let [inside, width] = [0, 0]
  for (const [row, y] of actual.entries()) {
    const [from, to] = [low[row] ?? NaN, high[row] ?? NaN]
    if (y >= from && y <= to) inside++
    width += to - from
  }
  return { kind: 'between', nominal, covered: inside / actual.length, meanWidth: width / actual.length, pinball: null }
}

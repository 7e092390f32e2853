import { quantileOf } from './quantiles.ts'

/**
 * So many quantiles of ascending values at equal distances, the first the smallest value and the last the largest; one
 * alone for values that do not vary (scikit-learn's `QuantileTransformer` without subsampling).
 *
 * @param count more than `rows` are not told apart
 * @param rows the column's length, missing values included
 */
export function quantilesOf(sorted: ArrayLike<number>, count: number, rows: number): number[] {
  if (sorted.length === 0) return []
  if (sorted[0] === sorted[sorted.length - 1]) return [sorted[0] ?? NaN]
  const last = Math.max(1, Math.min(count, rows) - 1)
  const quantiles: number[] = []
  let highest = -Infinity
  for (let i = 0; i <= last; i++) {
    // Rounding may let a quantile fall a trifle below the one before it.
    highest = Math.max(highest, quantileOf(sorted, i / last))
    quantiles.push(highest)
  }
  return quantiles
}

/** Of a value's own size: no further off can float32 place it. */
const float32Step = 2 ** -23

/** The points of a function that is linear between them: `xs` ascend strictly, and `ys` run from 0 to 1. */
export interface QuantileMap {
  xs: number[]
  ys: number[]
}

/**
 * Which share of the training values lies below a value, linear between quantiles. Where several quantiles are equal,
 * the share jumps: at such a value it is the middle of the jump, at the smallest value 0 and at the largest 1
 * (scikit-learn's `QuantileTransformer`). The jumps take a float32's rounding on either side of the value, so that a
 * model that computes in float32 finds the same share.
 *
 * @param quantiles ascending, the first below the last
 */
export function quantileMap(quantiles: readonly number[]): QuantileMap {
  const xs: number[] = []
  const ys: number[] = []
  const add = (x: number, y: number): void => {
    if (x <= (xs.at(-1) ?? -Infinity)) return
    xs.push(x)
    ys.push(y)
  }
  const last = quantiles.length - 1
  for (let first = 0; first <= last;) {
    const value = quantiles[first] ?? NaN
    let end = first
    while (end < last && quantiles[end + 1] === value) end++
    if (first === end) {
      add(value, first / last)
    } else {
      const before = quantiles[first - 1] ?? -Infinity
      const after = quantiles[end + 1] ?? Infinity
      const middle = first === 0 ? 0 : end === last ? 1 : (first + end) / 2 / last
      if (first > 0) {
        const step = jumpStep(value, value - before)
        add(value - 2 * step, (first - (2 * step) / (value - before)) / last)
        add(value - step, middle)
      }
      if (end < last) {
        const step = jumpStep(value, after - value)
        add(value + step, middle)
        add(value + 2 * step, (end + (2 * step) / (after - value)) / last)
      }
    }
    first = end + 1
  }
  return { xs, ys }
}

/** A float32's rounding, but never half the way to the next quantile. */
function jumpStep(value: number, gap: number): number {
  const size = Math.abs(value)
  return Math.min(gap / 4, float32Step * (size > 0 ? size : Math.min(gap, 1)))
}

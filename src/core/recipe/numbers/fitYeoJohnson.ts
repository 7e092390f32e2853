import { moments } from '../statistics.ts'
import { brentRoot, type Sample } from './brentRoot.ts'
import { largestExponent, yeoJohnson } from './yeoJohnson.ts'

/** Rows that the first search for λ looks at; all rows are looked at from where it ends. */
const sampleSize = 16_384
/** Half of what the transformation can raise: the square of e^300 is finite. */
const largestFitted = largestExponent / 2
/** Transformed values lie apart by so much of their size at least, so that float64 tells them to 1e-7 of their spread. */
const leastSpread = 1e-9

/**
 * The λ of `yeoJohnson` with the largest likelihood of the transformed values under a normal distribution (Yeo and
 * Johnson, 2000, section 4; scikit-learn's `PowerTransformer`), as the root of the likelihood's derivative: to some
 * 1e-12 where scikit-learn, which compares likelihoods, comes to 1e-8. NaN values are left out.
 *
 * Where the transformation at that λ would lose the values' digits (years, say: far from 0 for their spread), λ is the
 * one nearest to it that keeps them. 1, which changes nothing, for values that do not vary.
 */
export function fitYeoJohnson(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value))
  const likelihood = createLikelihood(present)
  if (likelihood === null) return 1
  const sample = strided(present)
  const quick = sample.length < present.length ? createLikelihood(sample) : null
  const lambda = quick === null ? bestLambda(likelihood, 1, 1) : bestLambda(likelihood, bestLambda(quick, 1, 1), 1 / 64)
  return keepingDigits(lambda, bulkOf(sample) ?? bulkOf(present, 0) ?? [0, 0])
}

/** Every so many-th value, so that no more than `sampleSize` are left. */
function strided(values: Float64Array): Float64Array {
  const stride = Math.ceil(values.length / sampleSize)
  return stride <= 1 ? values : values.filter((_, index) => index % stride === 0)
}

/** Of a set of values; `shape` is λ in units of 1/`unit`. */
interface Likelihood {
  /** The derivative of the log-likelihood by the shape, for one value. */
  slope(shape: number): number
  /** The standard deviation of the values' logarithms. */
  unit: number
  low: number
  high: number
}

/** `null` for values that do not vary. */
function createLikelihood(values: Float64Array): Likelihood | null {
  const found = moments(values)
  if (found === null || found.min === found.max) return null
  const { logs, positives } = logarithms(values)
  const spread = moments(logs)
  if (spread === null || !(spread.std > 0)) return null
  const unit = spread.std
  const count = logs.length
  for (let i = 0; i < count; i++) logs[i] = (logs[i] ?? 0) / unit

  const transformed = new Float64Array(count)
  const slopes = new Float64Array(count)
  const slope = (shape: number): number => {
    let mean = 0
    let slopeMean = 0
    for (let i = 0; i < count; i++) {
      const log = logs[i] ?? 0
      // The logarithms of values below 0 are negated, and so are the transformed values.
      const exponent = (i < positives ? shape : shape - 2 * unit) * log
      const growth = Math.expm1(exponent)
      const value = exponent === 0 ? log : (log * growth) / exponent
      const change = log * log * relativeSlope(exponent, growth)
      transformed[i] = value
      slopes[i] = change
      mean += value
      slopeMean += change
    }
    mean /= count
    slopeMean /= count
    let variance = 0
    let covariance = 0
    for (let i = 0; i < count; i++) {
      const deviation = (transformed[i] ?? 0) - mean
      variance += deviation * deviation
      covariance += deviation * ((slopes[i] ?? 0) - slopeMean)
    }
    return spread.mean / unit - covariance / variance
  }
  const above = Math.log1p(Math.max(0, found.max))
  const below = Math.log1p(Math.max(0, -found.min))
  return {
    slope,
    unit,
    low: unit * Math.max(-largestFitted / above, 2 - largestFitted / below),
    high: unit * Math.min(largestFitted / above, 2 + largestFitted / below),
  }
}

/**
 * log(1 + x) of the values from 0 on, which come first, and -log(1 - x) of those below. Where all have one sign it is
 * less that of their geometric middle, so that values far from 0 keep the digits in which they differ; the likelihood
 * is the same but for a constant.
 */
function logarithms(values: Float64Array): { logs: Float64Array; positives: number } {
  const logs = new Float64Array(values.length)
  let positives = 0
  let negatives = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (value < 0) logs[values.length - ++negatives] = -Math.log1p(-value)
    else logs[positives++] = Math.log1p(value)
  }
  if (positives > 0 && negatives > 0) return { logs, positives }

  const middle = Math.expm1(Math.abs(moments(logs)?.mean ?? 0))
  const sign = positives > 0 ? 1 : -1
  for (let i = 0; i < values.length; i++) {
    logs[i] = sign * Math.log1p((sign * (values[i] ?? 0) - middle) / (1 + middle))
  }
  return { logs, positives }
}

/** The derivative of growth / u by u, where growth is e^u - 1. */
function relativeSlope(u: number, growth: number): number {
  if (Math.abs(u) > 0.5) return (growth + 1 - growth / u) / u
  // Its Taylor series, Σ u^k / (k! (k + 2)): near 0 the quotient above loses all digits.
  let sum = 0
  for (let k = seriesTerms.length - 1; k >= 0; k--) sum = sum * u + (seriesTerms[k] ?? 0)
  return sum
}

const seriesTerms = Array.from({ length: 14 }, (_, k) => {
  let factorial = 1
  for (let factor = 2; factor <= k; factor++) factorial *= factor
  return 1 / (factorial * (k + 2))
})

/** The λ where the slope is 0, searched uphill from `start` in steps of `step` units that double. */
function bestLambda({ slope, unit, low, high }: Likelihood, start: number, step: number): number {
  // Values near both ends of float64: no power but 1 leaves them finite.
  if (!(low < high)) return 1
  const at = (shape: number): Sample => ({ x: shape, y: slope(shape) })
  let from = at(Math.min(high, Math.max(low, start * unit)))
  if (!(Math.abs(from.y) > 0)) return from.x / unit
  const direction = Math.sign(from.y)
  for (let width = step; ; width *= 2) {
    const to = at(Math.min(high, Math.max(low, from.x + direction * width)))
    if (Math.sign(to.y) !== direction) return brentRoot(slope, from, to, 1e-12) / unit
    if (to.x === low || to.x === high) return to.x / unit
    from = to
  }
}

/** Between which values all lie but `tail` of them at either end; `null` if that is a single value. */
function bulkOf(values: Float64Array, tail = 0.05): [number, number] | null {
  const sorted = values.slice().sort()
  const skipped = Math.floor(tail * (sorted.length - 1))
  const low = sorted[skipped] ?? NaN
  const high = sorted[sorted.length - 1 - skipped] ?? NaN
  return low < high ? [low, high] : null
}

/** λ, or the number between it and 1 nearest to it at which the two transformed values lie far enough apart. */
function keepingDigits(lambda: number, [low, high]: [number, number]): number {
  const keeps = (candidate: number): boolean => {
    const a = yeoJohnson(low, candidate)
    const b = yeoJohnson(high, candidate)
    return b - a >= leastSpread * Math.max(Math.abs(a), Math.abs(b))
  }
  if (keeps(lambda)) return lambda
  let kept = 1
  let lost = lambda
  for (let i = 0; i < 60; i++) {
    const middle = (kept + lost) / 2
    if (keeps(middle)) kept = middle
    else lost = middle
  }
  return kept
}

import { moments } from '../statistics.ts'
import { quantileOf, sortedPresent } from './quantiles.ts'

/** What lies below `low` or above `high` is an outlier. */
export interface Fences {
  low: number
  high: number
}

export type FenceMethod = 'zScore' | 'iqr'

/** How many standard deviations, or interquartile ranges, fences stand off unless it is said. */
export const usualLimit: Record<FenceMethod, number> = { zScore: 3, iqr: 1.5 }

/**
 * Fences of the values that are not NaN: `limit` population standard deviations from the mean, or `limit` interquartile
 * ranges from the quartiles (Tukey, 1977, Exploratory Data Analysis, section 2D). `null` where deviation or range is 0:
 * every other value would be an outlier.
 */
export function fencesOf(values: Float64Array, method: FenceMethod, limit: number): Fences | null {
  if (method === 'zScore') {
    const found = moments(values)
    return found === null ? null : around(found.mean, found.mean, found.std * limit)
  }
  const sorted = sortedPresent(values)
  const low = quantileOf(sorted, 0.25)
  const high = quantileOf(sorted, 0.75)
  return around(low, high, (high - low) * limit)
}

/** The share of the values that lies beyond each end unless it is said. */
export const usualShare = 0.01

/**
 * Fences with this share of the values below them and as much above, as winsorizing has them: the quantiles `share` and
 * 1 - `share`, between values linearly (`numpy.quantile`). `null` where the two are one.
 */
export function percentileFences(values: Float64Array, share: number): Fences | null {
  const sorted = sortedPresent(values)
  const [low, high] = [quantileOf(sorted, share), quantileOf(sorted, 1 - share)]
  return low < high ? { low, high } : null
}

function around(low: number, high: number, distance: number): Fences | null {
  return distance > 0 && Number.isFinite(distance) ? { low: low - distance, high: high + distance } : null
}

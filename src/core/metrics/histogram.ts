import type { ClippedHistogram, Histogram } from '../../shared/datasets.ts'
import { quantileOf } from '../recipe/numbers/quantiles.ts'

/** Equal bins over the range of the finite values; null if there are none. One value makes one bin. */
export function histogramOf(values: Float64Array, bins: number): Histogram | null {
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (!Number.isFinite(value)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  if (min > max) return null
  const count = min === max ? 1 : bins
  const width = max / count - min / count
  const counts = new Array<number>(count).fill(0)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (!Number.isFinite(value)) continue
    const bin = width > 0 ? Math.min(count - 1, Math.floor((value - min) / width)) : 0
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const edges = Array.from({ length: count + 1 }, (_, i) => (i === count ? max : min + i * width))
  return { edges, counts }
}

/** Values so many interquartile ranges beyond the quartiles are far out (Tukey, Exploratory Data Analysis, 1977). */
const farOut = 3

/** The values that lie beyond a histogram at one of its ends. */
type Beyond = NonNullable<ClippedHistogram['below']>

/**
 * As `histogramOf`, over the range without values that are far out, which would leave all others in one bar; how many lie
 * beyond it, and how far they reach, is told apart. Values half of which are the same have no far ones.
 */
export function robustHistogramOf(values: Float64Array, bins: number): ClippedHistogram | null {
  const sorted = values.filter(Number.isFinite).sort()
  const [q1, q3] = [quantileOf(sorted, 0.25), quantileOf(sorted, 0.75)]
  const beyond = farOut * (q3 - q1)
  const isInside = (value: number) => !(beyond > 0) || (value >= q1 - beyond && value <= q3 + beyond)
  const inside = sorted.filter(isInside)
  const histogram = histogramOf(inside, bins)
  if (histogram === null) return null
  const first = sorted.findIndex(isInside)
  const above = sorted.length - first - inside.length
  return {
    ...histogram,
    ...(first > 0 ? { below: beyondAt(first, sorted[0]) } : {}),
    ...(above > 0 ? { above: beyondAt(above, sorted.at(-1)) } : {}),
  }
}

function beyondAt(count: number, farthest = NaN): Beyond {
  return { count, farthest }
}

import type { Histogram } from '../../shared/datasets.ts'

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

import type { Histogram } from '../../shared/datasets.ts'

export interface NumericStatistics {
  count: number
  distinct: number
  min: number
  max: number
  mean: number
  /** Sample standard deviation (n - 1); null below two values. */
  std: number | null
  quartiles: [number, number, number]
  histogram: Histogram
  top: { value: number; count: number }[]
}

const histogramBins = 30
const topLength = 20

/**
 * Describes the values of a column exactly; NaN is missing. Null where every value is missing.
 * Mean and standard deviation in two passes, the second on the differences from the mean (Chan, Golub and LeVeque,
 * 1983, "Algorithms for computing the sample variance", corrected two-pass).
 */
export function describeNumbers(values: Float64Array): NumericStatistics | null {
  const sorted = presentSorted(values)
  const count = sorted.length
  if (count === 0) return null
  const min = sorted[0] ?? Number.NaN
  const max = sorted[count - 1] ?? Number.NaN
  const mean = clamp(meanOf(sorted), min, max)
  const runs = describeRuns(sorted)
  return {
    count,
    distinct: runs.distinct,
    min,
    max,
    mean,
    std: count < 2 ? null : deviation(sorted, mean),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
    histogram: histogramOf(sorted),
    top: runs.top,
  }
}

/** Type 7 of Hyndman and Fan (1996), NumPy's default: linear between the two order statistics around (n - 1) p. */
function quantile(sorted: Float64Array, p: number): number {
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN
  const part = position - below
  // Weighted, not low + part × (high - low): that overflows where the two are of opposite sign and huge.
  return part === 0 ? low : low * (1 - part) + high * part
}

/** Bins of equal width, at most 30; whole numbers over a short range get one bin each, centred. `sorted` is not empty. */
function histogramOf(sorted: Float64Array): Histogram {
  const min = sorted[0] ?? 0
  const max = sorted[sorted.length - 1] ?? 0
  if (min === max) return { edges: [min, max], counts: [sorted.length] }
  const whole = max - min < histogramBins && sorted.every((value) => Number.isInteger(value))
  const bins = whole ? max - min + 1 : Math.min(histogramBins, Math.ceil(Math.sqrt(sorted.length)) + 1)
  const start = whole ? min - 0.5 : min
  const end = whole ? max + 0.5 : max
  const edges = Array.from({ length: bins + 1 }, (_, bin) =>
    bin === bins ? end : start * (1 - bin / bins) + end * (bin / bins),
  )
  const counts = new Array<number>(bins).fill(0)
  let bin = 0
  for (const value of sorted) {
    while (bin < bins - 1 && value >= (edges[bin + 1] ?? end)) bin++
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { edges, counts }
}

function presentSorted(values: Float64Array): Float64Array {
  let present = 0
  const kept = new Float64Array(values.length)
  for (const value of values) if (value === value) kept[present++] = value
  return kept.subarray(0, present).sort()
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  if (Number.isFinite(sum)) return sum / values.length
  let mean = 0
  for (const value of values) mean += value / values.length
  return mean
}

function deviation(values: Float64Array, mean: number): number | null {
  let squares = 0
  let differences = 0
  for (const value of values) {
    const difference = value - mean
    squares += difference * difference
    differences += difference
  }
  const variance = (squares - (differences * differences) / values.length) / (values.length - 1)
  // Values near the end of float64's range: their squares overflow, and there is nothing sensible to show.
  return Number.isFinite(variance) ? Math.sqrt(Math.max(variance, 0)) : null
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}

/** Distinct values and the most frequent ones (of equally frequent ones the smallest first). */
function describeRuns(sorted: Float64Array): { distinct: number; top: { value: number; count: number }[] } {
  const top: { value: number; count: number }[] = []
  let distinct = 0
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start] ?? 0
    let end = start + 1
    while (end < sorted.length && sorted[end] === value) end++
    distinct++
    offer(top, value, end - start)
    start = end
  }
  return { distinct, top }
}

function offer(top: { value: number; count: number }[], value: number, count: number): void {
  const last = top[topLength - 1]
  if (last !== undefined && last.count >= count) return
  let at = top.length
  while (at > 0 && (top[at - 1]?.count ?? 0) < count) at--
  // -0 and 0 are one value; it is shown without the sign.
  top.splice(at, 0, { value: value === 0 ? 0 : value, count })
  if (top.length > topLength) top.pop()
}

/** How often each level occurs, most frequent first (then in the dictionary's order), at most 20. */
export function topLevels(
  codes: Int32Array,
  levels: readonly string[],
): { distinct: number; top: { value: string; count: number }[] } {
  const counts = new Int32Array(levels.length)
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  const best: { value: number; count: number }[] = []
  let distinct = 0
  counts.forEach((count, code) => {
    if (count === 0) return
    distinct++
    offer(best, code, count)
  })
  return { distinct, top: best.map(({ value, count }) => ({ value: levels[value] ?? '', count })) }
}

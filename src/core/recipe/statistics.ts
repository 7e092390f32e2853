import { compareText } from '../order.ts'
import { countCodes, type CategoriesColumn } from './columns.ts'

/** Mean and population standard deviation of the values that are not NaN. */
export interface Moments {
  count: number
  mean: number
  std: number
  min: number
  max: number
}

/**
 * Loops here and in the steps go by index: over a million rows, iterators and callbacks cost several times as much.
 *
 * Two passes: the mean, then the squares around it, so that a large offset costs no digits. Deviations are taken
 * in units of the range, so that their squares cannot overflow. `null` if every value is NaN.
 */
export function moments(values: Float64Array): Moments | null {
  let count = 0
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (value < min) min = value
    if (value > max) max = value
    if (!Number.isNaN(value)) count++
  }
  if (count === 0) return null
  if (min === max) return { count, mean: min, std: 0, min, max }

  // Summed around the middle, halved first, so that neither sum nor middle can overflow.
  const middle = min / 2 + max / 2
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (!Number.isNaN(value)) sum += (value - middle) / count
  }
  const mean = middle + sum
  const unit = max / 2 - min / 2
  let squares = 0
  let drift = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (Number.isNaN(value)) continue
    const deviation = (value - mean) / unit
    squares += deviation * deviation
    drift += deviation
  }
  // The correction removes what rounding of the mean adds (Chan, Golub and LeVeque, 1983, eq. 1.7).
  const variance = Math.max(0, (squares - (drift * drift) / count) / count)
  return { count, mean, std: unit * Math.sqrt(variance), min, max }
}

/** The middle of the values that are not NaN; of an even number, the mean of the two middle ones. NaN if none. */
export function median(values: Float64Array): number {
  const kept = presentValues(values)
  if (kept.length === 0) return NaN
  const upper = kept.length >> 1
  const high = selectNth(kept, upper)
  if (kept.length % 2 === 1) return high
  // After the selection all that is left of the middle is at most `high`.
  let low = -Infinity
  for (let i = 0; i < upper; i++) {
    const value = kept[i] ?? NaN
    if (value > low) low = value
  }
  return low / 2 + high / 2 === Infinity ? low : low + (high - low) / 2
}

/** A copy of the values that are not NaN. */
function presentValues(values: Float64Array): Float64Array {
  const kept = new Float64Array(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN
    if (!Number.isNaN(value)) kept[count++] = value
  }
  return kept.subarray(0, count)
}

/** Hoare's selection: afterwards values[n] is what a sort would put there, with nothing greater before it. */
function selectNth(values: Float64Array, n: number): number {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const pivot = values[(left + right) >> 1] ?? NaN
    let i = left
    let j = right
    while (i <= j) {
      while ((values[i] ?? NaN) < pivot) i++
      while ((values[j] ?? NaN) > pivot) j--
      if (i > j) break
      const kept = values[i] ?? NaN
      values[i++] = values[j] ?? NaN
      values[j--] = kept
    }
    if (n <= j) right = j
    else if (n >= i) left = i
    else break
  }
  return values[n] ?? NaN
}

/** The most frequent value; of several, the smallest. NaN if every value is NaN. */
export function modeOfNumbers(values: Float64Array): number {
  const sorted = presentValues(values).sort()
  let best = NaN
  let bestCount = 0
  let start = 0
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[start]) continue
    if (i - start > bestCount) {
      bestCount = i - start
      best = sorted[start] ?? NaN
    }
    start = i
  }
  return best
}

/** Levels that occur, most frequent first, ties in alphabetical order. */
export function levelsByFrequency(column: CategoriesColumn): { level: string; code: number; count: number }[] {
  const counts = countCodes(column.codes, column.levels.length)
  const present: { level: string; code: number; count: number }[] = []
  for (const [code, level] of column.levels.entries()) {
    const count = counts[code] ?? 0
    if (count > 0) present.push({ level, code, count })
  }
  return present.sort((a, b) => b.count - a.count || compareText(a.level, b.level))
}

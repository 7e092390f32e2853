/** A sorted copy of the values that are not NaN. */
export function sortedPresent(values: Float64Array): Float64Array {
  // A sort puts NaN last.
  const sorted = values.slice().sort()
  let count = sorted.length
  while (count > 0 && Number.isNaN(sorted[count - 1])) count--
  return sorted.subarray(0, count)
}

/**
 * A quantile of ascending values, linear between the two nearest (type 7 of Hyndman and Fan, 1996; NumPy's `linear`).
 * NaN if there is none.
 *
 * @param fraction 0 to 1
 */
export function quantileOf(sorted: ArrayLike<number>, fraction: number): number {
  const at = fraction * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return between(low, high, at - Math.floor(at))
}

/** From `low` (share 0) to `high` (share 1), also where they lie further apart than the largest number. */
export function between(low: number, high: number, share: number): number {
  const distance = high - low
  return Number.isFinite(distance) ? low + distance * share : low * (1 - share) + high * share
}

/**
 * The value below which `part` of `parts` equal shares of the ascending values lie; where a share ends between two
 * values, their middle (type 2 of Hyndman and Fan, 1996; NumPy's `averaged_inverted_cdf`). NaN if there is none.
 */
export function shareEnd(sorted: ArrayLike<number>, part: number, parts: number): number {
  const at = (sorted.length * part) / parts
  const last = sorted.length - 1
  const index = Math.floor(at)
  const next = sorted[Math.min(index, last)] ?? NaN
  const isBetween = (sorted.length * part) % parts === 0
  return isBetween ? between(sorted[Math.max(index - 1, 0)] ?? NaN, next, 0.5) : next
}

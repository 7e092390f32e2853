/**
 * Which of `values` to draw so that every extreme stays visible: the first and the last always, and of each of the
 * equal buckets between them the least and the greatest (min-max decimation). NaN is a gap; a bucket of gaps alone
 * keeps one of them.
 *
 * @param points the most indices to return, at least 4
 * @returns ascending indices; all of them if there are no more than `points`
 */
export function downsampleMinMax(values: ArrayLike<number>, points: number): Uint32Array {
  const length = values.length
  if (length <= points) return Uint32Array.from({ length }, (_, index) => index)
  const buckets = Math.max(1, Math.floor((points - 2) / 2))
  const inner = length - 2
  const chosen: number[] = [0]
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets)
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets)
    if (from >= to) continue
    const [least, greatest] = extremes(values, from, to)
    if (least === greatest) chosen.push(least)
    else chosen.push(Math.min(least, greatest), Math.max(least, greatest))
  }
  chosen.push(length - 1)
  return Uint32Array.from(chosen)
}

function extremes(values: ArrayLike<number>, from: number, to: number): [number, number] {
  let least = from
  let greatest = from
  for (let i = from; i < to; i++) {
    const value = values[i] ?? NaN
    if (Number.isNaN(value)) continue
    const low = values[least] ?? NaN
    const high = values[greatest] ?? NaN
    if (Number.isNaN(low) || value < low) least = i
    if (Number.isNaN(high) || value > high) greatest = i
  }
  return [least, greatest]
}

/**
 * Several curves over the same epochs share their places on the axis: the union of what each keeps with its part of
 * the `points`, so that a spike of any of them is drawn.
 */
export function downsampleTogether(curves: readonly ArrayLike<number>[], points: number): Uint32Array {
  const share = Math.max(4, Math.floor(points / Math.max(1, curves.length)))
  const chosen = new Set<number>()
  for (const curve of curves) for (const index of downsampleMinMax(curve, share)) chosen.add(index)
  return Uint32Array.from(chosen).sort()
}

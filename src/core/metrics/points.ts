export interface EvaluationPoint {
  row: number
  actual: number
  predicted: number
}

/**
 * At most `limit` points for a chart of predicted against actual, in the order of the actual value. Of each of
 * limit/2 equal groups of neighbours the least and the greatest error are kept, so no outlier is lost.
 */
export function choosePoints(
  rows: Uint32Array,
  actual: Float64Array,
  predicted: Float64Array,
  limit: number,
): EvaluationPoint[] {
  const errors = actual.map((value, index) => value - (predicted[index] ?? NaN))
  return Array.from(choosePlaces(actual, errors, limit), (place) => ({
    row: rows[place] ?? 0,
    actual: actual[place] ?? 0,
    predicted: predicted[place] ?? 0,
  }))
}

/**
 * At most `limit` places in the order of `x`: of each of limit/2 equal groups of neighbours those of the least and the greatest
 * error. Places without a finite error, or without an `x`, are left out.
 */
export function choosePlaces(x: Float64Array, errors: Float64Array, limit: number): Uint32Array {
  const known = Uint32Array.from(x, (_, place) => place).filter(
    (place) => Number.isFinite(errors[place] ?? NaN) && !Number.isNaN(x[place]),
  )
  known.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b)
  if (known.length <= limit) return known

  const error = (at: number): number => errors[known[at] ?? 0] ?? 0
  const groups = Math.floor(limit / 2)
  const places: number[] = []
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * known.length) / groups)
    const to = Math.floor(((group + 1) * known.length) / groups)
    let least = from
    let greatest = from
    for (let at = from; at < to; at++) {
      if (error(at) < error(least)) least = at
      if (error(at) > error(greatest)) greatest = at
    }
    const chosen = least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)]
    places.push(...chosen.map((at) => known[at] ?? 0))
  }
  return Uint32Array.from(places)
}

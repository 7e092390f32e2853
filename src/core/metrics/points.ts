export interface EvaluationPoint {
  row: number
  actual: number
  predicted: number
}

/** Of the places chosen, the share that stands for all; the others are the greatest errors along the axis. */
const USUAL_SHARE = 0.75

/** At most `limit` points for a chart of predicted against actual, in the order of the actual value, as `choosePlaces` has it. */
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
 * At most `limit` places in the order of `x`. Three in four are taken at equal distances of that order, whatever their error, so
 * that the picture is as dense as the rows are; the others are the least and the greatest error of equal groups of neighbours,
 * so that no outlier is lost. Places without a finite error, or without an `x`, are left out.
 */
export function choosePlaces(x: Float64Array, errors: Float64Array, limit: number): Uint32Array {
  const known = Uint32Array.from(x, (_, place) => place).filter(
    (place) => Number.isFinite(errors[place] ?? NaN) && !Number.isNaN(x[place]),
  )
  known.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || a - b)
  if (known.length <= limit) return known

  const error = (at: number): number => errors[known[at] ?? 0] ?? 0
  const usual = Math.floor(USUAL_SHARE * limit)
  const chosen = new Set(Array.from({ length: usual }, (_, i) => Math.floor(((i + 0.5) * known.length) / usual)))
  const groups = Math.floor((limit - usual) / 2)
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * known.length) / groups)
    const to = Math.floor(((group + 1) * known.length) / groups)
    let least = from
    let greatest = from
    for (let at = from; at < to; at++) {
      if (error(at) < error(least)) least = at
      if (error(at) > error(greatest)) greatest = at
    }
    chosen.add(least).add(greatest)
  }
  return Uint32Array.from(
    [...chosen].toSorted((a, b) => a - b),
    (at) => known[at] ?? 0,
  )
}

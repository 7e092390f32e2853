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
  const order = Uint32Array.from(actual, (_, index) => index)
  order.sort((a, b) => (actual[a] ?? 0) - (actual[b] ?? 0) || a - b)
  const finite = order.filter((index) => Number.isFinite(predicted[index] ?? NaN))
  const pointAt = (index: number): EvaluationPoint => ({
    row: rows[index] ?? 0,
    actual: actual[index] ?? 0,
    predicted: predicted[index] ?? 0,
  })
  if (finite.length <= limit) return Array.from(finite, pointAt)

  const error = (index: number): number => (actual[index] ?? 0) - (predicted[index] ?? 0)
  const groups = Math.floor(limit / 2)
  const points: EvaluationPoint[] = []
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * finite.length) / groups)
    const to = Math.floor(((group + 1) * finite.length) / groups)
    let least = from
    let greatest = from
    for (let at = from; at < to; at++) {
      if (error(finite[at] ?? 0) < error(finite[least] ?? 0)) least = at
      if (error(finite[at] ?? 0) > error(finite[greatest] ?? 0)) greatest = at
    }
    const chosen = least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)]
    for (const at of chosen) points.push(pointAt(finite[at] ?? 0))
  }
  return points
}

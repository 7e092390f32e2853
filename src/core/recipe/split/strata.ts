import type { Target } from '../target.ts'
import { ascendingOrder } from './ascendingOrder.ts'

export interface Strata {
  /** One a row. */
  codes: Int32Array
  count: number
}

/** What a split is stratified by: the class of each row, or the quantile bin of its target; null for no strata. */
export function strataOf(
  target: Target,
  rows: Uint32Array,
  { stratify, bins }: { stratify: boolean; bins?: number | undefined },
): Strata | null {
  if (!stratify) return null
  if (target.task === 'classification') {
    const codes = new Int32Array(rows.length)
    for (let i = 0; i < codes.length; i++) codes[i] = target.codes[rows[i] ?? 0] ?? -1
    return { codes, count: target.classes.length }
  }
  if (bins === undefined) return null
  const values = new Float64Array(rows.length)
  for (let i = 0; i < values.length; i++) values[i] = target.values[rows[i] ?? 0] ?? NaN
  return quantileBins(values, bins)
}

/**
 * Which of so many quantile bins each value falls into. The edges are quantiles by linear interpolation, bins are closed
 * at their upper edge, and edges that coincide are one, as in `pandas.qcut(values, bins, duplicates='drop')`.
 */
export function quantileBins(values: Float64Array, bins: number): Strata {
  const order = ascendingOrder(values)
  const last = order.length - 1
  const edges: number[] = []
  for (let bin = 1; bin < bins; bin++) {
    const at = (last * bin) / bins
    const low = values[order[Math.floor(at)] ?? 0] ?? NaN
    const high = values[order[Math.ceil(at)] ?? 0] ?? NaN
    const edge = low + (high - low) * (at - Math.floor(at))
    if (edge > (edges.at(-1) ?? -Infinity)) edges.push(edge)
  }
  const codes = new Int32Array(values.length)
  let bin = 0
  let used = -1
  let previous = -1
  for (let i = 0; i < order.length; i++) {
    const at = order[i] ?? 0
    const value = values[at] ?? NaN
    while (bin < edges.length && value > (edges[bin] ?? Infinity)) bin++
    // Bins that no value falls into have no number.
    if (bin !== previous) used++
    previous = bin
    codes[at] = used
  }
  return { codes, count: used + 1 }
}

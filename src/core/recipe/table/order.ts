import { compareText } from '../../order.ts'
import { isNumericColumn, type TableColumn } from '../../table.ts'
import { ascendingOrder } from '../split/ascendingOrder.ts'

/** The rows in the order of a column, those of equal value as they stand; missing values come last either way. */
export function orderBy(column: TableColumn, rows: Uint32Array, descending: boolean): Uint32Array {
  const keys = keysOf(column, rows)
  const known = new Uint32Array(rows.length)
  const missing = new Uint32Array(rows.length)
  let [count, gaps] = [0, 0]
  for (let i = 0; i < rows.length; i++) {
    if (Number.isFinite(keys[i] ?? NaN)) known[count++] = i
    else missing[gaps++] = i
  }
  const sign = descending ? -1 : 1
  const order = ascendingOrder(Float64Array.from(known.subarray(0, count), (at) => sign * (keys[at] ?? NaN)))
  const sorted = new Uint32Array(rows.length)
  for (let i = 0; i < count; i++) sorted[i] = rows[known[order[i] ?? 0] ?? 0] ?? 0
  for (let i = 0; i < gaps; i++) sorted[count + i] = rows[missing[i] ?? 0] ?? 0
  return sorted
}

/** Numbers in whose order the values stand, texts by their UTF-16 code units; NaN is missing. */
function keysOf(column: TableColumn, rows: Uint32Array): Float64Array {
  const keys = new Float64Array(rows.length)
  if (isNumericColumn(column)) {
    const { values } = column
    for (let i = 0; i < rows.length; i++) keys[i] = values[rows[i] ?? 0] ?? NaN
    return keys
  }
  const { codes, levels } = column
  const ranks = new Float64Array(levels.length)
  const sorted = levels.map((level, code) => ({ level, code })).sort((a, b) => compareText(a.level, b.level))
  for (const [rank, { code }] of sorted.entries()) ranks[code] = rank
  for (let i = 0; i < rows.length; i++) keys[i] = ranks[codes[rows[i] ?? 0] ?? -1] ?? NaN
  return keys
}

import { isNumericColumn, type TableColumn } from '../../table.ts'
import { ascendingOrder } from '../split/ascendingOrder.ts'

/** Rows in their order, series by series. */
export interface Sequences {
  /** Row numbers of the table. */
  rows: Uint32Array
  /** Where each series begins in `rows`, and last where the last one ends. */
  starts: Uint32Array
  /** What the order goes by, one a row of `rows`; their place where no column gives the order. */
  times: Float64Array
}

/**
 * The rows as series: those with the same value of `groupBy` (null: all) in the order of `orderBy` (null: as they
 * stand), equal ones as they stand. Rows without one of the two values belong to no series.
 *
 * @param rows ascending
 */
export function sequencesOf(rows: Uint32Array, orderBy: TableColumn | null, groupBy: TableColumn | null): Sequences {
  const order = orderBy === null ? null : numbersIn(orderBy, rows)
  const group = groupBy === null ? null : numbersIn(groupBy, rows)
  const places = new Uint32Array(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) if (isKnown(order, i) && isKnown(group, i)) places[count++] = i
  const inTime = sortedBy(order, places.subarray(0, count))
  const sorted = sortedBy(group, inTime)

  const sequences = { rows: new Uint32Array(count), times: new Float64Array(count) }
  const starts: number[] = []
  for (let i = 0; i < count; i++) {
    const at = sorted[i] ?? 0
    sequences.rows[i] = rows[at] ?? 0
    sequences.times[i] = order === null ? at : (order[at] ?? NaN)
    if (i === 0 || (group !== null && group[at] !== group[sorted[i - 1] ?? 0])) starts.push(i)
  }
  return { ...sequences, starts: Uint32Array.from([...starts, count]) }
}

/** The places in the order of their values, those of equal value as they stand. */
function sortedBy(values: Float64Array | null, places: Uint32Array): Uint32Array {
  if (values === null) return places
  const own = new Float64Array(places.length)
  for (let i = 0; i < own.length; i++) own[i] = values[places[i] ?? 0] ?? NaN
  const order = ascendingOrder(own)
  for (let i = 0; i < order.length; i++) order[i] = places[order[i] ?? 0] ?? 0
  return order
}

/** Codes of a category order as numbers do; -1 is missing. */
function numbersIn(column: TableColumn, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    if (isNumericColumn(column)) values[i] = column.values[row] ?? NaN
    else values[i] = (column.codes[row] ?? -1) < 0 ? NaN : (column.codes[row] ?? NaN)
  }
  return values
}

function isKnown(values: Float64Array | null, at: number): boolean {
  return values === null || Number.isFinite(values[at] ?? NaN)
}

/** Calls `each` with the beginning and end of every series that is not empty. */
export function eachSeries({ starts }: Sequences, each: (from: number, to: number) => void): void {
  for (let at = 0; at + 1 < starts.length; at++) {
    const [from, to] = [starts[at] ?? 0, starts[at + 1] ?? 0]
    if (to > from) each(from, to)
  }
}

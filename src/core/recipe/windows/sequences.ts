import { isNumericColumn, type TableColumn } from '../../table.ts'
import { ascendingOrder } from '../split/byTime.ts'

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
  const placed: number[] = []
  for (let i = 0; i < rows.length; i++) if (isKnown(order, i) && isKnown(group, i)) placed.push(i)

  const times = Float64Array.from(placed, (at) => order?.[at] ?? at)
  const groups = Float64Array.from(placed, (at) => group?.[at] ?? 0)
  const inTime = ascendingOrder(times)
  const inGroups = ascendingOrder(Float64Array.from(inTime, (at) => groups[at] ?? 0))
  const sorted = Uint32Array.from(inGroups, (at) => inTime[at] ?? 0)

  const starts: number[] = []
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || groups[sorted[i] ?? 0] !== groups[sorted[i - 1] ?? 0]) starts.push(i)
  }
  return {
    rows: Uint32Array.from(sorted, (at) => rows[placed[at] ?? 0] ?? 0),
    starts: Uint32Array.from([...starts, sorted.length]),
    times: Float64Array.from(sorted, (at) => times[at] ?? NaN),
  }
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

import { isNumericColumn, type Table, type TableColumn } from '../table.ts'

/**
 * Values of a model's raw inputs that rows are put together from. Columns may be of different lengths: a row takes one
 * cell of each.
 */
export interface Cells {
  columns: readonly TableColumn[]
}

/** For each column of some cells, which of its values each row takes. */
export type Picks = readonly Uint32Array[]

/** The named columns of some rows of a table; those that it lacks are left out, which means missing. */
export function cellsOf(table: Table, names: readonly string[], rows: Uint32Array): Cells {
  const columns = names.flatMap((name) => table.columns.find((column) => column.name === name) ?? [])
  return { columns: columns.map((column) => takenFrom(column, rows)) }
}

/** Rows put together from cells, as a table. */
export function pickedTable({ columns }: Cells, picks: Picks, rows: number): Table {
  return { rows, columns: columns.map((column, at) => takenFrom(column, picks[at] ?? new Uint32Array(rows))) }
}

/** Cells with numbers behind those of one column. */
export function withNumbers(cells: Cells, at: number, values: ArrayLike<number>): Cells {
  const columns = cells.columns.map((column, index) => {
    if (index !== at || !isNumericColumn(column)) return column
    const longer = new Float64Array(column.values.length + values.length)
    longer.set(column.values)
    longer.set(values, column.values.length)
    return { ...column, values: longer }
  })
  return { columns }
}

/** Cells with levels, by their codes, behind those of one column. */
export function withCodes(cells: Cells, at: number, codes: ArrayLike<number>): Cells {
  const columns = cells.columns.map((column, index) => {
    if (index !== at || isNumericColumn(column)) return column
    const longer = new Int32Array(column.codes.length + codes.length)
    longer.set(column.codes)
    longer.set(codes, column.codes.length)
    return { ...column, codes: longer }
  })
  return { columns }
}

/** How many values a column has. */
export function lengthOf(column: TableColumn): number {
  return isNumericColumn(column) ? column.values.length : column.codes.length
}

function takenFrom(column: TableColumn, rows: Uint32Array): TableColumn {
  if (isNumericColumn(column)) {
    const values = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i] ?? 0] ?? NaN
    return { ...column, values }
  }
  const codes = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i] ?? 0] ?? -1
  return { ...column, codes }
}

import type { ColumnKind } from '../shared/datasets.ts'

/** Numbers as parsed; dates in milliseconds since 1970-01-01 UTC. NaN is missing. Length: the table's rows. */
export interface NumericColumn {
  name: string
  kind: Extract<ColumnKind, 'number' | 'date'>
  values: Float64Array
}

/** Each row holds an index into `levels`, or -1 for missing. Length of codes: the table's rows. */
export interface CodedColumn {
  name: string
  kind: Extract<ColumnKind, 'category' | 'boolean' | 'text'>
  codes: Int32Array
  levels: string[]
}

export type TableColumn = NumericColumn | CodedColumn

/** Columns of equal length, names unique. The arrays may lie in shared memory. */
export interface Table {
  rows: number
  columns: TableColumn[]
  /** Of a sample: where each of its rows stands in the whole table. */
  rowNumbers?: Uint32Array | undefined
  /** Rows from this one on are of another table, for the test alone. */
  testFrom?: number | undefined
}

/** Rows of a table as their numbers in the whole table, where it is a sample. */
export function rowsOfWhole({ rowNumbers }: Table, rows: Uint32Array): Uint32Array {
  return rowNumbers === undefined ? rows : rows.map((row) => rowNumbers[row] ?? row)
}

export function isNumericColumn(column: TableColumn): column is NumericColumn {
  return column.kind === 'number' || column.kind === 'date'
}

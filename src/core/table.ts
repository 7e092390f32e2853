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
}

export function isNumericColumn(column: TableColumn): column is NumericColumn {
  return column.kind === 'number' || column.kind === 'date'
}

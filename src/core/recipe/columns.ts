import { DescentError } from '../../shared/errors.ts'
import type { Remedy } from '../../shared/datasets.ts'
import { isNumericColumn, type Table, type TableColumn } from '../table.ts'

/**
 * A column on its way through the steps, over a chosen set of rows. Values and codes have one entry a row; NaN or
 * code -1 is missing.
 */
export type WorkingColumn = NumbersColumn | CategoriesColumn | IndicatorColumn | IndexColumn

/** Numbers, or dates in milliseconds since 1970-01-01 UTC. */
export interface NumbersColumn {
  kind: 'number' | 'date'
  name: string
  /** The raw column it comes from. */
  from: string
  values: Float64Array
  /** What the numbers count, where the step that made them knows. */
  unit?: 'days'
}

export interface CategoriesColumn {
  kind: 'category'
  name: string
  from: string
  codes: Int32Array
  levels: readonly string[]
}

/** One level of a one-hot encoded column: `on` in the rows whose code is `code`, else `off`. Never missing. */
export interface IndicatorColumn {
  kind: 'indicator'
  name: string
  from: string
  /** Shared by all indicators of the column. */
  codes: Int32Array
  /** The name of the column that was encoded. */
  encoded: string
  /** How many levels the encoded column has. */
  levels: number
  code: number
  on: number
  off: number
}

/** Which of so many levels each row has, -1 for none. */
export interface IndexColumn {
  kind: 'index'
  name: string
  from: string
  codes: Int32Array
  levels: number
}

/** Why a recipe cannot give the network its inputs, in words a person can act on. */
export interface Problem {
  kind: string
  column: string
  /** The id of the step that cannot be fitted. */
  step?: string
  message: string
  hint: string
  remedies: Remedy[]
}

export function problemToError({ message, hint, column, step }: Problem): DescentError {
  return new DescentError('unusable-input', message, {
    hint,
    where: { column, ...(step === undefined ? {} : { step }) },
  })
}

export function ignoreRemedy(column: string): Remedy {
  return { kind: 'ignoreColumn', label: `Ignore “${column}”`, column }
}

/** Columns by name. */
export function indexColumns(table: Table): Map<string, TableColumn> {
  return new Map(table.columns.map((column) => [column.name, column]))
}

/** The chosen rows of a raw column, in the order given. Infinite numbers count as missing. */
export function gatherColumn(column: TableColumn, rows: Uint32Array): NumbersColumn | CategoriesColumn {
  if (isNumericColumn(column)) {
    const source = column.values
    const values = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) {
      const value = source[rows[i] ?? 0] ?? NaN
      values[i] = Number.isFinite(value) ? value : NaN
    }
    return { kind: column.kind, name: column.name, from: column.name, values }
  }
  const source = column.codes
  const codes = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) codes[i] = source[rows[i] ?? 0] ?? -1
  return { kind: 'category', name: column.name, from: column.name, codes, levels: column.levels }
}

/** Marks the rows in which a raw column is missing: flags has one entry a row of the table. */
export function markMissing(column: TableColumn, flags: Uint8Array): void {
  if (isNumericColumn(column)) {
    const { values } = column
    for (let row = 0; row < flags.length; row++) if (!Number.isFinite(values[row] ?? NaN)) flags[row] = 1
    return
  }
  const { codes } = column
  for (let row = 0; row < flags.length; row++) if ((codes[row] ?? -1) < 0) flags[row] = 1
}

export function countMissing(column: WorkingColumn): number {
  let missing = 0
  switch (column.kind) {
    case 'number':
    case 'date':
      for (let i = 0; i < column.values.length; i++) if (Number.isNaN(column.values[i])) missing++
      return missing
    case 'category':
      for (let i = 0; i < column.codes.length; i++) if ((column.codes[i] ?? -1) < 0) missing++
      return missing
    case 'indicator':
    case 'index':
      return 0
  }
}

/** How often each code occurs; missing values are left out. Length: the number of levels. */
export function countCodes(codes: Int32Array, levels: number): Uint32Array {
  const counts = new Uint32Array(levels)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? -1
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

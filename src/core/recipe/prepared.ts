import { constant, numberColumn, textColumn, where } from '../expression/build.ts'
import type { NumberExpression, TextExpression } from '../expression/types.ts'
import type { ColumnKind } from '../../shared/datasets.ts'

/** A column on its way through the steps, as an expression of a row's raw values. */
export type PreparedColumn = PreparedNumber | PreparedCategory | PreparedIndicator | PreparedIndex

/** Numbers, or dates as days since 1970-01-01 UTC. */
export interface PreparedNumber {
  kind: 'number' | 'date'
  name: string
  /** The feature it comes from; the first of several. */
  from: string
  value: NumberExpression
}

export interface PreparedCategory {
  kind: 'category'
  name: string
  from: string
  value: TextExpression
}

/** One level of an encoded column: `on` in the rows whose index is `code`, else `off`. Never missing. */
export interface PreparedIndicator {
  kind: 'indicator'
  name: string
  from: string
  /** Which of so many levels a row has, -1 for none; shared by all indicators of the column. */
  index: NumberExpression
  /** The name of the column that was encoded. */
  encoded: string
  levels: number
  code: number
  on: number
  off: number
}

/** Which of so many levels a row has, -1 for none: for an embedding. */
export interface PreparedIndex {
  kind: 'index'
  name: string
  from: string
  index: NumberExpression
  levels: number
}

/** A column of the table before any step. */
export function rawPrepared(name: string, kind: ColumnKind, precision: 'float32' | 'float64'): PreparedColumn {
  if (kind === 'number') return { kind, name, from: name, value: numberColumn(name, kind, precision) }
  // A day with its time of day has more digits than a float32.
  if (kind === 'date') return { kind, name, from: name, value: numberColumn(name, kind, 'float64') }
  return { kind: 'category', name, from: name, value: textColumn(name) }
}

/** The column's numbers; null for categories, indices, and dates that are not numbers yet. */
export function numberOf(column: PreparedColumn): NumberExpression | null {
  switch (column.kind) {
    case 'number':
      return column.value
    case 'indicator':
      return where(
        { op: 'compare', name: 'equal', x: column.index, y: constant(column.code) },
        constant(column.on),
        constant(column.off),
      )
    case 'date':
    case 'category':
    case 'index':
      return null
  }
}

import type { Table, TableColumn } from '../../../src/core/table.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'
import { columnsOfType, type ColumnType, type Row } from './trees.ts'

function columnOf(name: string, type: ColumnType, rows: readonly Row[]): TableColumn {
  const cells = rows.map((row) => row[name] ?? null)
  if (type === 'number') return numbers(name, cells as (number | null)[])
  if (type === 'date') {
    const milliseconds = (cells as (number | null)[]).map((days) => (days === null ? null : days * 86_400_000))
    return { ...numbers(name, milliseconds), kind: 'date' }
  }
  const texts = cells.map((cell) => (cell === null ? null : String(cell)))
  return coded(name, texts, type === 'boolean' ? 'boolean' : 'category')
}

/** The rows that formulas are tried on, as a table. */
export function tableOfRows(rows: readonly Row[]): Table {
  const types = Object.keys(columnsOfType) as ColumnType[]
  return tableOf(...types.flatMap((type) => columnsOfType[type].map((name) => columnOf(name, type, rows))))
}

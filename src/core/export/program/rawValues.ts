import { indexColumns } from '../../recipe/columns.ts'
import { isNumericColumn, type Table } from '../../table.ts'
import { millisecondsPerDay } from '../../time.ts'
import type { RawInput } from '../../../shared/recipes.ts'
import type { RawValue } from './vectors.ts'

/** The raw values of chosen rows, by column, as exported programs take them. A column the table lacks is missing. */
export function rawRows(inputs: readonly RawInput[], table: Table, rows: Uint32Array): Record<string, RawValue>[] {
  const columns = indexColumns(table)
  const readers = inputs.map(({ name, kind }): [string, (row: number) => RawValue] => {
    const column = columns.get(name)
    if (column === undefined) return [name, () => null]
    if (!isNumericColumn(column)) return [name, (row) => column.levels[column.codes[row] ?? -1] ?? null]
    const unit = kind === 'date' ? millisecondsPerDay : 1
    return [
      name,
      (row) => {
        const value = (column.values[row] ?? NaN) / unit
        return Number.isFinite(value) ? value : null
      },
    ]
  })
  return Array.from(rows, (row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)])))
}

import { formatDate } from '../../core/formatDate.ts'
import { indexColumns } from '../../core/recipe/columns.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { isNumericColumn } from '../../core/table.ts'
import type { TakenRow } from '../../shared/predictions.ts'
import type { ComputeOperations } from './protocol.ts'

/** A row of a split as the form for one row writes it, by raw column; what is missing is empty. */
export function rowValues({
  fitted,
  data,
  table: raw,
  split,
  index,
}: ComputeOperations['rowValues']['input']): TakenRow {
  const table = withSeries(raw, fitted.recipe, 'none')
  const of = data.rows[split]
  const rows = of.subarray(index, index + 1)
  const row = rows[0] ?? 0
  const columns = indexColumns(table)
  const textOf = (name: string): string => {
    const column = columns.get(name)
    if (column === undefined) return ''
    if (!isNumericColumn(column)) return column.levels[column.codes[row] ?? -1] ?? ''
    const value = column.values[row] ?? NaN
    if (!Number.isFinite(value)) return ''
    return column.kind === 'date' ? formatDate(value) : String(value)
  }
  const actual = actualTargets(table, fitted, rows)[0] ?? NaN
  return {
    row,
    of: of.length,
    values: Object.fromEntries(fitted.rawInputs.map(({ name }) => [name, textOf(name)])),
    actual: fitted.target.task === 'regression' ? String(actual) : (fitted.target.classes[actual] ?? ''),
  }
}

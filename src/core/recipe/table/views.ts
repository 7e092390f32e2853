import type { ColumnView, Step, StepPreview } from '../../../shared/recipes.ts'
import type { Table } from '../../table.ts'
import { countMissing, gatherColumn, type WorkingColumn } from '../columns.ts'
import { viewOf } from '../columnView.ts'

type MetColumn = StepPreview['columns'][number]

/** The column that a step of the table stage made, over the rows; null for any other step, and where a later one renamed it. */
function madeBy(step: Step, table: Table, rows: Uint32Array): WorkingColumn | null {
  if (step.kind !== 'formula' && step.kind !== 'rename') return null
  const column = table.columns.find(({ name }) => name === step.name)
  return column === undefined ? null : gatherColumn(column, rows)
}

/**
 * What a step of the table stage works on: the column it makes.
 *
 * @param table as the table stage leaves it
 */
export function columnsMade(step: Step, table: Table, rows: Uint32Array): MetColumn[] {
  const column = madeBy(step, table, rows)
  if (column === null) return []
  return [{ name: column.name, from: column.name, missing: countMissing(column), made: 1 }]
}

/** A column that a step of the table stage made or renamed; null for any other step. */
export function viewOfMade(
  step: Step,
  table: Table,
  rows: Uint32Array,
): { before: ColumnView | null; after: ColumnView[] } | null {
  const column = madeBy(step, table, rows)
  if (column === null) return null
  const after = viewOf(column)
  return { before: step.kind === 'rename' ? { ...after, name: step.column } : null, after: [after] }
}

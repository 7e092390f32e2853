import type { ColumnView, Step, StepPreview } from '../../../shared/recipes.ts'
import { countsDays } from '../../expression/days.ts'
import type { Table } from '../../table.ts'
import { countMissing, gatherColumn, type WorkingColumn } from '../columns.ts'
import { viewOf } from '../columnView.ts'
import { workingKind } from '../selection.ts'
import type { PreparedRows } from '../usableRows.ts'
import { fillsColumn } from '../windows/steps.ts'
import { namesGiven, type TableView, type ViewColumn } from './view.ts'

type MetColumn = StepPreview['columns'][number]
type Stage = Pick<PreparedRows, 'table' | 'worked' | 'features' | 'used'>

/** Made columns that a view shows. */
const maxMade = 12

/** The columns that a step of the table stage made, but for those that a later one renamed. */
function madeBy(step: Step, { table, used }: Stage): WorkingColumn[] {
  return namesGiven([step]).flatMap((name) => columnOf(table, name, used) ?? [])
}

/** Features whose gaps a step fills from neighbouring rows. */
function filledBy(step: Step, { features }: Stage): string[] {
  if (step.kind !== 'fillFromNeighbours') return []
  return features.filter(({ name, kind }) => fillsColumn(step, name, workingKind(kind))).map(({ name }) => name)
}

function columnOf(table: Table, name: string, rows: Uint32Array): WorkingColumn | null {
  const column = table.columns.find((other) => other.name === name)
  return column === undefined ? null : gatherColumn(column, rows)
}

/** Says of numbers that a step made, where they are days. */
function withUnit(column: WorkingColumn, { value }: Pick<ViewColumn, 'value'>): WorkingColumn {
  return column.kind === 'number' && value.type === 'number' && countsDays(value.x)
    ? { ...column, unit: 'days' }
    : column
}

/** What a step of the table stage works on: the columns it makes, or those it fills. */
export function columnsMade(step: Step, stage: Stage): MetColumn[] {
  const filled = filledBy(step, stage).flatMap((name) => columnOf(stage.table, name, stage.used) ?? [])
  return [...madeBy(step, stage), ...filled].map((column) => ({
    name: column.name,
    from: column.name,
    missing: countMissing(column),
    made: 1,
  }))
}

/**
 * The columns that a step of the table stage made, or the one called `shown` before and after it was filled; null for
 * any other step.
 *
 * @param columns as the steps of the table stage leave them
 */
export function viewOfMade(
  step: Step,
  stage: Stage,
  shown: string,
  columns: TableView['columns'],
): { before: ColumnView | null; after: ColumnView[] } | null {
  if (filledBy(step, stage).includes(shown)) {
    const [before, after] = [stage.table, stage.worked].map((table) => columnOf(table, shown, stage.used))
    return { before: before == null ? null : viewOf(before), after: after == null ? [] : [viewOf(after)] }
  }
  const made = madeBy(step, stage).map((column) => {
    const made = columns.get(column.name)
    return made === undefined ? column : withUnit(column, made)
  })
  const [first] = made
  if (first === undefined) return null
  const after = made.slice(0, maxMade).map(viewOf)
  return { before: step.kind === 'rename' ? { ...viewOf(first), name: step.column } : null, after }
}

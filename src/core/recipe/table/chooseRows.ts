import { assertNever } from '../../../shared/assertNever.ts'
import type { Step } from '../../../shared/recipes.ts'
import { evaluateBoolean } from '../../expression/evaluate.ts'
import { tableSource } from '../../expression/source.ts'
import { createRandom, shuffle } from '../../random.ts'
import type { Table, TableColumn } from '../../table.ts'
import { withoutDuplicates } from './duplicates.ts'
import { orderBy } from './order.ts'
import type { RowStep, ViewColumn } from './view.ts'

/** Rows that a step left out. */
export interface LeftOut {
  step: string
  reason: string
  count: number
}

/**
 * Takes rows through the steps that choose among them.
 *
 * @param table as it was read
 * @param rows row numbers, ascending
 * @param columnOf a column of the view, worked out
 * @returns the rows that are left, ascending
 */
export function chooseRows(
  table: Table,
  steps: readonly RowStep[],
  rows: Uint32Array,
  columnOf: (column: ViewColumn) => TableColumn,
): { rows: Uint32Array; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = []
  let ordered = rows
  for (const step of steps) {
    const left = afterStep(table, step, ordered, columnOf)
    const count = ordered.length - left.length
    if (count > 0) leftOut.push({ step: step.step.id, reason: reasonOf(step), count })
    ordered = left
  }
  return { rows: ordered.slice().sort(), leftOut }
}

function afterStep(
  table: Table,
  step: RowStep,
  rows: Uint32Array,
  columnOf: (column: ViewColumn) => TableColumn,
): Uint32Array {
  switch (step.kind) {
    case 'filterRows': {
      const flags = evaluateBoolean(tableSource(table), rows, step.keep)
      return rows.filter((_, index) => flags[index] === 1)
    }
    case 'dropDuplicates':
      return withoutDuplicates(step.columns.map(columnOf), rows, step.step.keep)
    case 'sampleRows':
      return sampleOf(rows, step.step)
    case 'sortRows':
      return orderBy(columnOf(step.column), rows, step.step.descending)
    default:
      return assertNever(step)
  }
}

/** Rows drawn at random, in the order given; a larger sample with the same seed holds the smaller one. */
function sampleOf(rows: Uint32Array, { size, unit, seed }: Extract<Step, { kind: 'sampleRows' }>): Uint32Array {
  const wanted = unit === 'rows' ? Math.round(size) : Math.round(size * rows.length)
  const count = Math.min(rows.length, Math.max(1, wanted))
  const places = Uint32Array.from({ length: rows.length }, (_, at) => at)
  shuffle(places, createRandom(seed))
  return places
    .slice(0, count)
    .sort()
    .map((at) => rows[at] ?? 0)
}

function reasonOf({ step }: RowStep): string {
  switch (step.kind) {
    case 'filterRows':
      return `Not ${step.formula.length > 60 ? `${step.formula.slice(0, 59)}…` : step.formula}`
    case 'dropDuplicates':
      return 'The same values as another row'
    case 'sampleRows':
    case 'sortRows':
      return 'Not in the sample'
  }
}

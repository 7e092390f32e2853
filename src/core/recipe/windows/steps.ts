import type { ColumnKind } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { FittedRecipe, Recipe, Step } from '../../../shared/recipes.ts'
import { enabledSteps } from '../enabledSteps.ts'
import { roleColumnAsRead } from '../roles.ts'
import { isSelected, type WorkingKind } from '../selection.ts'
import { unusable } from '../unusable.ts'

export type WindowStep = Extract<Step, { kind: 'window' }>
export type FillStep = Extract<Step, { kind: 'fillFromNeighbours' }>
export type SeriesStep = WindowStep | FillStep

/** A column that a `window` step derives. */
export interface WindowColumn {
  name: string
  kind: ColumnKind
  step: WindowStep
  /** Rows of the window, or back to the other row. */
  rows: number
}

/** The steps that look at the rows beside a row, in order. */
export function seriesSteps(recipe: Recipe): SeriesStep[] {
  return enabledSteps(recipe).filter(isSeriesStep)
}

/** Those that a prediction needs: a value ahead is the target alone. */
export function inputSteps(recipe: Recipe): SeriesStep[] {
  return seriesSteps(recipe).filter((step) => step.kind !== 'window' || step.statistic !== 'ahead')
}

export function isSeriesStep(step: Step): step is SeriesStep {
  return step.kind === 'window' || step.kind === 'fillFromNeighbours'
}

/** The columns that a step reads, but for those in which gaps are filled. */
export function seriesColumns(step: SeriesStep, recipe: Recipe): string[] {
  const { orderBy, groupBy } = seriesKeys(step, recipe)
  const keys = [orderBy, groupBy].flatMap((name) => name ?? [])
  return step.kind === 'window' ? [...new Set([step.column, ...keys])] : keys
}

/** Whether a step fills gaps of a column that is neither the target nor has the role time or group. */
export function fillsColumn(step: FillStep, name: string, kind: WorkingKind): boolean {
  if (name === step.orderBy || name === step.groupBy) return false
  return isSelected(step.columns, name, kind) && (step.method !== 'linear' || kind !== 'category')
}

/** What a model with series takes of a whole file beside its inputs, and which inputs it then derives itself. */
export function seriesOfModel(fitted: FittedRecipe): { inputs: string[]; derived: string[] } | null {
  const steps = inputSteps(fitted.recipe)
  if (steps.length === 0) return null
  const made = new Set(steps.flatMap((step) => (step.kind === 'window' ? windowNames(step) : [])))
  return {
    inputs: (fitted.seriesInputs ?? []).map(({ name }) => name),
    derived: fitted.rawInputs.map(({ name }) => name).filter((name) => made.has(name)),
  }
}

/** Columns that order and group the rows of a step's series; null where none does. */
export function seriesKeys(step: SeriesStep, recipe: Recipe): { orderBy: string | null; groupBy: string | null } {
  return {
    orderBy: step.orderBy ?? roleColumnAsRead(recipe, 'time'),
    groupBy: step.groupBy ?? roleColumnAsRead(recipe, 'group'),
  }
}

/** What a window's column is called: “sales lag 1”, “sales mean of last 7”. */
export function windowName({ column, statistic, present }: WindowStep, rows: number): string {
  switch (statistic) {
    case 'lag':
    case 'ahead':
      return `${column} ${statistic} ${rows}`
    case 'difference':
      return `${column} difference ${rows}${present ? '' : ' before'}`
    default:
      return `${column} ${statistic} of last ${rows}${present ? ' with this' : ''}`
  }
}

/** What all the columns of a window step are called. */
export function windowNames(step: WindowStep): string[] {
  return step.rows.map((rows) => windowName(step, rows))
}

/** The columns that a step derives of one of this kind. A value ahead is derived only to be the target. */
export function windowColumns(step: WindowStep, kind: ColumnKind, recipe: Recipe): WindowColumn[] {
  return [...new Set(step.rows)].flatMap((rows) => {
    const name = windowName(step, rows)
    if (step.statistic === 'ahead' && name !== recipe.target) return []
    return [{ name, step, rows, kind: isShift(step) ? kind : 'number' }]
  })
}

function isShift({ statistic }: WindowStep): boolean {
  return statistic === 'lag' || statistic === 'ahead'
}

/**
 * Refuses a step that cannot run on columns of these kinds.
 * Throws `unusable-input` where a column is gone or is of no use, and `usage` where the target would be among the inputs.
 */
export function requireSeries(step: SeriesStep, kinds: ReadonlyMap<string, ColumnKind>, recipe: Recipe): void {
  const { orderBy, groupBy } = seriesKeys(step, recipe)
  for (const name of [orderBy, groupBy]) if (name !== null) requireColumn(name, kinds)
  const orderKind = orderBy === null ? 'number' : kinds.get(orderBy)
  if (orderBy !== null && orderKind !== 'number' && orderKind !== 'date') {
    throw unusable(
      orderBy,
      `“${orderBy}” is to order the rows, and is read as ${orderKind}.`,
      `Read “${orderBy}” as date or number, or order by another column.`,
    )
  }
  if (step.kind === 'fillFromNeighbours') return
  const kind = requireColumn(step.column, kinds)
  if (kind !== 'number' && !isShift(step)) {
    throw unusable(
      step.column,
      `“${step.column}” is read as ${kind}, and has no ${step.statistic} over rows.`,
      'Use lags of it, or a column of numbers.',
    )
  }
  if (step.column === recipe.target && step.present && !isShift(step)) {
    throw new DescentError(
      'usage',
      `A window of “${step.column}” holds the row’s own target, which is to be predicted.`,
      {
        hint: 'Let the window end with the row before.',
        where: { column: step.column },
      },
    )
  }
}

function requireColumn(name: string, kinds: ReadonlyMap<string, ColumnKind>): ColumnKind {
  const kind = kinds.get(name)
  if (kind !== undefined) return kind
  if (name === '') {
    throw new DescentError('unusable-input', 'A step looks back over rows at no column yet.', {
      hint: 'Choose the column to look back at, or switch the step off.',
    })
  }
  throw unusable(
    name,
    `A series needs “${name}”, which is no column of the table as it was read.`,
    'Choose one of its columns; formulas and new names come later.',
  )
}

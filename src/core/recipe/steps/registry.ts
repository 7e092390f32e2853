import type { Step, StepState } from '../../../shared/recipes.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import type { Problem, WorkingColumn } from '../columns.ts'
import { applyDateToNumber, fitDateToNumber, type FittedDate } from './dateToNumber.ts'
import { applyImpute, fitImpute, type FittedImpute } from './impute.ts'
import { applyOneHot, fitOneHot, type FittedOneHot } from './oneHot.ts'
import { applyScale, fitMinMax, fitStandardize, type FittedScale } from './scale.ts'

/** What a step learned of one column. */
export type FittedColumn = FittedImpute | FittedDate | FittedOneHot | FittedScale

/**
 * Learns what a step needs of one column, from its training rows. `null` where the step does not apply to such a
 * column. Which rows are used was settled before, so `dropMissingRows` learns nothing.
 */
export function fitColumn(step: Step, column: WorkingColumn): FittedColumn | Problem | null {
  switch (step.kind) {
    case 'dropMissingRows':
      return null
    case 'impute':
      return fitImpute(step, column)
    case 'dateToNumber':
      return fitDateToNumber(column)
    case 'oneHot':
      return fitOneHot(step, column)
    case 'standardize':
      return fitStandardize(column)
    case 'minMax':
      return fitMinMax(column)
    default:
      return assertNever(step)
  }
}

/** Applies what was learned to any rows: each row's result depends on that row and the state alone. */
export function applyColumn(
  column: WorkingColumn,
  fitted: FittedColumn,
  nameOfLevel: (column: string, level: string) => string,
): WorkingColumn[] {
  switch (fitted.kind) {
    case 'impute':
      return [applyImpute(column, fitted)]
    case 'dateToNumber':
      return [applyDateToNumber(column)]
    case 'oneHot':
      return applyOneHot(column, fitted, (level) => nameOfLevel(column.name, level))
    case 'scale':
      return [applyScale(column, fitted)]
    default:
      return assertNever(fitted)
  }
}

/** The state of a step before any column is added to it. */
export function emptyState(step: Step, dropColumns: readonly string[]): StepState {
  switch (step.kind) {
    case 'dropMissingRows':
      return { kind: 'dropMissingRows', columns: [...dropColumns] }
    case 'impute':
      return { kind: 'impute', columns: [] }
    case 'dateToNumber':
      return { kind: 'dateToNumber', columns: [] }
    case 'oneHot':
      return { kind: 'oneHot', columns: [] }
    case 'standardize':
    case 'minMax':
      return { kind: 'scale', columns: [] }
    default:
      return assertNever(step)
  }
}

/** Adds one column's part to a step's state. */
export function addToState(state: StepState, fitted: FittedColumn): void {
  if (state.kind === 'impute' && fitted.kind === 'impute') {
    state.columns.push({ name: fitted.name, value: fitted.value })
  } else if (state.kind === 'dateToNumber' && fitted.kind === 'dateToNumber') {
    state.columns.push(fitted.name)
  } else if (state.kind === 'oneHot' && fitted.kind === 'oneHot') {
    state.columns.push({ name: fitted.name, levels: [...fitted.levels] })
  } else if (state.kind === 'scale' && fitted.kind === 'scale') {
    state.columns.push({ name: fitted.name, offset: fitted.offset, factor: fitted.factor })
  }
}

/** A step's state by column name, for application. */
export function fittedByName(state: StepState): Map<string, FittedColumn> {
  switch (state.kind) {
    case 'dropMissingRows':
      return new Map()
    case 'impute':
      return new Map(state.columns.map((column) => [column.name, { kind: 'impute', ...column }]))
    case 'dateToNumber':
      return new Map(state.columns.map((name) => [name, { kind: 'dateToNumber', name }]))
    case 'oneHot':
      return new Map(state.columns.map((column) => [column.name, { kind: 'oneHot', ...column }]))
    case 'scale':
      return new Map(state.columns.map((column) => [column.name, { kind: 'scale', ...column }]))
    default:
      return assertNever(state)
  }
}

import { assertNever } from '../../shared/assertNever.ts'
import type { ColumnView, Step, StepState } from '../../shared/recipes.ts'
import { MOST_NEAREST_ROWS } from '../../shared/recipes/missingValues.ts'
import { numberText } from './columnView.ts'
import { describeKind, kindTexts } from './describeKinds.ts'
import { describeNumbers, numberTexts } from './describeNumbers.ts'
import { count, list, nothingToDo, percent } from './describeWords.ts'
import { describeResampling } from './resample.ts'
import { describeTableStep } from './table/describe.ts'
import { describeOutlierRows } from './training/dropOutlierRows.ts'

/** A column that a step works on. */
type Before = Pick<ColumnView, 'name' | 'missing'>

/** What a fitted step does, in a sentence with its numbers. `before` are the columns it works on. */
export function describeStep(step: Step, state: StepState, before: readonly Before[], droppedRows: number): string {
  switch (state.kind) {
    case 'nothing':
      if (step.kind === 'resampleClasses') return describeResampling(step)
      if (step.kind === 'dropOutlierRows') return describeOutlierRows(step, droppedRows)
      return describeTableStep(step, droppedRows) ?? nothingToDo
    case 'dropMissingRows':
      return state.maxShare === 0
        ? `${count(droppedRows, 'row')} with a missing value in ${list(state.columns)} left out`
        : `${count(droppedRows, 'row')} missing in more than ${percent(state.maxShare)} of ${list(state.columns)} left out`
    case 'impute':
      return describeImpute(step, state, before)
    case 'dateToNumber':
      return state.columns.length === 0
        ? nothingToDo
        : `${list(state.columns.map(({ name }) => name))}: days since 1970-01-01`
    case 'oneHot': {
      if (state.columns.length === 0) return nothingToDo
      const inputs = state.columns.reduce((sum, { levels }) => sum + levels.length, 0)
      return `${list(state.columns.map(({ name }) => name))}: ${count(inputs, 'column')} of 0 and 1`
    }
    case 'scale':
    case 'log1p':
    case 'yeoJohnson':
    case 'quantile':
    case 'bin':
    case 'polynomial':
    case 'outliers':
      return describeNumbers(step, state)
    case 'missingIndicator':
    case 'dropColumns':
    case 'imputeIterative':
    case 'mapLevels':
    case 'lookup':
    case 'hash':
    case 'embed':
    case 'treatAsCategory':
    case 'dateParts':
    case 'textLength':
    case 'textWords':
      return describeKind(state)
    case 'imputeNearest': {
      const asked = step.kind === 'imputeNearest' ? step.maxRows : 0
      return asked > MOST_NEAREST_ROWS && state.rows.length === MOST_NEAREST_ROWS
        ? `${describeKind(state)}; it asks for ${count(asked, 'row')}, more than are ever compared`
        : describeKind(state)
    }
    default:
      return assertNever(state)
  }
}

function describeImpute(step: Step, state: Extract<StepState, { kind: 'impute' }>, before: readonly Before[]): string {
  const method = step.kind === 'impute' ? step.method : 'constant'
  const gappy = before.filter(({ missing }) => missing > 0)
  const total = gappy.reduce((sum, { missing }) => sum + missing, 0)
  if (state.columns.length === 0) return nothingToDo
  const [only] = gappy
  if (only === undefined) return `Nothing missing in ${list(state.columns.map(({ name }) => name))}`
  if (gappy.length > 1)
    return `${count(total, 'missing value')} in ${count(gappy.length, 'column')} become ${sharedFilling(step, method)}`
  const value = state.columns.find(({ name }) => name === only.name)?.value ?? ''
  const text = typeof value === 'number' ? numberText(value) : `“${value}”`
  return `${only.name}: ${count(total, 'missing value')} ${total === 1 ? 'becomes' : 'become'} ${text} (${method})`
}

/** What the gaps of several columns become: the same constant, or each column's own value. */
function sharedFilling(step: Step, method: string): string {
  if (step.kind !== 'impute' || step.method !== 'constant' || step.constant === undefined) return `the ${method}`
  return typeof step.constant === 'number' ? numberText(step.constant) : `“${step.constant}”`
}

/** The fitted numbers by column. */
export function fittedTexts(step: Step, state: StepState): { column: string; text: string }[] {
  switch (state.kind) {
    case 'nothing':
    case 'dropMissingRows':
      return []
    case 'impute':
      return state.columns.map(({ name, value }) => ({
        column: name,
        text: `missing becomes ${typeof value === 'number' ? numberText(value) : `“${value}”`}`,
      }))
    case 'dateToNumber':
      return state.columns.map(({ name }) => ({ column: name, text: 'days since 1970-01-01' }))
    case 'oneHot':
      return state.columns.map(({ name, levels }) => ({
        column: name,
        text: `${count(levels.length, 'level')}: ${list(levels)}`,
      }))
    case 'scale':
    case 'log1p':
    case 'yeoJohnson':
    case 'quantile':
    case 'bin':
    case 'polynomial':
    case 'outliers':
      return numberTexts(step, state)
    case 'missingIndicator':
    case 'dropColumns':
    case 'imputeNearest':
    case 'imputeIterative':
    case 'mapLevels':
    case 'lookup':
    case 'hash':
    case 'embed':
    case 'treatAsCategory':
    case 'dateParts':
    case 'textLength':
    case 'textWords':
      return kindTexts(state)
    default:
      return assertNever(state)
  }
}

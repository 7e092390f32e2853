import { assertNever } from '../../../shared/assertNever.ts'
import type { Step, StepState } from '../../../shared/recipes.ts'
import { dateToNumberFitter, expressDateToNumber } from './dateToNumber.ts'
import { expressImpute, imputeFitter } from './impute.ts'
import { expressOneHot, oneHotFitter } from './oneHot.ts'
import { expressScale, fitMinMax, fitStandardize, scaleFitter } from './scale.ts'
import { columnExpresser, type Expresser, type Fitter } from './step.ts'

/** What learns a step from the training rows; null for a step that learns nothing, because it derives columns or chooses rows. */
export function fitterOf(step: Step): Fitter | null {
  switch (step.kind) {
    case 'formula':
    case 'rename':
    case 'filterRows':
    case 'dropDuplicates':
    case 'sampleRows':
    case 'sortRows':
    case 'dropMissingRows':
      return null
    case 'impute':
      return imputeFitter(step)
    case 'dateToNumber':
      return dateToNumberFitter()
    case 'oneHot':
      return oneHotFitter(step)
    case 'standardize':
      return scaleFitter(fitStandardize)
    case 'minMax':
      return scaleFitter(fitMinMax)
    default:
      return assertNever(step)
  }
}

/** What a fitted step does to any rows: each row's result depends on that row and the state alone. */
export function expresserOf(state: StepState): Expresser {
  switch (state.kind) {
    case 'nothing':
    case 'dropMissingRows':
      return columnExpresser([], () => () => [])
    case 'impute':
      return columnExpresser(state.columns, expressImpute)
    case 'dateToNumber':
      return columnExpresser(state.columns, expressDateToNumber)
    case 'oneHot':
      return columnExpresser(state.columns, expressOneHot)
    case 'scale':
      return columnExpresser(state.columns, expressScale)
    default:
      return assertNever(state)
  }
}

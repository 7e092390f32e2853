import { assertNever } from '../../../shared/assertNever.ts'
import type { Step, StepState } from '../../../shared/recipes.ts'
import { dateToNumberFitter, expressDateToNumber } from './dateToNumber.ts'
import { expressImpute, imputeFitter } from './impute.ts'
import { expressOneHot, oneHotFitter } from './oneHot.ts'
import { datePartsFitter, expressDateParts } from './dateParts.ts'
import { dropSparseColumnsFitter, expressDropColumn } from './dropSparseColumns.ts'
import { embedFitter, expressEmbed } from './embed.ts'
import { frequencyFitter } from './frequency.ts'
import { expressHash, hashFitter } from './hash.ts'
import { expressIterative, imputeIterativeFitter } from './imputeIterative.ts'
import { expressNearest, imputeNearestFitter } from './imputeNearest.ts'
import { expressLookup } from './lookup.ts'
import { expressMapLevels, mergeLevelsFitter, rareLevelsFitter } from './mapLevels.ts'
import { expressMissingIndicator, missingIndicatorFitter } from './missingIndicator.ts'
import { ordinalFitter } from './ordinal.ts'
import { targetEncodeFitter } from './targetEncode.ts'
import { expressTextLength, textLengthFitter } from './textLength.ts'
import { expressTextWords, textWordsFitter } from './textWords.ts'
import { expressAsCategory, treatAsFitter } from './treatAs.ts'
import { binFitter, expressBins } from './bin.ts'
import { expressLog1p, log1pFitter } from './log1p.ts'
import { expressOutliers, outliersFitter } from './outliers.ts'
import { expressPolynomial, polynomialFitter } from './polynomial.ts'
import { expressQuantiles, quantileFitter } from './quantile.ts'
import { expressScale, fitMaxAbs, fitMinMax, fitStandardize, robustFitter, scaleFitter } from './scale.ts'
import { expressYeoJohnson, yeoJohnsonFitter } from './yeoJohnson.ts'
import { columnExpresser, type Expresser, type Fitter } from './step.ts'

/** What learns a step from the training rows; null for a step that learns nothing, because it derives columns or chooses rows. */
export function fitterOf(step: Step): Fitter | null {
  switch (step.kind) {
    case 'window':
    case 'fillFromNeighbours':
    case 'formula':
    case 'rename':
    case 'filterRows':
    case 'dropDuplicates':
    case 'sampleRows':
    case 'sortRows':
    case 'excludeRows':
    case 'dropMissingRows':
    case 'resampleClasses':
    case 'dropOutlierRows':
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
    case 'missingIndicator':
      return missingIndicatorFitter(step)
    case 'dropSparseColumns':
      return dropSparseColumnsFitter(step)
    case 'imputeNearest':
      return imputeNearestFitter(step)
    case 'imputeIterative':
      return imputeIterativeFitter(step)
    case 'rareLevels':
      return rareLevelsFitter(step)
    case 'mergeLevels':
      return mergeLevelsFitter(step)
    case 'ordinal':
      return ordinalFitter(step)
    case 'targetEncode':
      return targetEncodeFitter(step)
    case 'frequency':
      return frequencyFitter(step)
    case 'hash':
      return hashFitter(step)
    case 'embed':
      return embedFitter(step)
    case 'treatAs':
      return treatAsFitter(step)
    case 'dateParts':
      return datePartsFitter(step)
    case 'textLength':
      return textLengthFitter(step)
    case 'textWords':
      return textWordsFitter(step)
    case 'robust':
      return robustFitter(step)
    case 'maxAbs':
      return scaleFitter(fitMaxAbs)
    case 'log1p':
      return log1pFitter(step)
    case 'yeoJohnson':
      return yeoJohnsonFitter(step)
    case 'quantile':
      return quantileFitter(step)
    case 'bin':
      return binFitter(step)
    case 'polynomial':
      return polynomialFitter(step)
    case 'outliers':
      return outliersFitter(step)
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
    case 'missingIndicator':
      return columnExpresser(state.columns, expressMissingIndicator)
    case 'dropColumns':
      return columnExpresser(state.columns, expressDropColumn)
    case 'imputeNearest':
      return { scope: 'table', express: expressNearest(state) }
    case 'imputeIterative':
      return { scope: 'table', express: expressIterative(state) }
    case 'mapLevels':
      return columnExpresser(state.columns, expressMapLevels)
    case 'lookup':
      return columnExpresser(state.columns, expressLookup)
    case 'hash':
      return columnExpresser(state.columns, expressHash)
    case 'embed':
      return columnExpresser(state.columns, expressEmbed)
    case 'treatAsCategory':
      return columnExpresser(state.columns, expressAsCategory)
    case 'dateParts':
      return columnExpresser(state.columns, expressDateParts)
    case 'textLength':
      return columnExpresser(state.columns, expressTextLength)
    case 'textWords':
      return columnExpresser(state.columns, expressTextWords)
    case 'log1p':
      return columnExpresser(state.columns, expressLog1p)
    case 'yeoJohnson':
      return columnExpresser(state.columns, expressYeoJohnson)
    case 'quantile':
      return columnExpresser(state.columns, (fitted) => expressQuantiles(fitted, state.output))
    case 'bin':
      return columnExpresser(state.columns, (fitted) => expressBins(fitted, state.output))
    case 'polynomial':
      return { scope: 'table', express: expressPolynomial(state) }
    case 'outliers':
      return columnExpresser(state.columns, (fitted) => expressOutliers(fitted, state.action))
    default:
      return assertNever(state)
  }
}

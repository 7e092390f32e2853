import { assertNever } from '../../shared/assertNever.ts'
import type { Step, StepState } from '../../shared/recipes.ts'
import { numberText } from './columnView.ts'
import { count, list, nothingToDo } from './describeWords.ts'
import { intervalTexts } from './steps/bin.ts'

/** States of the steps for numbers. */
export type NumberState = Extract<
  StepState,
  { kind: 'scale' | 'log1p' | 'yeoJohnson' | 'quantile' | 'bin' | 'polynomial' | 'outliers' }
>

/** What a fitted step does, in a sentence with its numbers. */
export function describeNumbers(step: Step, state: NumberState): string {
  if (state.columns.length === 0) return nothingToDo
  const names = list(state.columns.map(({ name }) => name))
  switch (state.kind) {
    case 'scale':
      return `${names}: ${scaleSummary(step)}`
    case 'log1p':
      return `${names}: ${state.columns.every(({ signed }) => signed) ? 'sign(x) log(1 + |x|)' : 'log(1 + x)'}`
    case 'yeoJohnson':
      return `${names}: the power transformation closest to a normal distribution`
    case 'quantile':
      return `${names}: the share of training rows below${state.output === 'normal' ? ', as a normal quantile' : ''}`
    case 'bin': {
      const made = state.columns.map(({ edges }) => edges.length + 1)
      const least = Math.min(...made)
      const most = Math.max(...made)
      return `${names}: ${least === most ? count(least, 'interval') : `${least} to ${most} intervals`}`
    }
    case 'polynomial':
      return `${count(state.products.length, 'product')} of ${names}`
    case 'outliers':
      return `${names}: what is out of range ${outlierActions[state.action]}`
    default:
      return assertNever(state)
  }
}

const outlierActions = { clip: 'is moved to its end', missing: 'becomes missing', mark: 'is marked by a 0/1 column' }

function scaleSummary(step: Step): string {
  switch (step.kind) {
    case 'minMax':
      return 'training range to 0 … 1'
    case 'robust':
      return step.smoothClip ? 'median 0, middle half 1 wide, clipped smoothly at ±3' : 'median 0, middle half 1 wide'
    case 'maxAbs':
      return 'largest size to 1'
    default:
      return 'mean 0, standard deviation 1'
  }
}

/** The fitted numbers by column. */
export function numberTexts(step: Step, state: NumberState): { column: string; text: string }[] {
  switch (state.kind) {
    case 'scale':
      return state.columns.map(({ name, offset, factor }) => ({ column: name, text: scaleText(step, offset, factor) }))
    case 'log1p':
    case 'polynomial':
      return []
    case 'yeoJohnson':
      return state.columns.map(({ name, lambda }) => ({ column: name, text: `λ ${numberText(lambda)}` }))
    case 'quantile':
      return state.columns.map(({ name, quantiles }) => ({ column: name, text: quantilesText(quantiles) }))
    case 'bin':
      return state.columns.map(({ name, edges }) => ({ column: name, text: list(intervalTexts(edges)) }))
    case 'outliers':
      return state.columns.map(({ name, fences }) => ({
        column: name,
        text:
          fences === null
            ? 'varies too little for outliers'
            : `range ${numberText(fences.low)} … ${numberText(fences.high)}`,
      }))
    default:
      return assertNever(state)
  }
}

function scaleText(step: Step, offset: number, factor: number): string {
  if (factor === 0) return `always ${numberText(offset)} in training: becomes 0`
  const spread = 1 / factor
  switch (step.kind) {
    case 'minMax':
      return `${numberText(offset)} … ${numberText(offset + spread)}`
    case 'robust':
      return `median ${numberText(offset)}, middle half ${numberText(spread)} wide`
    case 'maxAbs':
      return `largest size ${numberText(spread)}`
    default:
      return `mean ${numberText(offset)}, standard deviation ${numberText(spread)}`
  }
}

function quantilesText(quantiles: readonly number[]): string {
  const low = numberText(quantiles[0] ?? NaN)
  if (quantiles.length < 2) return `always ${low} in training: becomes 0`
  return `${count(quantiles.length, 'quantile')} from ${low} to ${numberText(quantiles.at(-1) ?? NaN)}`
}

import type { Step, StepState } from '../../../shared/recipes.ts'
import { fitChain } from '../imputation/chainedRegressions.ts'
import { expressFilled, standardizeSample } from '../imputation/standardized.ts'
import { isProblem, type ExpressTable, type TableFitter } from './step.ts'

export type IterativeState = Extract<StepState, { kind: 'imputeIterative' }>

/** Gaps become what chained ridge regressions make of the other columns; see `fitChain`. */
export function imputeIterativeFitter(step: Extract<Step, { kind: 'imputeIterative' }>): TableFitter {
  return {
    scope: 'table',
    fit: (columns, { onProgress }) => {
      const sample = standardizeSample(columns, step)
      if (isProblem(sample)) return sample
      const chain = fitChain(sample.values, { ...step, onProgress })
      const state: IterativeState = { kind: 'imputeIterative', columns: sample.columns, chain }
      return { state, express: expressIterative(state) }
    },
  }
}

export function expressIterative({ columns, chain }: IterativeState): ExpressTable {
  return expressFilled(columns, (xs) => xs.map((_, target) => ({ op: 'chainedRegressions', xs, chain, target })))
}

import { MOST_NEAREST_ROWS } from '../../../shared/recipes/missingValues.ts'
import type { Step, StepState } from '../../../shared/recipes.ts'
import { expressFilled, standardizeSample } from '../imputation/standardized.ts'
import { isProblem, type ExpressTable, type TableFitter } from './step.ts'

export type NearestState = Extract<StepState, { kind: 'imputeNearest' }>

/** Gaps become the mean of the nearest training rows, as scikit-learn's KNNImputer on standardized columns has it. */
export function imputeNearestFitter(step: Extract<Step, { kind: 'imputeNearest' }>): TableFitter {
  return {
    scope: 'table',
    fit: (columns) => {
      const { maxRows, seed } = step
      const sample = standardizeSample(columns, { maxRows: Math.min(maxRows, MOST_NEAREST_ROWS), seed })
      if (isProblem(sample)) return sample
      const { neighbours, weighting } = step
      const rows = Array.from({ length: sample.rows }, (_, row) =>
        sample.values.map((values) => {
          const value = values[row] ?? NaN
          return Number.isNaN(value) ? null : value
        }),
      )
      const state: NearestState = { kind: 'imputeNearest', columns: sample.columns, neighbours, weighting, rows }
      return { state, express: expressNearest(state) }
    },
  }
}

export function expressNearest({ columns, rows, neighbours, weighting }: NearestState): ExpressTable {
  const reference = Float64Array.from(rows.flat(), (value) => value ?? NaN)
  return expressFilled(columns, (xs) =>
    // Where no row is near, the mean, which is 0 of standardized columns.
    xs.map((_, target) => ({ op: 'nearestMean', xs, reference, target, neighbours, weighting, otherwise: 0 })),
  )
}

import type { Step, StepState } from '../../../shared/recipes.ts'
import { binary, constant, less, where } from '../../expression/build.ts'
import type { BooleanExpression, NumberExpression } from '../../expression/types.ts'
import { fencesOf, percentileFences, usualLimit, usualShare, type Fences } from '../numbers/fences.ts'
import type { WorkingColumn } from '../columns.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type OutlierStep = Extract<Step, { kind: 'outliers' }>
export type OutlierAction = Extract<StepState, { kind: 'outliers' }>['action']

export interface FittedOutliers {
  name: string
  /** null where the column varies too little for fences. */
  fences: Fences | null
}

/** Fences of the training rows. `null` for a column that is not numeric, and for a 0/1 column, which has no outliers. */
function fitOutliers({ method, limit, share }: OutlierStep, column: WorkingColumn): FittedOutliers | null {
  if (column.kind !== 'number') return null
  const { name, values } = column
  if (method === 'percentiles') return { name, fences: percentileFences(values, share ?? usualShare) }
  return { name, fences: fencesOf(values, method, limit ?? usualLimit[method]) }
}

export function expressOutliers({ fences }: FittedOutliers, action: OutlierAction): ExpressColumn {
  if (fences === null) return (column) => [column]
  const low = constant(fences.low)
  const high = constant(fences.high)
  const isOutlier = (x: NumberExpression): BooleanExpression => ({ op: 'or', x: less(x, low), y: less(high, x) })
  return (column, nameOf) => {
    if (column.kind !== 'number') return [column]
    const { name, from, value } = column
    switch (action) {
      case 'clip':
        return [{ ...column, value: binary('maximum', binary('minimum', value, high), low) }]
      case 'missing':
        return [{ ...column, value: where(isOutlier(value), constant(NaN), value) }]
      case 'mark': {
        const mark = where(isOutlier(value), constant(1), constant(0))
        return [column, { kind: 'number', name: nameOf(`${name} is outlier`), from, value: mark }]
      }
    }
  }
}

export function outliersFitter(step: OutlierStep): Fitter {
  const { action } = step
  return columnFitter(
    (column) => fitOutliers(step, column),
    (fitted) => expressOutliers(fitted, action),
    (columns) => ({ kind: 'outliers', action, columns }),
  )
}

import type { Step, StepState } from '../../../shared/recipes.ts'
import { binary, constant } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { normalQuantile } from '../numbers/normalQuantile.ts'
import { quantileMap, quantilesOf } from '../numbers/quantileMap.ts'
import type { WorkingColumn } from '../columns.ts'
import { elementwise, sortedNumbers } from './elementwise.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type QuantileStep = Extract<Step, { kind: 'quantile' }>
export type QuantileOutput = Extract<StepState, { kind: 'quantile' }>['output']

export interface FittedQuantiles {
  name: string
  /** At equal distances from the smallest to the largest value; one alone for a column that does not vary. */
  quantiles: number[]
}

/** Of the training rows. `null` for a column that is not numeric or has no value at all. */
function fitQuantiles(step: QuantileStep, column: WorkingColumn): FittedQuantiles | null {
  const sorted = sortedNumbers(column)
  if (sorted === null || sorted.length === 0) return null
  const rows = column.kind === 'number' ? column.values.length : sorted.length
  return { name: column.name, quantiles: quantilesOf(sorted, step.quantiles, rows) }
}

/** Shares nearer to 0 or 1 are taken for this near, as scikit-learn does: normal results end at ±5.2. */
const leastShare = 1e-7 - Number.EPSILON

/**
 * The share of the training rows below a value, 0 to 1, or the normal quantile of it (scikit-learn's
 * `QuantileTransformer`, but that it takes values within 1e-7 of the ends for the ends, whatever their unit). A column
 * that does not vary becomes 0.
 */
export function expressQuantiles({ quantiles }: FittedQuantiles, output: QuantileOutput): ExpressColumn {
  if (quantiles.length < 2) return elementwise((x) => binary('multiply', x, constant(0)))
  const map = quantileMap(quantiles)
  return elementwise((x) => {
    const share: NumberExpression = { op: 'interpolate', x, ...map }
    if (output === 'uniform') return share
    return normalQuantile(binary('maximum', binary('minimum', share, constant(1 - leastShare)), constant(leastShare)))
  })
}

export function quantileFitter(step: QuantileStep): Fitter {
  const { output } = step
  return columnFitter(
    (column) => fitQuantiles(step, column),
    (fitted) => expressQuantiles(fitted, output),
    (columns) => ({ kind: 'quantile', output, columns }),
  )
}

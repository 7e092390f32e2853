import type { Step } from '../../../shared/recipes.ts'
import { binary, constant, less, scaled, unary, where } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { fitYeoJohnson } from '../numbers/fitYeoJohnson.ts'
import { isLogarithm, largestExponent, yeoJohnson } from '../numbers/yeoJohnson.ts'
import type { WorkingColumn } from '../columns.ts'
import { elementwise } from './elementwise.ts'
import { fitStandardize } from './scale.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** (the transformation - offset) * factor */
export interface FittedYeoJohnson {
  name: string
  lambda: number
  offset: number
  factor: number
}

/**
 * λ by maximum likelihood, then mean 0 and standard deviation 1 if asked, as scikit-learn's `PowerTransformer`; a
 * constant column becomes 0. Of a 0/1 column a power changes but the scale, so λ is 1. `null` for a column that is not
 * numeric or has no value at all.
 */
function fitPower(
  { standardize }: Extract<Step, { kind: 'yeoJohnson' }>,
  column: WorkingColumn,
): FittedYeoJohnson | null {
  const lambda = column.kind === 'number' ? fitYeoJohnson(column.values) : 1
  const moved =
    column.kind === 'number' && lambda !== 1 ? { ...column, values: transformed(column.values, lambda) } : column
  const scale = fitStandardize(moved)
  if (scale === null) return null
  return standardize ? { ...scale, lambda } : { name: column.name, lambda, offset: 0, factor: 1 }
}

function transformed(values: Float64Array, lambda: number): Float64Array {
  const moved = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) moved[i] = yeoJohnson(values[i] ?? NaN, lambda)
  return moved
}

export function expressYeoJohnson({ lambda, offset, factor }: FittedYeoJohnson): ExpressColumn {
  return elementwise((x) => scaled(lambda === 1 ? x : power(x, lambda), offset, factor))
}

/** `yeoJohnson` as an expression. */
function power(x: NumberExpression, lambda: number): NumberExpression {
  const log = unary('logarithm1Plus', unary('absolute', x))
  const raised = (p: number): NumberExpression => {
    if (isLogarithm(p)) return log
    const exponent = binary('minimum', binary('multiply', log, constant(p)), constant(largestExponent))
    return binary('divide', unary('exponentialMinus1', exponent), constant(p))
  }
  return where(less(x, constant(0)), unary('negate', raised(2 - lambda)), raised(lambda))
}

export function yeoJohnsonFitter(step: Extract<Step, { kind: 'yeoJohnson' }>): Fitter {
  return columnFitter(
    (column) => fitPower(step, column),
    expressYeoJohnson,
    (columns) => ({ kind: 'yeoJohnson', columns }),
  )
}

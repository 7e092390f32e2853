import type { Step } from '../../../shared/recipes.ts'
import { binary, constant, scaled, unary } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { quantileOf } from '../numbers/quantiles.ts'
import { moments, type Moments } from '../statistics.ts'
import type { IndicatorColumn, WorkingColumn } from '../columns.ts'
import { countHits, elementwise, sortedNumbers } from './elementwise.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** (x - offset) * factor, clipped smoothly if asked */
export interface FittedScale {
  name: string
  offset: number
  factor: number
  smoothClip?: true | undefined
}

/**
 * To mean 0 and standard deviation 1 (population) over the training rows; a constant column becomes 0.
 * `null` for a column that is not numeric or has no value at all.
 */
export function fitStandardize(column: WorkingColumn): FittedScale | null {
  const found = momentsOf(column)
  if (found === null) return null
  return { name: column.name, offset: found.mean, factor: reciprocal(found.std) }
}

/** The training range to 0 … 1; a constant column becomes 0. `null` as for `fitStandardize`. */
export function fitMinMax(column: WorkingColumn): FittedScale | null {
  const found = momentsOf(column)
  if (found === null) return null
  return { name: column.name, offset: found.min, factor: reciprocal(found.max - found.min) }
}

/**
 * (x - median) / interquartile range, as scikit-learn's `RobustScaler`; where the middle half does not vary, half the
 * range instead; a constant column becomes 0. So, and with the smooth clipping, RealMLP scales numbers (Holzmüller,
 * Grinsztajn and Steinwart, 2024, arXiv:2407.04491, section 3.1). `null` as for `fitStandardize`.
 */
function fitRobust({ smoothClip }: Extract<Step, { kind: 'robust' }>, column: WorkingColumn): FittedScale | null {
  const sorted = sortedNumbers(column)
  if (sorted === null || sorted.length === 0) return null
  const middleHalf = quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)
  const range = quantileOf(sorted, 1) - quantileOf(sorted, 0)
  const spread = middleHalf > 0 ? middleHalf : range / 2
  const fitted = { name: column.name, offset: quantileOf(sorted, 0.5), factor: reciprocal(spread) }
  return smoothClip ? { ...fitted, smoothClip } : fitted
}

/** x / the largest |x|, as scikit-learn's `MaxAbsScaler`. `null` as for `fitStandardize`. */
export function fitMaxAbs(column: WorkingColumn): FittedScale | null {
  const found = momentsOf(column)
  if (found === null) return null
  return { name: column.name, offset: 0, factor: reciprocal(Math.max(Math.abs(found.min), Math.abs(found.max))) }
}

/** The factor of a column that does not vary is 0. */
function reciprocal(spread: number): number {
  const factor = 1 / spread
  return Number.isFinite(factor) ? factor : 0
}

function momentsOf(column: WorkingColumn): Moments | null {
  switch (column.kind) {
    case 'number':
      return moments(column.values)
    case 'indicator':
      return momentsOfIndicator(column)
    case 'category':
    case 'date':
    case 'index':
      return null
  }
}

function momentsOfIndicator(column: IndicatorColumn): Moments | null {
  const { codes, on, off } = column
  const count = codes.length
  if (count === 0) return null
  const hits = countHits(column)
  const share = hits / count
  const values = hits === 0 ? [off] : hits === count ? [on] : [off, on]
  return {
    count,
    mean: off + (on - off) * share,
    std: Math.abs(on - off) * Math.sqrt(share * (1 - share)),
    min: Math.min(...values),
    max: Math.max(...values),
  }
}

export function expressScale({ offset, factor, smoothClip }: FittedScale): ExpressColumn {
  return elementwise((x) => {
    const y = scaled(x, offset, factor)
    return smoothClip === true ? smoothlyClipped(y) : y
  })
}

/** |y| beyond it is clipped to 3 by the rounding of float64 alone, and the square of a far larger y would overflow. */
const fullyClipped = 1e9

/** y / sqrt(1 + (y / 3)²): hardly changed near 0, never beyond ±3. */
function smoothlyClipped(y: NumberExpression): NumberExpression {
  const within = binary('maximum', binary('minimum', y, constant(fullyClipped)), constant(-fullyClipped))
  const third = binary('divide', within, constant(3))
  const size = unary('squareRoot', binary('add', constant(1), binary('multiply', third, third)))
  return binary('divide', within, size)
}

export function scaleFitter(fit: (column: WorkingColumn) => FittedScale | null): Fitter {
  return columnFitter(fit, expressScale, (columns) => ({ kind: 'scale', columns }))
}

export function robustFitter(step: Extract<Step, { kind: 'robust' }>): Fitter {
  return scaleFitter((column) => fitRobust(step, column))
}

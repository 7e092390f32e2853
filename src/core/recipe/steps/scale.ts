import { scaled } from '../../expression/build.ts'
import { moments, type Moments } from '../statistics.ts'
import type { IndicatorColumn, WorkingColumn } from '../columns.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** (x - offset) * factor */
export interface FittedScale {
  name: string
  offset: number
  factor: number
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

function momentsOfIndicator({ codes, code, on, off }: IndicatorColumn): Moments | null {
  const count = codes.length
  if (count === 0) return null
  let hits = 0
  for (let i = 0; i < count; i++) if (codes[i] === code) hits++
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

export function expressScale({ offset, factor }: FittedScale): ExpressColumn {
  return (column) => {
    switch (column.kind) {
      case 'number':
        return [{ ...column, value: scaled(column.value, offset, factor) }]
      case 'indicator':
        return [{ ...column, on: (column.on - offset) * factor, off: (column.off - offset) * factor }]
      case 'category':
      case 'date':
      case 'index':
        return [column]
    }
  }
}

export function scaleFitter(fit: (column: WorkingColumn) => FittedScale | null): Fitter {
  return columnFitter(fit, expressScale, (columns) => ({ kind: 'scale', columns }))
}

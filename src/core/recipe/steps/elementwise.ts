import { constant } from '../../expression/build.ts'
import { evaluateNumber } from '../../expression/evaluate.ts'
import type { Source } from '../../expression/source.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { sortedPresent } from '../numbers/quantiles.ts'
import type { IndicatorColumn, WorkingColumn } from '../columns.ts'
import type { ExpressColumn } from './step.ts'

const noColumns: Source = { numbers: () => null, texts: () => null }

/** What an operation on each number makes of a column; of a 0/1 column, of its two numbers. Others stay as they are. */
export function elementwise(operation: (x: NumberExpression) => NumberExpression): ExpressColumn {
  const valueAt = (x: number): number => evaluateNumber(noColumns, 1, operation(constant(x)))[0] ?? NaN
  return (column) => {
    switch (column.kind) {
      case 'number':
        return [{ ...column, value: operation(column.value) }]
      case 'indicator':
        return [{ ...column, on: valueAt(column.on), off: valueAt(column.off) }]
      case 'category':
      case 'date':
      case 'index':
        return [column]
    }
  }
}

/** The column's numbers, ascending, without missing ones; null for a column that holds none of numbers. */
export function sortedNumbers(column: WorkingColumn): Float64Array | null {
  switch (column.kind) {
    case 'number':
      return sortedPresent(column.values)
    case 'indicator': {
      const { codes, on, off } = column
      const hits = countHits(column)
      const sorted = new Float64Array(codes.length)
      return on < off ? sorted.fill(on, 0, hits).fill(off, hits) : sorted.fill(off).fill(on, codes.length - hits)
    }
    case 'category':
    case 'date':
    case 'index':
      return null
  }
}

/** In how many rows a 0/1 column is `on`. */
export function countHits({ codes, code }: IndicatorColumn): number {
  let hits = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === code) hits++
  return hits
}

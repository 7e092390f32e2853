import type { Step } from '../../../shared/recipes.ts'
import { countMissing, type WorkingColumn } from '../columns.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** A column leaves. */
export function expressDropColumn(): ExpressColumn {
  return () => []
}

export function dropSparseColumnsFitter({ maxShare }: Extract<Step, { kind: 'dropSparseColumns' }>): Fitter {
  return columnFitter(
    (column) => {
      const share = countMissing(column) / rowsOf(column)
      return share > maxShare ? { name: column.name, share } : null
    },
    expressDropColumn,
    (columns) => ({ kind: 'dropColumns', columns }),
  )
}

function rowsOf(column: WorkingColumn): number {
  return 'values' in column ? column.values.length : column.codes.length
}

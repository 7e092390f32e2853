import type { Step } from '../../../shared/recipes.ts'
import { constant, isMissing, where } from '../../expression/build.ts'
import type { BooleanExpression } from '../../expression/types.ts'
import { countMissing } from '../columns.ts'
import type { PreparedColumn } from '../prepared.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** Adds a 0/1 column, 1 where the value is missing, as scikit-learn's MissingIndicator(features='missing-only') does. */
export function expressMissingIndicator({ name }: { name: string }): ExpressColumn {
  return (column, nameOf) => {
    const isGap = gapOf(column)
    if (isGap === null) return [column]
    const value = where(isGap, constant(1), constant(0))
    return [column, { kind: 'number', name: nameOf(`${name} is missing`), from: column.from, value }]
  }
}

/** null for a column that is never missing. */
function gapOf(column: PreparedColumn): BooleanExpression | null {
  switch (column.kind) {
    case 'number':
    case 'date':
      return isMissing(column.value)
    case 'category':
      return { op: 'isTextMissing', text: column.value }
    case 'indicator':
    case 'index':
      return null
  }
}

export function missingIndicatorFitter({ always }: Extract<Step, { kind: 'missingIndicator' }>): Fitter {
  return columnFitter(
    (column) => {
      if (column.kind === 'indicator' || column.kind === 'index') return null
      return always || countMissing(column) > 0 ? { name: column.name } : null
    },
    expressMissingIndicator,
    (columns) => ({ kind: 'missingIndicator', columns }),
  )
}

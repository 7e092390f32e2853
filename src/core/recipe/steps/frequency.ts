import type { Step } from '../../../shared/recipes.ts'
import type { CategoriesColumn } from '../columns.ts'
import { levelsByFrequency } from '../statistics.ts'
import { expressLookup, type FittedLookup } from './lookup.ts'
import { columnFitter, type Fitter } from './step.ts'

/** How many training rows have the level, or which share of them; a missing text is a level of its own. */
export function frequencyFitter(step: Extract<Step, { kind: 'frequency' }>): Fitter {
  return columnFitter(
    (column) => (column.kind === 'category' ? fitFrequency(column, step.as === 'share') : null),
    expressLookup,
    (columns) => ({ kind: 'lookup', columns }),
  )
}

function fitFrequency(column: CategoriesColumn, isShare: boolean): FittedLookup {
  const found = levelsByFrequency(column)
  const rows = column.codes.length
  const present = found.reduce((sum, { count }) => sum + count, 0)
  const amount = (count: number): number => (isShare ? count / rows : count)
  const output = {
    label: null,
    values: found.map(({ count }) => amount(count)),
    other: 0,
    missing: amount(rows - present),
    folds: [],
  }
  return { name: column.name, levels: found.map(({ level }) => level), outputs: [output], seed: 0 }
}

import type { Step } from '../../../shared/recipes.ts'
import { orderLabels } from '../../order.ts'
import { ignoreRemedy, type CategoriesColumn, type Problem } from '../columns.ts'
import { levelsByFrequency } from '../statistics.ts'
import { expressLookup, type FittedLookup } from './lookup.ts'
import { columnFitter, type Fitter } from './step.ts'

type OrdinalStep = Extract<Step, { kind: 'ordinal' }>

/** The place of each level in the order, from 0, as scikit-learn's OrdinalEncoder has it. */
export function ordinalFitter(step: OrdinalStep): Fitter {
  return columnFitter(
    (column) => (column.kind === 'category' ? fitOrdinal(step, column) : null),
    expressLookup,
    (columns) => ({ kind: 'lookup', columns }),
  )
}

function fitOrdinal(step: OrdinalStep, column: CategoriesColumn): FittedLookup | Problem {
  const seen = levelsByFrequency(column).map(({ level }) => level)
  const levels = step.order === undefined ? orderLabels(seen) : [...new Set(step.order)]
  const known = new Set(levels)
  const forgotten = seen.filter((level) => !known.has(level))
  if (forgotten.length > 0) return notInOrder(column.from, forgotten)
  const place = (wanted: OrdinalStep['unseen']): number | null =>
    wanted === 'missing' ? null : wanted === 'before' ? -1 : levels.length
  const output = {
    label: null,
    values: [...levels.keys()],
    other: place(step.unseen),
    missing: place(step.missing),
    folds: [],
  }
  return { name: column.name, levels, outputs: [output], seed: 0 }
}

function notInOrder(column: string, levels: readonly string[]): Problem {
  const shown = levels
    .slice(0, 3)
    .map((level) => `“${level}”`)
    .join(', ')
  return {
    kind: 'notInOrder',
    column,
    message: `The order of “${column}” leaves out ${shown}${levels.length > 3 ? ` and ${levels.length - 3} more` : ''}.`,
    hint: 'Give every level of the training rows a place in the order, or merge it with another level before.',
    remedies: [ignoreRemedy(column)],
  }
}

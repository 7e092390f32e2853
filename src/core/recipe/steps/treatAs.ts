import type { Step } from '../../../shared/recipes.ts'
import { orderLabels } from '../../order.ts'
import { ignoreRemedy, type CategoriesColumn, type Problem } from '../columns.ts'
import { levelsByFrequency } from '../statistics.ts'
import { expressLookup, type FittedLookup } from './lookup.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

/** Numbers become the shortest text that reads as them again. */
export function expressAsCategory(): ExpressColumn {
  return (column) => {
    if (column.kind !== 'number') return [column]
    const { name, from, value: x } = column
    return [{ kind: 'category', name, from, value: { op: 'textOfNumber', x } }]
  }
}

export function treatAsFitter({ as }: Extract<Step, { kind: 'treatAs' }>): Fitter {
  return as === 'category'
    ? columnFitter(
        ({ kind, name }) => (kind === 'number' ? { name } : null),
        expressAsCategory,
        (columns) => ({ kind: 'treatAsCategory', columns }),
      )
    : columnFitter(
        (column) => (column.kind === 'category' ? numbersOfLevels(column) : null),
        expressLookup,
        (columns) => ({ kind: 'lookup', columns }),
      )
}

const plainNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i

/** The number that each level of the training rows is written as; any other text is missing. */
function numbersOfLevels(column: CategoriesColumn): FittedLookup | Problem {
  const levels = orderLabels(levelsByFrequency(column).map(({ level }) => level))
  const wrong = levels.find((level) => !plainNumber.test(level) || !Number.isFinite(Number(level)))
  if (wrong !== undefined) return notNumbers(column.from, wrong)
  const output = { label: null, values: levels.map(Number), other: null, missing: null, folds: [] }
  return { name: column.name, levels, outputs: [output], seed: 0 }
}

function notNumbers(column: string, level: string): Problem {
  return {
    kind: 'notNumbers',
    column,
    message: `“${column}” is to be taken as numbers, and “${level}” is none.`,
    hint: 'Write numbers with a decimal point and without grouping, or merge such levels with others before.',
    remedies: [ignoreRemedy(column)],
  }
}

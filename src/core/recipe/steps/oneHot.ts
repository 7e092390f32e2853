import type { Step } from '../../../shared/recipes.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { compareText } from '../../order.ts'
import { levelsByFrequency } from '../statistics.ts'
import type { WorkingColumn } from '../columns.ts'
import type { PreparedCategory, PreparedIndicator } from '../prepared.ts'
import { columnFitter, type ExpressColumn, type Fitter, type NameColumn } from './step.ts'

export type OneHotStep = Extract<Step, { kind: 'oneHot' }>
export interface FittedOneHot {
  name: string
  /** In the order of the 0/1 columns. */
  levels: string[]
}

/** The levels of the training rows, the most frequent `maxLevels` of them, in alphabetical order. */
function fitOneHot(step: OneHotStep, column: WorkingColumn): FittedOneHot | null {
  if (column.kind !== 'category') return null
  const kept = levelsByFrequency(column).slice(0, step.maxLevels)
  return { name: column.name, levels: kept.map(({ level }) => level).sort(compareText) }
}

/** One 0/1 column a fitted level. A level that was not fitted, and a missing value, is 0 in all of them. */
export function expressOneHot({ levels }: FittedOneHot): ExpressColumn {
  return (column, nameOf) => (column.kind === 'category' ? indicatorsOf(column, levels, nameOf) : [column])
}

/** 0/1 columns named COLUMN=LEVEL. */
function indicatorsOf(column: PreparedCategory, levels: readonly string[], nameOf: NameColumn): PreparedIndicator[] {
  const index: NumberExpression = {
    op: 'lookup',
    text: column.value,
    levels,
    values: levels.map((_, code) => code),
    other: -1,
    missing: -1,
  }
  return levels.map((level, code) => ({
    kind: 'indicator',
    name: nameOf(`${column.name}=${level}`),
    from: column.from,
    index,
    levels: levels.length,
    code,
    on: 1,
    off: 0,
  }))
}

export function oneHotFitter(step: OneHotStep): Fitter {
  return columnFitter(
    (column) => fitOneHot(step, column),
    expressOneHot,
    (columns) => ({ kind: 'oneHot', columns }),
  )
}

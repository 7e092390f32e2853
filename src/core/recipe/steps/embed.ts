import type { Step, StepState } from '../../../shared/recipes.ts'
import { compareText } from '../../order.ts'
import { sortLevels } from '../encoding/levels.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type FittedEmbed = Extract<StepState, { kind: 'embed' }>['columns'][number]

/** The index of the level in alphabetical order, -1 for any other text and a missing one. */
export function expressEmbed({ levels }: FittedEmbed): ExpressColumn {
  return (column) => {
    if (column.kind !== 'category') return [column]
    const { name, from, value: text } = column
    const values = [...levels.keys()]
    const index = { op: 'lookup' as const, text, levels, values, other: -1, missing: -1 }
    return [{ kind: 'index', name, from, index, levels: levels.length }]
  }
}

export function embedFitter({ maxLevels }: Extract<Step, { kind: 'embed' }>): Fitter {
  return columnFitter(
    (column) => {
      if (column.kind !== 'category') return null
      const { kept } = sortLevels(column, { minCount: 1, minShare: 0, maxLevels })
      return { name: column.name, levels: kept.sort(compareText) }
    },
    expressEmbed,
    (columns) => ({ kind: 'embed', columns }),
  )
}

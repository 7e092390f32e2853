import type { Step, StepState } from '../../../shared/recipes.ts'
import { compareText } from '../../order.ts'
import type { Problem, WorkingColumn } from '../columns.ts'
import { freeLevel, sortLevels } from '../encoding/levels.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type FittedMap = Extract<StepState, { kind: 'mapLevels' }>['columns'][number]
type MergeStep = Extract<Step, { kind: 'mergeLevels' }>

/** Levels become others; a missing text stays missing. */
export function expressMapLevels({ levels, to, other }: FittedMap): ExpressColumn {
  return (column) =>
    column.kind === 'category'
      ? [{ ...column, value: { op: 'mapText', text: column.value, levels, to, other } }]
      : [column]
}

/** Levels that are too rare in the training rows, and any that these have not, become one. */
export function rareLevelsFitter(step: Extract<Step, { kind: 'rareLevels' }>): Fitter {
  return columnFitter(
    (column): FittedMap | null => {
      if (column.kind !== 'category') return null
      const levels = sortLevels(column, { ...step, maxLevels: null }).kept.sort(compareText)
      return { name: column.name, levels, to: levels, other: { level: freeLevel(step.level, levels) } }
    },
    expressMapLevels,
    (columns) => ({ kind: 'mapLevels', columns }),
  )
}

/** Levels become what the person said; nothing is learned. */
export function mergeLevelsFitter(step: MergeStep): Fitter {
  return columnFitter(
    (column) => (column.kind === 'category' ? mergedLevels(step, column) : null),
    expressMapLevels,
    (columns) => ({ kind: 'mapLevels', columns }),
  )
}

function mergedLevels({ merges }: MergeStep, { name, from }: WorkingColumn): FittedMap | Problem {
  const to = new Map<string, string>()
  for (const { into, levels } of merges) {
    for (const level of levels) {
      const before = to.get(level)
      if (before !== undefined && before !== into) return mergedTwice(from, level, before, into)
      to.set(level, into)
    }
  }
  return { name, levels: [...to.keys()], to: [...to.values()], other: 'same' }
}

function mergedTwice(column: string, level: string, first: string, second: string): Problem {
  return {
    kind: 'mergedTwice',
    column,
    message: `“${level}” of “${column}” is to become both “${first}” and “${second}”.`,
    hint: `Take “${level}” out of one of the two lists.`,
    remedies: [],
  }
}

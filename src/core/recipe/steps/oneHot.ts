import type { Step } from '../../../shared/recipes.ts'
import { compareText } from '../../order.ts'
import { levelsByFrequency } from '../statistics.ts'
import type { IndicatorColumn, WorkingColumn } from '../columns.ts'

export type OneHotStep = Extract<Step, { kind: 'oneHot' }>
export interface FittedOneHot {
  kind: 'oneHot'
  name: string
  /** In the order of the 0/1 columns. */
  levels: readonly string[]
}

/** The levels of the training rows, the most frequent `maxLevels` of them, in alphabetical order. */
export function fitOneHot(step: OneHotStep, column: WorkingColumn): FittedOneHot | null {
  if (column.kind !== 'category') return null
  const kept = levelsByFrequency(column).slice(0, step.maxLevels)
  return { kind: 'oneHot', name: column.name, levels: kept.map(({ level }) => level).sort(compareText) }
}

/** One 0/1 column a fitted level. A level that was not fitted, and a missing value, is 0 in all of them. */
export function applyOneHot(
  column: WorkingColumn,
  fitted: FittedOneHot,
  nameOf: (level: string) => string,
): WorkingColumn[] {
  if (column.kind !== 'category') return [column]
  const position = new Map(fitted.levels.map((level, index) => [level, index]))
  const recoded = Int32Array.from(column.levels, (level) => position.get(level) ?? -1)
  const codes = new Int32Array(column.codes.length)
  for (let i = 0; i < codes.length; i++) codes[i] = recoded[column.codes[i] ?? -1] ?? -1
  return fitted.levels.map((level, code): IndicatorColumn => ({
    kind: 'indicator',
    name: nameOf(level),
    from: column.from,
    codes,
    code,
    on: 1,
    off: 0,
  }))
}

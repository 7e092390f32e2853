import type { Step, StepState } from '../../../shared/recipes.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { compareText } from '../../order.ts'
import type { WorkingColumn } from '../columns.ts'
import { freeLevel, otherLevel, sortLevels } from '../encoding/levels.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

export type OneHotStep = Extract<Step, { kind: 'oneHot' }>
export type FittedOneHot = Extract<StepState, { kind: 'oneHot' }>['columns'][number]

/**
 * The levels of the training rows, the most frequent `maxLevels` of those that are frequent enough, in alphabetical
 * order. With `rare: 'column'`, `unseen: 'rare'` it is scikit-learn's
 * OneHotEncoder(min_frequency, max_categories, handle_unknown='infrequent_if_exist').
 */
function fitOneHot(step: OneHotStep, column: WorkingColumn): FittedOneHot | null {
  if (column.kind !== 'category') return null
  const { name } = column
  const { kept, rare } = sortLevels(column, { ...step, minCount: step.minCount ?? 1, minShare: 0 })
  const fitted: FittedOneHot = { name, levels: kept.sort(compareText) }
  const labels = [...fitted.levels]
  const newLabel = (wanted: string): string => {
    const label = freeLevel(wanted, labels)
    labels.push(label)
    return label
  }
  if (step.rare === 'column' && rare.length > 0) {
    const unseen = step.unseen === 'rare'
    fitted.rare = { label: newLabel(otherLevel), levels: unseen ? [] : rare.sort(compareText), unseen }
  }
  if (step.unseen === 'column') fitted.unseen = newLabel('(unseen)')
  return fitted
}

/** One 0/1 column a level, named COLUMN=LEVEL. Whatever has no column, and a missing value, is 0 in all of them. */
export function expressOneHot({ levels, rare, unseen }: FittedOneHot): ExpressColumn {
  return (column, nameOf) => {
    if (column.kind !== 'category') return [column]
    const labels = [...levels]
    if (rare !== undefined) labels.push(rare.label)
    if (unseen !== undefined) labels.push(unseen)
    const index: NumberExpression = {
      op: 'lookup',
      text: column.value,
      levels: [...levels, ...(rare?.levels ?? [])],
      values: [...levels.keys(), ...(rare?.levels ?? []).map(() => levels.length)],
      other: unseen !== undefined ? labels.length - 1 : rare?.unseen === true ? levels.length : -1,
      missing: -1,
    }
    return labels.map((label, code) => ({
      kind: 'indicator',
      name: nameOf(`${column.name}=${label}`),
      from: column.from,
      index,
      encoded: column.name,
      levels: labels.length,
      code,
      on: 1,
      off: 0,
    }))
  }
}

export function oneHotFitter(step: OneHotStep): Fitter {
  return columnFitter(
    (column) => fitOneHot(step, column),
    expressOneHot,
    (columns) => ({ kind: 'oneHot', columns }),
  )
}

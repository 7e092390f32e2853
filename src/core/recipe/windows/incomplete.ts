import type { Recipe } from '../../../shared/recipes.ts'
import type { Table } from '../../table.ts'
import { sequencesOfStep } from './derive.ts'
import { inputSteps, windowName, type WindowStep } from './steps.ts'

/**
 * Of each column that a model derives over series, the rows with fewer rows before them in their series than it looks
 * back, or of no series at all. Columns that the table has already are not derived.
 *
 * @param table as it was read
 */
export function incompleteWindows(table: Table, recipe: Recipe): { column: string; rows: number }[] {
  const given = new Set(table.columns.map(({ name }) => name))
  return inputSteps(recipe).flatMap((step) => {
    if (step.kind !== 'window' || !given.has(step.column)) return []
    const sequences = sequencesOfStep(step, recipe, table)
    if (sequences === null) return []
    const { starts } = sequences
    return [...new Set(step.rows)].flatMap((length) => {
      const column = windowName(step, length)
      if (given.has(column)) return []
      const before = rowsBefore(step, length)
      let rows = table.rows - sequences.rows.length
      for (let at = 0; at + 1 < starts.length; at++) {
        rows += Math.min(before, (starts[at + 1] ?? 0) - (starts[at] ?? 0))
      }
      return rows === 0 ? [] : [{ column, rows }]
    })
  })
}

/** The rows before a row that a window of so many rows takes. */
function rowsBefore({ statistic, present }: WindowStep, length: number): number {
  if (statistic === 'lag' || statistic === 'ahead') return length
  if (statistic === 'difference') return present ? length : length + 1
  return present ? length - 1 : length
}

import type { Recipe, Step } from '../../../shared/recipes.ts'
import type { Table } from '../../table.ts'
import { enabledSteps } from '../enabledSteps.ts'

type ExcludeStep = Extract<Step, { kind: 'excludeRows' }>

/** Rows that a person leaves out by their numbers. */
export interface ExcludedRows {
  /** The rows without those that are left out, in their order; the same array where none of them is. */
  without: (rows: Uint32Array) => Uint32Array
  /** How many of the rows each step leaves out; what an earlier step leaves out counts there. */
  count: (rows: Uint32Array) => { step: string; count: number }[]
}

/**
 * What the steps that leave out rows by number say of a table, which may be a sample of another one. Rows of the test's own
 * table are not meant by them. Null where no step names a row.
 */
export function excludedRows(table: Table, recipe: Recipe): ExcludedRows | null {
  const steps = enabledSteps(recipe).filter((step): step is ExcludeStep => step.kind === 'excludeRows')
  const stepOf = new Map<number, string>()
  for (const { id, rows } of steps) for (const row of rows) if (!stepOf.has(row)) stepOf.set(row, id)
  if (stepOf.size === 0) return null
  const { rowNumbers, testFrom = table.rows } = table
  const leaving = (row: number): string | undefined =>
    row < testFrom ? stepOf.get(rowNumbers?.[row] ?? row) : undefined
  return {
    without: (rows) => {
      const left = rows.filter((row) => leaving(row) === undefined)
      return left.length === rows.length ? rows : left
    },
    count: (rows) => {
      const counts = new Map<string, number>()
      for (const row of rows) {
        const step = leaving(row)
        if (step !== undefined) counts.set(step, (counts.get(step) ?? 0) + 1)
      }
      return Array.from(counts, ([step, count]) => ({ step, count }))
    },
  }
}

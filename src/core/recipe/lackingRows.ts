import type { FittedRecipe } from '../../shared/recipes.ts'
import { createEvaluation } from '../expression/evaluate.ts'
import { isNeverMissing } from '../expression/missing.ts'
import { tableSource } from '../expression/source.ts'
import type { Table } from '../table.ts'
import { expressRecipe } from './expressed.ts'
import { numberOf } from './prepared.ts'

/** How many of the rows lack a feature after the last step, by feature: such rows are left out. */
export function lackingRows(table: Table, fitted: FittedRecipe, rows: Uint32Array): Map<string, number> {
  const lacking = new Map<string, number>()
  const evaluation = createEvaluation(tableSource(table), rows)
  const watched = expressRecipe(fitted).flatMap((column) => {
    const value = numberOf(column)
    return value === null || isNeverMissing(value) ? [] : [{ from: column.from, node: evaluation.number(value) }]
  })
  if (watched.length === 0) return lacking
  evaluation.run((_, count) => {
    for (const { from, node } of watched) {
      const values = node.read()
      let gaps = 0
      for (let i = 0; i < count; i++) if (!Number.isFinite(Math.fround(values[i] ?? NaN))) gaps++
      if (gaps > 0) lacking.set(from, (lacking.get(from) ?? 0) + gaps)
    }
  })
  return lacking
}

import { DescentError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipes.ts'
import { isNumericColumn, type Table } from '../table.ts'
import { roleColumn } from './roles.ts'
import { columnInView } from './table/derive.ts'

/** The column whose numbers say how much each row counts in training; null where all count the same. */
export function weightColumn(recipe: Recipe): string | null {
  return roleColumn(recipe, 'weight')
}

/**
 * How much each of the rows counts in the loss; null where the recipe names no weights. Fitting and metrics do not weigh.
 * Throws `unusable-input`, with the row, where a weight is missing or negative.
 */
export function rowWeights(table: Table, recipe: Recipe, rows: Uint32Array, into: Float32Array): Float32Array | null {
  const name = weightColumn(recipe)
  if (name === null) return null
  const column = columnInView(table, recipe, name)
  if (column === undefined || !isNumericColumn(column)) {
    throw new DescentError('unusable-input', `“${name}” has the role weight, and it is no column of numbers.`, {
      hint: `Read “${name}” as number, or give it another role.`,
      where: { column: name },
    })
  }
  for (const [index, row] of rows.entries()) {
    const weight = column.values[row] ?? NaN
    if (!(weight >= 0 && weight <= 3e38)) {
      const what = Number.isNaN(weight) ? 'is missing' : `is ${weight}`
      throw new DescentError('unusable-input', `The weight “${name}” ${what} in row ${row + 1}.`, {
        hint: 'A weight is a number, 0 or more: mend the row, or give the column another role.',
        where: { column: name, row: row + 1 },
      })
    }
    into[index] = weight
  }
  return into
}

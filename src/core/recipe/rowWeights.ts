import { DescentError } from '../../shared/errors.ts'
import type { Recipe, SplitName } from '../../shared/recipes.ts'
import { isNumericColumn, rowsOfWhole, type Table } from '../table.ts'
import { roleColumn } from './roles.ts'
import type { SplitRows } from './split.ts'
import { columnInView } from './table/derive.ts'

/** The column whose numbers say how much each row counts in training; null where all count the same. */
export function weightColumn(recipe: Recipe): string | null {
  return roleColumn(recipe, 'weight')
}

/**
 * The weights of the rows of each part, as `rowWeights`; null where the recipe names none.
 * Throws as `rowWeights` does, and where the rows of training or validation all weigh nothing.
 */
export function partWeights(
  table: Table,
  recipe: Recipe,
  rows: SplitRows,
  memory: (length: number) => Float32Array = (length) => new Float32Array(length),
): Record<SplitName, Float32Array> | null {
  const name = weightColumn(recipe)
  const of = (part: SplitName): Float32Array | null => rowWeights(table, recipe, rows[part], memory(rows[part].length))
  const [train, validation, test] = [of('train'), of('validation'), of('test')]
  if (name === null || train === null || validation === null || test === null) return null
  for (const [part, weights] of [
    ['training', train],
    ['validation', validation],
  ] as const) {
    if (weights.length === 0 || weights.some((weight) => weight > 0)) continue
    throw new DescentError('unusable-input', `The weight “${name}” is 0 in all ${weights.length} ${part} rows.`, {
      hint: `Only rows with a weight above 0 count in ${part}: choose another weight, or another split.`,
      where: { column: name },
    })
  }
  return { train, validation, test }
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
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0
    const weight = column.values[row] ?? NaN
    if (!(weight >= 0 && weight <= 3e38)) {
      const number = (rowsOfWhole(table, Uint32Array.of(row))[0] ?? row) + 1
      const what = Number.isNaN(weight) ? 'is missing' : `is ${weight}`
      throw new DescentError('unusable-input', `The weight “${name}” ${what} in row ${number}.`, {
        hint: 'A weight is a number, 0 or more: mend the row, or give the column another role.',
        where: { column: name, row: number },
      })
    }
    into[index] = weight
  }
  return into
}

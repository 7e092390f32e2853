import type { FittedRecipe } from '../../shared/recipes.ts'
import type { NumberExpression } from '../expression/types.ts'
import { expressRecipe } from './expressed.ts'
import { numberOf, type PreparedIndicator } from './prepared.ts'

/** What a column of the network's matrix is of a row's raw values. */
export type MatrixColumn =
  /** A row in which it is no finite float32 is left out. */
  | { kind: 'number'; value: NumberExpression }
  | { kind: 'indicator'; indicator: PreparedIndicator }
  /** Which of so many levels, -1 for none. */
  | { kind: 'index'; index: NumberExpression }

/** The columns of the matrix in order. Indicators that hang on one index share it, and enter as it where they may. */
export function matrixColumns(fitted: FittedRecipe): MatrixColumn[] {
  const columns: MatrixColumn[] = []
  const indexed = new Set<NumberExpression>()
  for (const column of expressRecipe(fitted)) {
    const isIndex = fitted.inputs[columns.length]?.levels !== undefined
    if (column.kind === 'indicator' && indexed.has(column.index)) continue
    if (column.kind === 'index' || (column.kind === 'indicator' && isIndex)) {
      indexed.add(column.index)
      columns.push({ kind: 'index', index: column.index })
    } else if (column.kind === 'indicator') {
      columns.push({ kind: 'indicator', indicator: column })
    } else {
      const value = numberOf(column)
      if (value === null) throw new Error(`The column “${column.name}” did not become numbers.`)
      columns.push({ kind: 'number', value })
    }
  }
  return columns
}

import { childrenOf } from '../expression/children.ts'
import type { Expression } from '../expression/types.ts'
import type { MatrixColumn } from '../recipe/matrixColumns.ts'

/**
 * The raw columns that a column of the matrix is made of.
 *
 * @param partsOf what of an expression counts as what it is made of; everything, unless said
 */
export function rawColumnsOf(
  column: MatrixColumn,
  partsOf: (expression: Expression) => readonly Expression[] = childrenOf,
): Set<string> {
  const found = new Set<string>()
  const seen = new Set<Expression>()
  const open: Expression[] = [expressionOf(column)]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.op === 'numberColumn' || next.op === 'textColumn') found.add(next.column)
    open.push(...partsOf(next))
  }
  return found
}

function expressionOf(column: MatrixColumn): Expression {
  switch (column.kind) {
    case 'number':
      return column.value
    case 'indicator':
      return column.indicator.index
    case 'index':
      return column.index
  }
}

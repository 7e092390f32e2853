import { childrenOf } from '../expression/children.ts'
import type { Expression } from '../expression/types.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { expressRecipe } from './expressed.ts'
import type { PreparedColumn } from './prepared.ts'

/**
 * The raw columns of texts of which some input takes the whole text, as an encoding by level does. Of texts whose words
 * are counted or whose length is measured, one that never occurred in training is nothing out of the ordinary.
 */
export function wholeTexts(fitted: FittedRecipe): ReadonlySet<string> {
  const found = new Set<string>()
  const visited = new Set<Expression>()
  const visit = (expression: Expression): void => {
    if (visited.has(expression)) return
    visited.add(expression)
    switch (expression.op) {
      case 'textColumn':
        found.add(expression.column)
        return
      case 'wordCount':
      case 'textLength':
      case 'isTextMissing':
        return
      default:
        for (const child of childrenOf(expression)) visit(child)
    }
  }
  for (const column of expressRecipe(fitted)) visit(valueOf(column))
  return found
}

function valueOf(column: PreparedColumn): Expression {
  return column.kind === 'indicator' || column.kind === 'index' ? column.index : column.value
}

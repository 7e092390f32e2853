import type { Expression } from './types.ts'

/** The expressions that an expression is made of. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case 'numberColumn':
    case 'textColumn':
    case 'constant':
    case 'textConstant':
      return []
    case 'unary':
    case 'bin':
    case 'interpolate':
    case 'textOfNumber':
    case 'isMissing':
    case 'not':
      return [expression.x]
    case 'binary':
    case 'compare':
    case 'sameText':
    case 'and':
    case 'or':
      return [expression.x, expression.y]
    case 'where':
    case 'whereText':
      return [expression.test, expression.yes, expression.no]
    case 'lookup':
    case 'crossFittedLookup':
    case 'textLength':
    case 'textBucket':
    case 'wordCount':
    case 'fillText':
    case 'mapText':
    case 'case':
    case 'isTextMissing':
    case 'textIs':
      return [expression.text]
    case 'chainedRegressions':
    case 'nearestMean':
      return expression.xs
    case 'concat':
      return expression.texts
  }
}

/** How many nodes lie on the longest way to a leaf. Shared nodes are visited once. */
export function depthOf(expressions: readonly Expression[]): number {
  const known = new Map<Expression, number>()
  const depth = (expression: Expression): number => {
    let found = known.get(expression)
    if (found === undefined) {
      found = 1
      for (const child of childrenOf(expression)) found = Math.max(found, depth(child) + 1)
      known.set(expression, found)
    }
    return found
  }
  return Math.max(0, ...expressions.map(depth))
}

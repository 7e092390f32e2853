import type { NumberExpression } from './types.ts'

/** Whether it can be told from the expression alone that no row's value is missing, as long as nothing overflows. */
export function isNeverMissing(expression: NumberExpression): boolean {
  switch (expression.op) {
    case 'constant':
      return Number.isFinite(expression.value)
    case 'binary':
      return (
        !['divide', 'power', 'modulo'].includes(expression.name) &&
        isNeverMissing(expression.x) &&
        isNeverMissing(expression.y)
      )
    case 'unary':
      return [
        'negate',
        'absolute',
        'sign',
        'floor',
        'ceiling',
        'round',
        'sine',
        'cosine',
        'hyperbolicTangent',
      ].includes(expression.name)
        ? isNeverMissing(expression.x)
        : false
    case 'where': {
      const { test, yes, no } = expression
      const isGapFilled = test.op === 'isMissing' && test.x === no
      return isNeverMissing(yes) && (isGapFilled || isNeverMissing(no))
    }
    case 'interpolate':
      return isNeverMissing(expression.x) && expression.ys.every(Number.isFinite)
    case 'bin':
      return isNeverMissing(expression.x)
    case 'lookup':
    case 'crossFittedLookup':
      return [...expression.values, expression.other, expression.missing].every(Number.isFinite)
    case 'chainedRegressions':
      return true
    case 'nearestMean':
      return Number.isFinite(expression.otherwise)
    case 'numberColumn':
    case 'textLength':
    case 'textBucket':
    case 'wordCount':
      return false
  }
}

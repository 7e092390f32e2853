import type { NumberExpression } from './types.ts'

const boundedFunctions: readonly string[] = ['sign', 'sine', 'cosine', 'hyperbolicTangent']
const noLargerFunctions: readonly string[] = ['negate', 'absolute', 'floor', 'ceiling', 'round']

/** Whether it can be told from the expression alone that every row's value is a finite float32, whatever the raw values. */
export function isNeverMissing(expression: NumberExpression): boolean {
  switch (expression.op) {
    case 'constant':
      return fitsFloat32(expression.value)
    case 'binary':
      return (
        (expression.name === 'minimum' || expression.name === 'maximum') &&
        isNeverMissing(expression.x) &&
        isNeverMissing(expression.y)
      )
    case 'unary':
      return (
        (boundedFunctions.includes(expression.name) || noLargerFunctions.includes(expression.name)) &&
        isNeverMissing(expression.x)
      )
    case 'where': {
      const { test, yes, no } = expression
      const isGapFilled =
        test.op === 'isMissing' && test.x === no && no.op === 'numberColumn' && no.precision === 'float32'
      return isNeverMissing(yes) && (isGapFilled || isNeverMissing(no))
    }
    case 'interpolate':
      return [...expression.xs, ...expression.ys].every(fitsFloat32) && isNeverMissing(expression.x)
    case 'bin':
      return isNeverMissing(expression.x)
    case 'lookup':
    case 'crossFittedLookup':
      return [...expression.values, expression.other, expression.missing].every(fitsFloat32)
    // Sums and products of what is finite may overflow.
    case 'chainedRegressions':
    case 'nearestMean':
    case 'numberColumn':
    case 'textLength':
    case 'textBucket':
    case 'wordCount':
      return false
  }
}

function fitsFloat32(value: number): boolean {
  return Number.isFinite(Math.fround(value))
}

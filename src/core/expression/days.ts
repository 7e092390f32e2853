import type { NumberExpression } from './types.ts'

/**
 * Whether the number counts days, as the difference of two dates does. Where a date itself is taken as a number, it
 * counts the days since 1970-01-01 UTC. What is multiplied or divided counts something else.
 */
export function countsDays(expression: NumberExpression): boolean {
  switch (expression.op) {
    case 'numberColumn':
      return expression.kind === 'date'
    case 'unary':
      return ['negate', 'absolute', 'floor', 'ceiling', 'round'].includes(expression.name) && countsDays(expression.x)
    case 'binary': {
      const { name, x, y } = expression
      if (!['add', 'subtract', 'minimum', 'maximum'].includes(name)) return false
      return countsDays(x) ? isPlain(y) || countsDays(y) : isPlain(x) && countsDays(y)
    }
    case 'where': {
      const { yes, no } = expression
      return countsDays(yes) ? isPlain(no) || countsDays(no) : isPlain(yes) && countsDays(no)
    }
    default:
      return false
  }
}

/** A number that is written down may be one of days. */
function isPlain({ op }: NumberExpression): boolean {
  return op === 'constant'
}

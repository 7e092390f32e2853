import type { BooleanExpression, Expression, TextExpression } from './types.ts'

// As records: an operation that is left out does not compile.
const texts: Record<TextExpression['op'], true> = {
  textColumn: true,
  textConstant: true,
  fillText: true,
  mapText: true,
  textOfNumber: true,
  whereText: true,
  concat: true,
  case: true,
}

const booleans: Record<BooleanExpression['op'], true> = {
  isMissing: true,
  isTextMissing: true,
  compare: true,
  textIs: true,
  sameText: true,
  not: true,
  and: true,
  or: true,
}

/** Whether an expression gives a text. Those that give neither a text nor a truth give a number. */
export function isText(expression: Expression): expression is TextExpression {
  return Object.hasOwn(texts, expression.op)
}

export function isBoolean(expression: Expression): expression is BooleanExpression {
  return Object.hasOwn(booleans, expression.op)
}

import { constant, unary, where } from '../expression/build.ts'
import type { BooleanExpression, NumberExpression, TextExpression } from '../expression/types.ts'

/**
 * What a formula, or a part of one, is of a row's raw values.
 *
 * **Missing.** Arithmetic, functions and `&` with a missing value give a missing value, and so does what is no finite
 * number: a division by 0, the logarithm of 0, an overflow. Conditions follow SQL's three-valued logic: a comparison
 * with a missing value is neither true nor false but missing; `not` leaves it missing; `and` is false where one side is
 * false, and `or` true where one side is true, whatever the other is. `if` with a missing condition is missing, and a
 * filter keeps a row only where its condition is true. `isMissing` and `coalesce` see missing values.
 */
export type FormulaValue = NumberValue | TextValue | BooleanValue | MissingValue

/** Dates are days since 1970-01-01 UTC. */
export interface NumberValue {
  type: 'number' | 'date'
  x: NumberExpression
  /** It may be infinite, which counts as missing: `finite` makes it so wherever it matters. */
  overflows: boolean
}

export interface TextValue {
  type: 'text'
  text: TextExpression
}

/** Missing in rows where neither is true. */
export interface BooleanValue {
  type: 'boolean'
  isTrue: BooleanExpression
  /** null: false wherever it is not true, so that it is never missing. */
  isFalse: BooleanExpression | null
  /** What a raw column says for it, yes and no. */
  text?: TextExpression
}

/** The word `missing`, which takes the type of what stands beside it. */
export interface MissingValue {
  type: 'missing'
}

export type FormulaType = FormulaValue['type']

/** As messages name them. */
export const typeNames: Readonly<Record<FormulaType, string>> = {
  number: 'a number',
  date: 'a date',
  text: 'a text',
  boolean: 'a condition',
  missing: 'missing',
}

export const missingNumber = constant(NaN)
const missingText: TextExpression = { op: 'textOfNumber', x: missingNumber }

export function compare(
  name: Extract<BooleanExpression, { op: 'compare' }>['name'],
  x: NumberExpression,
  y: NumberExpression,
): BooleanExpression {
  return { op: 'compare', name, x, y }
}

export function not(x: BooleanExpression): BooleanExpression {
  return { op: 'not', x }
}

export function and(x: BooleanExpression, y: BooleanExpression): BooleanExpression {
  return { op: 'and', x, y }
}

export function or(x: BooleanExpression, y: BooleanExpression): BooleanExpression {
  return { op: 'or', x, y }
}

const always = compare('equal', constant(0), constant(0))
const never = not(always)

export function constantCondition(value: boolean): BooleanValue {
  return { type: 'boolean', isTrue: value ? always : never, isFalse: null }
}

/** NaN instead of an infinite number. */
export function finite({ x, overflows }: NumberValue): NumberExpression {
  return overflows
    ? where(compare('lessOrEqual', unary('absolute', x), constant(Number.MAX_VALUE)), x, missingNumber)
    : x
}

export function isFalse(value: BooleanValue): BooleanExpression {
  return value.isFalse ?? not(value.isTrue)
}

/** Neither true nor false; null where that cannot be. */
export function isUnknown(value: BooleanValue): BooleanExpression | null {
  return value.isFalse === null ? null : not(or(value.isTrue, value.isFalse))
}

export function negated(value: BooleanValue): BooleanValue {
  return { type: 'boolean', isTrue: isFalse(value), isFalse: value.isFalse === null ? null : value.isTrue }
}

export function both(x: BooleanValue, y: BooleanValue): BooleanValue {
  const never = x.isFalse === null && y.isFalse === null
  return { type: 'boolean', isTrue: and(x.isTrue, y.isTrue), isFalse: never ? null : or(isFalse(x), isFalse(y)) }
}

export function either(x: BooleanValue, y: BooleanValue): BooleanValue {
  const never = x.isFalse === null && y.isFalse === null
  return { type: 'boolean', isTrue: or(x.isTrue, y.isTrue), isFalse: never ? null : and(isFalse(x), isFalse(y)) }
}

/** Values of one type: `yes` where the test holds, else `no`. */
export function choose(test: BooleanExpression, yes: FormulaValue, no: FormulaValue): FormulaValue {
  if (yes.type === 'text' && no.type === 'text') {
    return { type: 'text', text: { op: 'whereText', test, yes: yes.text, no: no.text } }
  }
  if (yes.type === 'boolean' && no.type === 'boolean') {
    const otherwise = not(test)
    const pick = (a: BooleanExpression, b: BooleanExpression): BooleanExpression => or(and(test, a), and(otherwise, b))
    const never = yes.isFalse === null && no.isFalse === null
    return {
      type: 'boolean',
      isTrue: pick(yes.isTrue, no.isTrue),
      isFalse: never ? null : pick(isFalse(yes), isFalse(no)),
    }
  }
  if (isNumeric(yes) && isNumeric(no) && yes.type === no.type) {
    return { type: yes.type, x: where(test, yes.x, no.x), overflows: yes.overflows || no.overflows }
  }
  throw new Error(`There is no choice between ${yes.type} and ${no.type}.`)
}

export function isNumeric(value: FormulaValue): value is NumberValue {
  return value.type === 'number' || value.type === 'date'
}

/** A value of the type that is missing in every row. */
export function missingOf(type: FormulaType): FormulaValue {
  switch (type) {
    case 'number':
    case 'date':
      return { type, x: missingNumber, overflows: false }
    case 'text':
      return { type, text: missingText }
    case 'boolean':
      return { type, isTrue: never, isFalse: never }
    case 'missing':
      return { type }
  }
}

/** Where a value of any type is missing. */
export function isMissing(value: FormulaValue): BooleanExpression {
  switch (value.type) {
    case 'number':
    case 'date':
      return { op: 'isMissing', x: finite(value) }
    case 'text':
      return { op: 'isTextMissing', text: value.text }
    case 'boolean':
      return isUnknown(value) ?? never
    case 'missing':
      return always
  }
}

/** The text of a number, a condition or a text; null of a date. */
export function textOf(value: FormulaValue): TextExpression | null {
  switch (value.type) {
    case 'number':
      return { op: 'textOfNumber', x: finite(value) }
    case 'date':
      return null
    case 'text':
      return value.text
    case 'boolean':
      return value.text ?? wordOf(value)
    case 'missing':
      return missingText
  }
}

/** true or false, as a text. */
export function wordOf(value: BooleanValue): TextExpression {
  const yes: TextExpression = { op: 'textConstant', value: 'true' }
  const no: TextExpression = { op: 'textConstant', value: 'false' }
  const otherwise: TextExpression =
    value.isFalse === null ? no : { op: 'whereText', test: value.isFalse, yes: no, no: missingText }
  return { op: 'whereText', test: value.isTrue, yes, no: otherwise }
}

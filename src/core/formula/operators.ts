import { binary, constant, less, unary, where } from '../expression/build.ts'
import type { BooleanExpression } from '../expression/types.ts'
import { joinedText, numericOf, numberOf, type Argument, type Taker } from './arguments.ts'
import { FormulaError, wordsAt } from './problem.ts'
import type { ArithmeticSign, ComparisonSign } from './tree.ts'
import {
  and,
  compare,
  either,
  finite,
  isFalse,
  isMissing,
  isNumeric,
  missingNumber,
  negated,
  not,
  or,
  typeNames,
  type BooleanValue,
  type FormulaValue,
  type NumberValue,
  type TextValue,
} from './values.ts'

/** Days are added to dates and dates subtracted from one another; every other sign takes numbers. */
export function arithmetic(sign: ArithmeticSign, x: Argument, y: Argument, source: string): FormulaValue {
  const taker: Taker = { name: sign, source }
  switch (sign) {
    case '+':
      return sum(x, y, taker)
    case '-':
      return difference(x, y, taker)
    case '*':
      return overflowing(binary('multiply', numberOf(x, taker).x, numberOf(y, taker).x))
    case '/':
      return quotient(numberOf(x, taker), numberOf(y, taker))
    case '^':
      return power(numberOf(x, taker), numberOf(y, taker))
    case '%':
      return exact(binary('modulo', finite(numberOf(x, taker)), finite(numberOf(y, taker))))
  }
}

function overflowing(x: NumberValue['x']): NumberValue {
  return { type: 'number', x, overflows: true }
}

function exact(x: NumberValue['x']): NumberValue {
  return { type: 'number', x, overflows: false }
}

function sum(x: Argument, y: Argument, taker: Taker): NumberValue {
  const a = numericOf(x, taker)
  // Two dates have no sum: the second one is at fault.
  const b = a.type === 'date' ? numberOf(y, taker) : numericOf(y, taker)
  const type = a.type === 'date' || b.type === 'date' ? 'date' : 'number'
  return { type, x: binary('add', a.x, b.x), overflows: true }
}

function difference(x: Argument, y: Argument, taker: Taker): NumberValue {
  const a = numericOf(x, taker)
  const b = a.type === 'date' ? numericOf(y, taker) : numberOf(y, taker)
  const type = a.type === 'date' && b.type === 'number' ? 'date' : 'number'
  return { type, x: binary('subtract', a.x, b.x), overflows: true }
}

function quotient(x: NumberValue, y: NumberValue): NumberValue {
  const divided = binary('divide', x.x, finite(y))
  const enlarges = y.x.op !== 'constant' || Math.abs(y.x.value) < 1
  return { type: 'number', x: divided, overflows: x.overflows || enlarges }
}

/** IEEE 754 has NaN^0 = 1 and 1^NaN = 1; here both are missing. */
export function power(x: NumberValue, y: NumberValue): NumberValue {
  const base = finite(x)
  const exponent = finite(y)
  const raised = binary('power', base, exponent)
  if (exponent.op === 'constant' && exponent.value !== 0) return overflowing(raised)
  const gap: BooleanExpression = or({ op: 'isMissing', x: base }, { op: 'isMissing', x: exponent })
  return overflowing(where(gap, missingNumber, raised))
}

export function negative(x: Argument, source: string): NumberValue {
  const value = numberOf(x, { name: '-', source })
  if (value.x.op === 'constant') return exact(constant(-value.x.value))
  return { type: 'number', x: unary('negate', value.x), overflows: value.overflows }
}

/** Of numbers with numbers, dates with dates, texts with texts and conditions with conditions. */
export function comparison(sign: ComparisonSign, x: Argument, y: Argument, source: string): BooleanValue {
  switch (sign) {
    case '=':
      return equal(x, y, source)
    case '<>':
      return negated(equal(x, y, source))
    case '<':
      return isLess(x, y, sign, source)
    case '>':
      return isLess(y, x, sign, source)
    case '>=':
      return negated(isLess(x, y, sign, source))
    case '<=':
      return negated(isLess(y, x, sign, source))
  }
}

function isLess(x: Argument, y: Argument, sign: ComparisonSign, source: string): BooleanValue {
  if (!isNumeric(x.value) || !isNumeric(y.value)) {
    const [first, second] = x.node.start < y.node.start ? [x, y] : [y, x]
    const wrong = isNumeric(first.value) ? second : first
    const right = wrong === first ? second : first
    if (right.value.type === 'date') throw unlike(first, second, source)
    throw new FormulaError(
      `${wordsAt(source, wrong.node)} is ${typeNames[wrong.value.type]}, and ${sign} compares numbers or dates; other values can only be = or <>.`,
      wrong.node,
    )
  }
  if (x.value.type !== y.value.type) {
    throw unlike(x.node.start < y.node.start ? x : y, x.node.start < y.node.start ? y : x, source)
  }
  const [a, b] = [finite(x.value), finite(y.value)]
  return { type: 'boolean', isTrue: compare('less', a, b), isFalse: compare('lessOrEqual', b, a) }
}

function equal(x: Argument, y: Argument, source: string): BooleanValue {
  if (isNumeric(x.value) && x.value.type === y.value.type && isNumeric(y.value)) {
    const [a, b] = [finite(x.value), finite(y.value)]
    const differs = or(compare('less', a, b), compare('less', b, a))
    return { type: 'boolean', isTrue: compare('equal', a, b), isFalse: differs }
  }
  if (x.value.type === 'boolean' && y.value.type === 'boolean') return sameCondition(x.value, y.value)
  const [a, b] = [comparedText(x), comparedText(y)]
  if (a === null || b === null) throw unlike(x, y, source)
  return sameText(a, b)
}

/** A boolean column also compares by its own words: alive = 'yes'. */
function comparedText({ value }: Argument): TextValue | null {
  if (value.type === 'text') return value
  return value.type === 'boolean' && value.text !== undefined ? { type: 'text', text: value.text } : null
}

function sameText(x: TextValue, y: TextValue): BooleanValue {
  const same: BooleanExpression =
    y.text.op === 'textConstant'
      ? { op: 'textIs', text: x.text, value: y.text.value }
      : x.text.op === 'textConstant'
        ? { op: 'textIs', text: y.text, value: x.text.value }
        : { op: 'sameText', x: x.text, y: y.text }
  const gaps = [x, y].filter(({ text }) => text.op !== 'textConstant').map(isMissing)
  const [first, second] = gaps
  if (first === undefined) return { type: 'boolean', isTrue: same, isFalse: null }
  const gap = second === undefined ? first : or(first, second)
  return { type: 'boolean', isTrue: and(not(gap), same), isFalse: not(or(gap, same)) }
}

function sameCondition(x: BooleanValue, y: BooleanValue): BooleanValue {
  const never = x.isFalse === null && y.isFalse === null
  return {
    type: 'boolean',
    isTrue: or(and(x.isTrue, y.isTrue), and(isFalse(x), isFalse(y))),
    isFalse: never ? null : or(and(x.isTrue, isFalse(y)), and(isFalse(x), y.isTrue)),
  }
}

function unlike(x: Argument, y: Argument, source: string): FormulaError {
  const missing = [x, y].find(({ value }) => value.type === 'missing')
  if (missing !== undefined) {
    return new FormulaError(
      `Nothing equals missing; ask isMissing(x) at character ${missing.node.start + 1}.`,
      missing.node,
    )
  }
  const text = x.value.type === 'text' ? x : y
  const other = text === x ? y : x
  const advice =
    text.node.kind === 'text' && other.value.type === 'date'
      ? `write date(${source.slice(text.node.start, text.node.end)})`
      : other.node.kind === 'number' && text.value.type === 'text'
        ? `write '${source.slice(other.node.start, other.node.end)}'`
        : 'compare values of one type'
  return new FormulaError(
    `${wordsAt(source, x.node)} is ${typeNames[x.value.type]}, and ${wordsAt(source, y.node)} is ${typeNames[y.value.type]}; ${advice}.`,
    y.node,
  )
}

/** Whether a value equals one of a list: `or` of the comparisons, those of a text with constants in one look-up. */
export function isIn(x: Argument, list: readonly Argument[], source: string): BooleanValue {
  const text = comparedText(x)
  const levels = list.flatMap(({ node }) => (node.kind === 'text' ? [node.value] : []))
  if (text !== null && list.length > 1 && levels.length === list.length) {
    const distinct = [...new Set(levels)]
    const found = {
      op: 'lookup' as const,
      text: text.text,
      levels: distinct,
      values: distinct.map(() => 1),
      other: 0,
      missing: NaN,
    }
    return {
      type: 'boolean',
      // In a graph a boolean's word may match several spellings, and their numbers are added.
      isTrue: less(constant(0), found),
      isFalse: compare('equal', found, constant(0)),
    }
  }
  return anyOf(list.map((item) => equal(x, item, source)))
}

/** In halves, so that a long list makes no deep expression. */
function anyOf(conditions: readonly BooleanValue[]): BooleanValue {
  const [first] = conditions
  if (first === undefined) throw new Error('A list of conditions is empty.')
  if (conditions.length === 1) return first
  const half = Math.ceil(conditions.length / 2)
  return either(anyOf(conditions.slice(0, half)), anyOf(conditions.slice(half)))
}

/** Texts one after the other; numbers and conditions as texts. */
export function joined(args: readonly Argument[], taker: Taker): TextValue {
  return { type: 'text', text: { op: 'concat', texts: args.map((argument) => joinedText(argument, taker).text) } }
}

import type { NumberExpression } from '../expression/types.ts'
import { FormulaError, wordsAt } from './problem.ts'
import type { FormulaNode } from './tree.ts'
import {
  finite,
  isNumeric,
  missingOf,
  textOf,
  typeNames,
  type BooleanValue,
  type FormulaType,
  type FormulaValue,
  type NumberValue,
  type TextValue,
} from './values.ts'

/** A part of a formula that a sign or a function takes, for messages beside its value. */
export interface Argument {
  node: FormulaNode
  value: FormulaValue
}

/** What takes arguments: its name as messages say it, and the whole text of the formula. */
export interface Taker {
  name: string
  source: string
}

export function numberOf({ node, value }: Argument, taker: Taker): NumberValue {
  if (value.type === 'number') return value
  throw mistyped({ node, value }, 'number', taker)
}

export function finiteNumberOf(argument: Argument, taker: Taker): NumberExpression {
  return finite(numberOf(argument, taker))
}

export function dateOf({ node, value }: Argument, taker: Taker): NumberExpression {
  if (value.type === 'date') return finite(value)
  throw mistyped({ node, value }, 'date', taker)
}

export function textArgument({ node, value }: Argument, taker: Taker): TextValue {
  if (value.type === 'text') return value
  if (value.type === 'boolean' && value.text !== undefined) return { type: 'text', text: value.text }
  throw mistyped({ node, value }, 'text', taker)
}

export function joinedText(argument: Argument, taker: Taker): TextValue {
  const text = argument.value.type === 'missing' ? null : textOf(argument.value)
  if (text === null) throw mistyped(argument, 'text', taker)
  return { type: 'text', text }
}

export function conditionOf({ node, value }: Argument, taker: Taker): BooleanValue {
  if (value.type === 'boolean') return value
  throw mistyped({ node, value }, 'boolean', taker)
}

export function numericOf({ node, value }: Argument, taker: Taker): NumberValue {
  if (isNumeric(value)) return value
  throw mistyped({ node, value }, 'number', taker)
}

/** Values of one type, where the word `missing` takes that of the others. */
export function alike(args: readonly Argument[], { name, source }: Taker): FormulaValue[] {
  const first = args.find(({ value }) => value.type !== 'missing')
  const type = first?.value.type ?? 'missing'
  const other = args.find(({ value }) => value.type !== 'missing' && value.type !== type)
  if (first !== undefined && other !== undefined) {
    throw new FormulaError(
      `${wordsAt(source, other.node)} is ${typeNames[other.value.type]}, and ${name} takes values of one type; ${wordsAt(source, first.node)} is ${typeNames[type]}.`,
      other.node,
    )
  }
  return args.map(({ value }) => (value.type === 'missing' ? missingOf(type) : value))
}

function mistyped({ node, value }: Argument, wanted: FormulaType, { name, source }: Taker): FormulaError {
  const advice = adviceFor(node, value.type, wanted, source)
  return new FormulaError(
    `${wordsAt(source, node)} is ${typeNames[value.type]}, and ${name} takes ${typeNames[wanted]}${advice === null ? '' : `; ${advice}`}.`,
    node,
  )
}

function adviceFor(node: FormulaNode, type: FormulaType, wanted: FormulaType, source: string): string | null {
  const words = source.slice(node.start, node.end)
  const isShort = words.length <= 40
  if (type === 'missing') return 'compute with values, or ask isMissing(x)'
  switch (wanted) {
    case 'number':
      if (type === 'boolean') return isShort ? `write if(${words}, 1, 0)` : 'put it into if(…, 1, 0)'
      if (type === 'date') return 'take its year, month or day, or subtract another date'
      return 'join texts by &'
    case 'date':
      return node.kind === 'text' ? `write date(${words})` : 'read the column as date'
    case 'text':
      if (type === 'number') return isShort ? `write text(${words})` : 'put it into text(…)'
      return type === 'date' ? 'take its year, month or day' : null
    case 'boolean':
      if (!isShort || node.kind !== 'column') return 'compare it with a value'
      return `compare it, as in ${words} ${type === 'text' ? "= 'yes'" : '> 0'}`
    case 'missing':
      return null
  }
}

import { constant } from '../expression/build.ts'
import { nearest } from '../../shared/training/known.ts'
import { conditionOf, type Argument, type Taker } from './arguments.ts'
import { functionNamed, meantFunction } from './functions.ts'
import { arithmetic, comparison, isIn, joined, negative } from './operators.ts'
import { FormulaError, wordsAt } from './problem.ts'
import type { CallNode, FormulaNode } from './tree.ts'
import { both, constantCondition, either, negated, type FormulaValue } from './values.ts'

/** The columns that a formula may name, and what each is of a row. */
export type FormulaColumns = ReadonlyMap<string, FormulaValue>

/** What a formula is of a row's values. Throws `FormulaError` where a name is unknown or a type does not fit. */
export function compile(node: FormulaNode, columns: FormulaColumns, source: string): FormulaValue {
  const valueOf = (part: FormulaNode): Argument => ({ node: part, value: compile(part, columns, source) })
  switch (node.kind) {
    case 'number':
      return { type: 'number', x: constant(node.value), overflows: false }
    case 'text':
      return { type: 'text', text: { op: 'textConstant', value: node.value } }
    case 'boolean':
      return constantCondition(node.value)
    case 'missing':
      return { type: 'missing' }
    case 'column':
      return columnNamed(node, columns, source)
    case 'negate':
      return negative(valueOf(node.x), source)
    case 'not':
      return negated(conditionOf(valueOf(node.x), { name: 'not', source }))
    case 'and':
    case 'or': {
      const taker: Taker = { name: node.kind, source }
      const x = conditionOf(valueOf(node.x), taker)
      const y = conditionOf(valueOf(node.y), taker)
      return node.kind === 'and' ? both(x, y) : either(x, y)
    }
    case 'join':
      return joined([valueOf(node.x), valueOf(node.y)], { name: '&', source })
    case 'arithmetic':
      return arithmetic(node.sign, valueOf(node.x), valueOf(node.y), source)
    case 'comparison':
      return comparison(node.sign, valueOf(node.x), valueOf(node.y), source)
    case 'in':
      return isIn(valueOf(node.x), node.list.map(valueOf), source)
    case 'call':
      return called(node, valueOf, source)
  }
}

function columnNamed(
  node: Extract<FormulaNode, { kind: 'column' }>,
  columns: FormulaColumns,
  source: string,
): FormulaValue {
  const value = columns.get(node.name)
  if (value !== undefined) return value
  const near = nearest(node.name, [...columns.keys()])
  const known = functionNamed(node.name)
  const advice =
    near !== null
      ? `; did you mean ${columnWords(near)}?`
      : known !== null
        ? `; the function is written ${known.usage}.`
        : "; a text is written in quotes, 'like this'."
  throw new FormulaError(`${wordsAt(source, node)} is no column of the table${advice}`, node)
}

/** A column's name as a formula writes it. */
export function columnWords(name: string): string {
  const isBare = /^[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}\p{M}\p{N}_]+)*$/u.test(name)
  const isKeyword = /^(?:and|or|not|in|true|false|missing)$/i.test(name)
  return isBare && !isKeyword ? name : `[${name.replaceAll(']', ']]')}]`
}

function called(node: CallNode, valueOf: (part: FormulaNode) => Argument, source: string): FormulaValue {
  const definition = functionNamed(node.name)
  const place = { start: node.start, end: node.start + node.name.length }
  if (definition === null) {
    const meant = meantFunction(node.name)
    const advice = meant === null ? '' : `; did you mean ${meant}?`
    throw new FormulaError(`${wordsAt(source, place)} is no function${advice || '.'}`, place)
  }
  const { arity, name, usage } = definition
  const count = node.args.length
  if (count < arity[0] || count > arity[1]) {
    const wants =
      arity[0] === arity[1] ? `${arity[0]}` : count < arity[0] ? `at least ${arity[0]}` : `at most ${arity[1]}`
    throw new FormulaError(
      `${wordsAt(source, place)} takes ${wants} ${wants.endsWith(' 1') || wants === '1' ? 'value' : 'values'}, and here are ${count}: it is written ${usage}.`,
      node,
    )
  }
  return definition.build({ node, args: node.args.map(valueOf), name, source })
}

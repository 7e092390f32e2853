import type { Argument } from '../arguments.ts'
import type { FormulaValue } from '../values.ts'
import type { CallNode } from '../tree.ts'

export const functionGroups = ['conditions', 'numbers', 'dates', 'texts'] as const

/** A function as the help shows it. */
export interface FormulaFunction {
  name: string
  group: (typeof functionGroups)[number]
  /** The name with its arguments, those that may be left out in brackets. */
  usage: string
  /** One line. */
  help: string
  /** A formula that uses it. */
  example: string
}

export interface FunctionCall {
  node: CallNode
  args: readonly Argument[]
  /** The name as it is defined. */
  name: string
  /** The whole formula. */
  source: string
}

/** A function with what it is in terms of expressions. */
export interface FunctionDefinition extends FormulaFunction {
  /** The least and the largest number of arguments. */
  arity: readonly [number, number]
  build(call: FunctionCall): FormulaValue
}

/** The argument at a place that the arity promises. */
export function argumentAt({ args, name }: FunctionCall, index: number): Argument {
  const argument = args[index]
  if (argument === undefined) throw new Error(`${name} has no argument ${index + 1}.`)
  return argument
}

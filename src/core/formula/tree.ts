import type { Span } from './problem.ts'

export const comparisonSigns = ['=', '<>', '<', '<=', '>', '>='] as const
export type ComparisonSign = (typeof comparisonSigns)[number]
export const arithmeticSigns = ['+', '-', '*', '/', '^', '%'] as const
export type ArithmeticSign = (typeof arithmeticSigns)[number]

/** A formula as it is written. `depth` counts the nodes to the deepest leaf, itself included. */
export type FormulaNode = Span & { depth: number } & (
    | { kind: 'number'; value: number }
    | { kind: 'text'; value: string }
    | { kind: 'boolean'; value: boolean }
    /** The word `missing`. */
    | { kind: 'missing' }
    | { kind: 'column'; name: string }
    | { kind: 'negate' | 'not'; x: FormulaNode }
    | { kind: 'arithmetic'; sign: ArithmeticSign; x: FormulaNode; y: FormulaNode }
    | { kind: 'comparison'; sign: ComparisonSign; x: FormulaNode; y: FormulaNode }
    | { kind: 'and' | 'or' | 'join'; x: FormulaNode; y: FormulaNode }
    | { kind: 'in'; x: FormulaNode; list: FormulaNode[] }
    | { kind: 'call'; name: string; args: FormulaNode[] }
  )

export type CallNode = Extract<FormulaNode, { kind: 'call' }>

/** The names of the columns that a formula reads, each once, in the order they are met. */
export function columnsOf(node: FormulaNode): string[] {
  const names = new Set<string>()
  collect(node, names)
  return [...names]
}

function collect(node: FormulaNode, names: Set<string>): void {
  if (node.kind === 'column') names.add(node.name)
  for (const child of childrenOf(node)) collect(child, names)
}

export function childrenOf(node: FormulaNode): readonly FormulaNode[] {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'missing':
    case 'column':
      return []
    case 'negate':
    case 'not':
      return [node.x]
    case 'arithmetic':
    case 'comparison':
    case 'and':
    case 'or':
    case 'join':
      return [node.x, node.y]
    case 'in':
      return [node.x, ...node.list]
    case 'call':
      return node.args
  }
}

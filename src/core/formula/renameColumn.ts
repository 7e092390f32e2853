import { columnWords } from './compile.ts'
import { parseFormula } from './parse.ts'
import { FormulaError, type Span } from './problem.ts'
import { childrenOf, type FormulaNode } from './tree.ts'

/** A formula that calls columns by other names; as it is where it does not parse. */
export function renameInFormula(source: string, nameOf: (name: string) => string): string {
  let tree: FormulaNode
  try {
    tree = parseFormula(source)
  } catch (error) {
    if (error instanceof FormulaError) return source
    throw error
  }
  let text = source
  for (const { name, start, end } of namedIn(tree).toSorted((a, b) => b.start - a.start)) {
    const now = nameOf(name)
    if (now !== name) text = text.slice(0, start) + columnWords(now) + text.slice(end)
  }
  return text
}

function namedIn(node: FormulaNode): (Span & { name: string })[] {
  return node.kind === 'column' ? [node] : childrenOf(node).flatMap(namedIn)
}

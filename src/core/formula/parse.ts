import { FormulaError, wordsAt, type Span } from './problem.ts'
import { tokenize, type Token } from './tokens.ts'
import { childrenOf, type ArithmeticSign, type ComparisonSign, type FormulaNode } from './tree.ts'

export const maxFormulaLength = 10_000
/** Of parentheses within one another, and of the tree that a formula is. */
export const maxFormulaDepth = 200

/** How strongly the signs bind; the stronger one is worked out first. */
const power = { lowest: 0, or: 1, and: 2, comparison: 3, join: 4, sum: 5, product: 6, power: 7 }

type Infix =
  | { power: number; kind: 'arithmetic'; sign: ArithmeticSign }
  | { power: number; kind: 'comparison'; sign: ComparisonSign }
  | { power: number; kind: 'and' | 'or' | 'join' | 'in' | 'not in' }

const infixSymbols: Readonly<Record<string, Infix>> = {
  '+': { power: power.sum, kind: 'arithmetic', sign: '+' },
  '-': { power: power.sum, kind: 'arithmetic', sign: '-' },
  '*': { power: power.product, kind: 'arithmetic', sign: '*' },
  '/': { power: power.product, kind: 'arithmetic', sign: '/' },
  '%': { power: power.product, kind: 'arithmetic', sign: '%' },
  '^': { power: power.power, kind: 'arithmetic', sign: '^' },
  '&': { power: power.join, kind: 'join' },
  '=': { power: power.comparison, kind: 'comparison', sign: '=' },
  '==': { power: power.comparison, kind: 'comparison', sign: '=' },
  '<>': { power: power.comparison, kind: 'comparison', sign: '<>' },
  '!=': { power: power.comparison, kind: 'comparison', sign: '<>' },
  '<': { power: power.comparison, kind: 'comparison', sign: '<' },
  '<=': { power: power.comparison, kind: 'comparison', sign: '<=' },
  '>': { power: power.comparison, kind: 'comparison', sign: '>' },
  '>=': { power: power.comparison, kind: 'comparison', sign: '>=' },
}

/**
 * Reads a formula by operator precedence (Pratt, "Top down operator precedence", 1973). From weak to strong: or; and;
 * not; comparisons and in, which do not chain; &; + -; * / %; the sign; ^, from the right, so that -2^2 is -4.
 * A leading = is passed over, as spreadsheets write it.
 * Throws `FormulaError`.
 */
export function parseFormula(source: string): FormulaNode {
  if (source.length > maxFormulaLength) {
    throw new FormulaError(
      `The formula has ${source.length} characters, and at most ${maxFormulaLength} are read; divide it over several columns.`,
      { start: maxFormulaLength, end: source.length },
    )
  }
  return new Parser(source).formula()
}

class Parser {
  private readonly source: string
  private readonly tokens: readonly Token[]
  private readonly end: Token
  private at = 0
  private nesting = 0

  constructor(source: string) {
    this.source = source
    this.tokens = tokenize(source)
    this.end = { kind: 'end', value: '', start: source.length, end: source.length }
  }

  formula(): FormulaNode {
    if (isSymbol(this.peek(), '=')) this.at++
    if (this.peek().kind === 'end') throw new FormulaError('The formula is empty.', this.peek())
    const node = this.expression(power.lowest)
    const next = this.peek()
    if (next.kind !== 'end') throw this.unexpected(next)
    return node
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.end
  }

  private take(): Token {
    const token = this.peek()
    this.at++
    return token
  }

  private expression(weakest: number): FormulaNode {
    this.nesting++
    if (this.nesting > maxFormulaDepth) throw tooDeep(this.peek())
    let x = this.operand()
    for (;;) {
      const infix = this.infix()
      if (infix === null || infix.power <= weakest) break
      this.at += infix.kind === 'not in' ? 2 : 1
      x = this.joined(x, infix)
      if (infix.power === power.comparison) this.refuseChain()
    }
    this.nesting--
    return x
  }

  private infix(): Infix | null {
    const token = this.peek()
    if (token.kind === 'symbol') return infixSymbols[token.value] ?? null
    switch (keyword(token)) {
      case 'and':
        return { power: power.and, kind: 'and' }
      case 'or':
        return { power: power.or, kind: 'or' }
      case 'in':
        return { power: power.comparison, kind: 'in' }
      case 'not':
        return keyword(this.peek(1)) === 'in' ? { power: power.comparison, kind: 'not in' } : null
      default:
        return null
    }
  }

  private joined(x: FormulaNode, infix: Infix): FormulaNode {
    if (infix.kind === 'in' || infix.kind === 'not in') {
      const open = this.take()
      if (!isSymbol(open, '(')) {
        throw new FormulaError(`A list in parentheses is missing after “in” at character ${open.start + 1}.`, open)
      }
      const list = this.list(open, 'in')
      const span = { start: x.start, end: this.tokens[this.at - 1]?.end ?? x.end }
      const found = sized({ kind: 'in', x, list, ...span })
      return infix.kind === 'in' ? found : sized({ kind: 'not', x: found, ...span })
    }
    // A power takes what follows with its sign, 2^-1, and is worked out from the right.
    const y = this.expression(infix.power === power.power ? power.product : infix.power)
    const span = { start: x.start, end: y.end }
    if (infix.kind === 'arithmetic') return sized({ kind: 'arithmetic', sign: infix.sign, x, y, ...span })
    if (infix.kind === 'comparison') return sized({ kind: 'comparison', sign: infix.sign, x, y, ...span })
    return sized({ kind: infix.kind, x, y, ...span })
  }

  private refuseChain(): void {
    if (this.infix()?.power !== power.comparison) return
    const next = this.peek()
    throw new FormulaError(
      `${wordsAt(this.source, next)} compares what was compared already; join two comparisons by and.`,
      next,
    )
  }

  private operand(): FormulaNode {
    const token = this.take()
    const { start, end } = token
    switch (token.kind) {
      case 'number':
        return sized({ kind: 'number', value: token.value, start, end })
      case 'text':
        return sized({ kind: 'text', value: token.value, start, end })
      case 'column':
        return sized({ kind: 'column', name: token.value, start, end })
      case 'word':
        return this.word(token)
      case 'symbol':
        return this.prefix(token)
      case 'end':
        throw new FormulaError(`The formula ends at character ${start + 1}, where a value should follow.`, token)
    }
  }

  private prefix(token: Token): FormulaNode {
    const { start } = token
    if (isSymbol(token, '(')) {
      const inner = this.expression(power.lowest)
      const close = this.take()
      if (!isSymbol(close, ')')) throw this.unclosed(token, close)
      return { ...inner, start, end: close.end }
    }
    if (isSymbol(token, '-')) {
      const x = this.expression(power.product)
      return sized({ kind: 'negate', x, start, end: x.end })
    }
    if (isSymbol(token, '+')) return this.expression(power.product)
    throw new FormulaError(`A value is missing before ${wordsAt(this.source, token)}.`, token)
  }

  private word(token: Extract<Token, { kind: 'word' }>): FormulaNode {
    const { start, end, value } = token
    const called = isSymbol(this.peek(), '(')
    switch (keyword(token)) {
      case 'true':
        return sized({ kind: 'boolean', value: true, start, end })
      case 'false':
        return sized({ kind: 'boolean', value: false, start, end })
      case 'missing':
        return sized({ kind: 'missing', start, end })
      case 'not': {
        const x = this.expression(power.and)
        return sized({ kind: 'not', x, start, end: x.end })
      }
      case 'and':
      case 'or':
        if (called) return this.spreadsheetJoin(token)
        throw new FormulaError(`A value is missing before ${wordsAt(this.source, token)}.`, token)
      case 'in':
        throw new FormulaError(`A value is missing before ${wordsAt(this.source, token)}.`, token)
      case null:
        break
    }
    if (!called) return sized({ kind: 'column', name: value, start, end })
    const args = this.list(this.take(), value)
    return sized({ kind: 'call', name: value, args, start, end: this.tokens[this.at - 1]?.end ?? end })
  }

  /** and(a, b, c), or(a, b, c): as spreadsheets write them. */
  private spreadsheetJoin(token: Extract<Token, { kind: 'word' }>): FormulaNode {
    const kind = keyword(token) === 'and' ? 'and' : 'or'
    const args = this.list(this.take(), kind)
    const span = { start: token.start, end: this.tokens[this.at - 1]?.end ?? token.end }
    const [first, ...others] = args
    if (first === undefined) {
      throw new FormulaError(`${wordsAt(this.source, span)} joins nothing; give it conditions.`, span)
    }
    return others.reduce((x, y) => sized({ kind, x, y, ...span }), first)
  }

  /** What stands between the parentheses, the first of which is taken already. */
  private list(open: Token, of: string): FormulaNode[] {
    const items: FormulaNode[] = []
    if (isSymbol(this.peek(), ')')) {
      const close = this.take()
      if (of === 'in') throw new FormulaError(`The list at character ${open.start + 1} is empty.`, close)
      return items
    }
    for (;;) {
      items.push(this.expression(power.lowest))
      const next = this.take()
      if (isSymbol(next, ')')) return items
      if (!isSymbol(next, ',') && !isSymbol(next, ';')) throw this.unclosed(open, next)
    }
  }

  private unclosed(open: Token, found: Token): FormulaError {
    if (found.kind === 'end') {
      return new FormulaError(`The “(” at character ${open.start + 1} has no closing “)”.`, open)
    }
    return this.unexpected(found)
  }

  private unexpected(token: Token): FormulaError {
    if (token.kind === 'end') {
      return new FormulaError(`The formula ends at character ${token.start + 1} too early.`, token)
    }
    if (isSymbol(token, ')')) {
      return new FormulaError(`The “)” at character ${token.start + 1} closes no parenthesis.`, token)
    }
    const advice =
      token.kind === 'symbol' ? 'is not expected there' : 'follows another value; put a sign such as + between them'
    return new FormulaError(`${wordsAt(this.source, token)} ${advice}.`, token)
  }
}

const keywords = ['and', 'or', 'not', 'in', 'true', 'false', 'missing'] as const

/** The keyword that a bare word is, in any case. */
function keyword(token: Token): (typeof keywords)[number] | null {
  if (token.kind !== 'word') return null
  const lower = token.value.toLowerCase()
  return keywords.find((known) => known === lower) ?? null
}

function isSymbol(token: Token, value: string): boolean {
  return token.kind === 'symbol' && token.value === value
}

type WithoutDepth<N> = N extends unknown ? Omit<N, 'depth'> : never

function sized(node: WithoutDepth<FormulaNode>): FormulaNode {
  const whole: FormulaNode = { ...node, depth: 1 }
  for (const child of childrenOf(whole)) whole.depth = Math.max(whole.depth, child.depth + 1)
  if (whole.depth > maxFormulaDepth) throw tooDeep(whole)
  return whole
}

function tooDeep({ start, end }: Span): FormulaError {
  return new FormulaError(
    `The formula is nested more than ${maxFormulaDepth} deep at character ${start + 1}; divide it over several columns.`,
    { start, end },
  )
}

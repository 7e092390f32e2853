import { isBoolean, isText } from '../../expression/kinds.ts'
import type { BooleanExpression, Expression, NumberExpression, TextExpression } from '../../expression/types.ts'

/** What a line defines: a number, a text, a truth, a row of numbers, or the words of a text. */
export type LineKind = 'number' | 'text' | 'boolean' | 'row' | 'words'

const prefixes: Record<LineKind, string> = { number: 'n', text: 'text', boolean: 'test', row: 'row', words: 'words' }

/** Writes expressions as lines of a language, one a node, in the order they are given: the parts of each before it. */
export abstract class ExpressionWriter {
  readonly lines: string[] = []
  /** What each expression is called. */
  readonly #names = new Map<Expression, string>()
  /** What lines that several expressions share are called. */
  readonly #shared = new Map<object, string>()

  /** An expression that is the name, or the literal, of what was written before. */
  of(expression: Expression): string {
    const name = this.#names.get(expression)
    if (name === undefined) throw new Error(`An expression (${expression.op}) is used before it is written.`)
    return name
  }

  /** Says that the expression is what has this name. */
  given(expression: Expression, name: string): void {
    this.#names.set(expression, name)
  }

  add(expression: Expression): void {
    if (this.#names.has(expression)) return
    const literal = this.literal(expression)
    this.#names.set(expression, literal ?? this.#write(expression))
  }

  /** What stands where the expression is used; null where it has a line. */
  protected abstract literal(expression: Expression): string | null
  protected abstract number(expression: NumberExpression): string
  protected abstract text(expression: TextExpression): string
  protected abstract boolean(expression: BooleanExpression): string
  protected abstract define(kind: LineKind, name: string, source: string): string

  /** A line that several expressions share, written once; its source may need the name that it defines. */
  protected shared(key: object, kind: LineKind, source: (name: string) => string): string {
    const name = this.#shared.get(key) ?? this.#line(kind, source)
    this.#shared.set(key, name)
    return name
  }

  #line(kind: LineKind, source: (name: string) => string): string {
    const name = `${prefixes[kind]}${this.lines.length + 1}`
    this.lines.push(this.define(kind, name, source(name)))
    return name
  }

  #write(expression: Expression): string {
    if (isText(expression)) return this.#line('text', () => this.text(expression))
    return isBoolean(expression)
      ? this.#line('boolean', () => this.boolean(expression))
      : this.#line('number', () => this.number(expression))
  }
}

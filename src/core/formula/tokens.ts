import { FormulaError, wordsAt, type Span } from './problem.ts'

export type Token = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'text'; value: string }
    /** A bare word: a column, a function or a keyword. */
    | { kind: 'word'; value: string }
    /** A column's name in [brackets] or `backticks`. */
    | { kind: 'column'; value: string }
    | { kind: 'symbol'; value: string }
    | { kind: 'end'; value: '' }
  )

const blank = /\s*/y
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}\p{M}\p{N}_]+)*/uy
/** A closing mark that is doubled stands for itself. */
const quoted: Readonly<Record<string, { pattern: RegExp; close: string; kind: 'text' | 'column'; what: string }>> = {
  "'": { pattern: /'((?:[^']|'')*)'/y, close: "'", kind: 'text', what: 'text' },
  '"': { pattern: /"((?:[^"]|"")*)"/y, close: '"', kind: 'text', what: 'text' },
  '[': { pattern: /\[((?:[^\]]|\]\])*)\]/y, close: ']', kind: 'column', what: 'column’s name' },
  '`': { pattern: /`((?:[^`]|``)*)`/y, close: '`', kind: 'column', what: 'column’s name' },
}
const symbol = /<=|>=|<>|!=|==|\*\*|&&|\|\||[-+*/^%&=<>(),;]/y

/** What people write from habit, and what it is called here. */
const otherSymbols: Readonly<Record<string, string>> = {
  '**': 'write a power with ^',
  '&&': 'write and',
  '||': 'write or',
  '|': 'write or',
  '!': 'write not',
  '~': 'write not',
  '?': 'write if(condition, yes, no)',
  '“': "put a text in straight quotes, 'like this'",
  '”': "put a text in straight quotes, 'like this'",
  '„': "put a text in straight quotes, 'like this'",
  '‘': "put a text in straight quotes, 'like this'",
  '’': "put a text in straight quotes, 'like this'",
  '{': 'use round parentheses',
  '}': 'use round parentheses',
}

/** The formula's words in order, ended by one of kind `end`. Throws `FormulaError` at what is none. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let at = match(blank, source, 0).length
  while (at < source.length) {
    const token = tokenAt(source, at)
    tokens.push(token)
    at = token.end + match(blank, source, token.end).length
  }
  tokens.push({ kind: 'end', value: '', start: source.length, end: source.length })
  return tokens
}

function tokenAt(source: string, start: number): Token {
  const first = String.fromCodePoint(source.codePointAt(start) ?? 0)
  const quotes = quoted[first]
  if (quotes !== undefined) {
    const found = match(quotes.pattern, source, start)
    const span = { start, end: start + found.length }
    if (found === '') {
      throw new FormulaError(
        `The ${quotes.what} that begins at character ${start + 1} has no closing ${quotes.close}.`,
        {
          start,
          end: source.length,
        },
      )
    }
    const value = found.slice(1, -1).replaceAll(quotes.close + quotes.close, quotes.close)
    return { kind: quotes.kind, value, ...span }
  }
  const digits = match(number, source, start)
  if (digits !== '') return numberToken(source, start, digits)
  const letters = match(word, source, start)
  if (letters !== '') return { kind: 'word', value: letters, start, end: start + letters.length }
  const sign = match(symbol, source, start)
  const span = { start, end: start + (sign === '' ? first : sign).length }
  const meant = otherSymbols[sign === '' ? first : sign]
  if (sign === '' || meant !== undefined) {
    const advice = meant === undefined ? 'put names with such signs in [brackets]' : meant
    throw new FormulaError(`${wordsAt(source, span)} has no meaning in a formula; ${advice}.`, span)
  }
  return { kind: 'symbol', value: sign, ...span }
}

function numberToken(source: string, start: number, digits: string): Token {
  const end = start + digits.length
  const letters = match(word, source, end)
  if (letters !== '') {
    const span = { start, end: end + letters.length }
    throw new FormulaError(
      `${wordsAt(source, span)} is neither a number nor a name; write a column as [${digits}${letters}] and a product as ${digits} * ${letters}.`,
      span,
    )
  }
  const value = Number(digits)
  if (!Number.isFinite(value)) {
    throw new FormulaError(`${wordsAt(source, { start, end })} is beyond the largest number, 1.8e308.`, { start, end })
  }
  return { kind: 'number', value, start, end }
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0] ?? ''
}

import { looksLikeBoolean } from './booleans.ts'
import { looksLikeDate } from './dates.ts'
import { isMarker, trimmed } from './markers.ts'
import { parseNumber } from './numbers.ts'
import { splitRecords } from './splitRecords.ts'
import type { SplitDialect, SplitRecord } from './splitRecords.ts'

export interface TextDialect extends SplitDialect {
  /** How records end; null where the file mixes line ends. */
  lineEnd: '\n' | '\r\n' | '\r' | null
}

type Quote = SplitDialect['quote']

const delimiters = [',', ';', '\t', '|'] as const
const sampleLength = 200_000
const scoredRecords = 200

/**
 * Detects delimiter, quote and line ends from the beginning of a text. Every combination is tried; the one wins whose
 * records are most alike in width and whose cells look most like values, after the idea of van den Burg, Nazábal and
 * Sutton (2019, "Wrangling messy CSV files by detecting row and type patterns"). What `given` names is kept.
 * @param complete whether `sample` is the whole text
 */
export function sniffDialect(
  sample: string,
  complete: boolean,
  given: { delimiter?: string | undefined; quote?: Quote | undefined } = {},
): TextDialect {
  const text = sample.slice(0, sampleLength)
  // Excel's own way of naming the delimiter, in a first line of its own.
  const named = given.delimiter ?? /^sep=([^\r\n])\r?\n/i.exec(text)?.[1]
  const whole = complete && text.length === sample.length
  const carriageReturnEnds = count(text, '\r') - count(text, '\r\n') > count(text, '\n')
  const quotes = given.quote === undefined ? possibleQuotes(text) : [given.quote]
  const tried = named === undefined ? delimiters.filter((one) => text.includes(one)) : [named]

  let best: { dialect: SplitDialect; score: number } | null = null
  for (const quote of quotes) {
    for (const plain of tried) {
      const delimiter = named === undefined ? withBlank(text, plain) : plain
      const dialect: SplitDialect = { delimiter, quote, carriageReturnEnds }
      const score = scoreDialect(splitRecords(text, dialect, whole).records, text, dialect)
      if (best === null || score > best.score) best = { dialect, score }
    }
  }
  const oneColumn: SplitDialect = {
    // One that the texts do not hold, so that none of them is split.
    delimiter: named ?? delimiters.find((one) => !text.includes(one)) ?? '\t',
    quote: given.quote ?? '"',
    carriageReturnEnds,
  }
  const chosen = best !== null && (best.score >= leastScore || named !== undefined) ? best.dialect : oneColumn
  return { ...chosen, lineEnd: lineEndOf(splitRecords(text, chosen, whole).records, text) }
}

// Below it the delimiter is a character of the texts: the table has one column.
const leastScore = 0.2

function possibleQuotes(text: string): Quote[] {
  const quotes: Quote[] = ['"']
  if (text.includes("'")) quotes.push("'")
  if (text.includes('"')) quotes.push('')
  return quotes
}

/** The delimiter with its blank where nearly every one is followed by a blank. */
function withBlank(text: string, delimiter: string): string {
  if (delimiter === '\t') return delimiter
  const all = count(text, delimiter)
  return count(text, `${delimiter} `) >= all * 0.9 ? `${delimiter} ` : delimiter
}

function scoreDialect(records: readonly SplitRecord[], text: string, dialect: SplitDialect): number {
  const filled = records.filter((record) => record.end > record.start)
  const width = modalWidth(filled.map((record) => record.fields.length))
  if (width < 2) return 0
  const alike = filled.filter((record) => record.fields.length === width)
  const broken = filled.filter((record) => record.brokenQuote).length
  const quoted = filled.filter((record) => text.slice(record.start, record.end).includes(dialect.quote)).length
  const cells = alike.slice(0, scoredRecords).flatMap((record) => record.fields)
  const typed = cells.filter(looksTyped).length / cells.length
  const consistency = alike.length / filled.length
  return (
    consistency *
    ((width - 1) / width) *
    (0.5 + 0.5 * typed) *
    (1 - 0.5 * (broken / Math.max(quoted, 1)) ** 3) *
    quotePrior(text, dialect, filled.length)
  )
}

/** The double quote is expected; the single one and none at all must earn it. */
function quotePrior(text: string, dialect: SplitDialect, records: number): number {
  if (dialect.quote === '"') return 1
  if (dialect.quote === '') return 0.9
  const openings = count(text, `${dialect.delimiter}'`) + count(text, "\n'")
  const closings =
    count(text, `'${dialect.delimiter.trimEnd() || dialect.delimiter}`) + count(text, "'\n") + count(text, "'\r")
  return Math.min(openings, closings) >= Math.max(2, records * 0.2) ? 1.05 : 0.9
}

function looksTyped(cell: string): boolean {
  const text = trimmed(cell)
  if (text === '' || isMarker(text) || looksLikeBoolean(text)) return true
  return (
    !Number.isNaN(parseNumber(text, 'plain')) || !Number.isNaN(parseNumber(text, 'commaDecimal')) || looksLikeDate(text)
  )
}

/** The most frequent width; of equally frequent ones the greatest. 0 for no records. */
export function modalWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1)
  let [best, most] = [0, 0]
  for (const [width, frequency] of counts) {
    if (frequency > most || (frequency === most && width > best)) [best, most] = [width, frequency]
  }
  return best
}

function lineEndOf(records: readonly SplitRecord[], text: string): TextDialect['lineEnd'] {
  const ends = new Set<string>()
  records.forEach((record, index) => {
    const next = records[index + 1]
    if (next !== undefined)
      ends.add(text.slice(record.end, next.start).trim() === '' ? lineEndAt(text, record.end) : '')
  })
  const [only] = ends
  if (ends.size > 1) return null
  return only === '\r\n' || only === '\r' ? only : '\n'
}

function lineEndAt(text: string, at: number): string {
  return text.startsWith('\r\n', at) ? '\r\n' : (text[at] ?? '')
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found++
  return found
}

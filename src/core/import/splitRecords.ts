/** What the splitter needs of a dialect. */
export interface SplitDialect {
  /** A delimiter that ends with a blank (", ") stands for the delimiter and any blanks after it. */
  delimiter: string
  quote: '"' | "'" | ''
  /** A lone CR ends a record, too; LF and CRLF always do. */
  carriageReturnEnds: boolean
}

export interface SplitRecord {
  fields: string[]
  /** The record's text is text.slice(start, end), its line end not included. */
  start: number
  end: number
  brokenQuote: boolean
}

export interface Split {
  records: SplitRecord[]
  /** Where the first record that may not be complete begins; the text's length when `complete`. */
  consumed: number
}

/** A quoted field longer than this is taken for one whose closing quote was forgotten. */
export const longestQuotedField = 1_000_000

/**
 * Splits text into records, one character after the other, and forgives broken quotes: a field whose quote is never
 * closed, or closed in another line by what must be the next field's opening quote, is read as if its quote were an
 * ordinary character; text after a closing quote belongs to the field. RFC 4180 texts split as RFC 4180 says.
 * A blank line gives a record with one empty field whose start equals its end.
 * @param complete false when more text follows: the last record is then left for the next call.
 */
export function splitRecords(text: string, dialect: SplitDialect, complete: boolean): Split {
  const cursor = new Cursor(text, dialect, complete)
  const records: SplitRecord[] = []
  let consumed = 0
  while (cursor.at < text.length) {
    const record = cursor.record()
    if (record === null) return { records, consumed }
    records.push(record)
    consumed = cursor.at
  }
  return { records, consumed }
}

class Cursor {
  at = 0
  private readonly text: string
  private readonly quote: string
  private readonly delimiter: string
  private readonly skipsBlanks: boolean
  private readonly returns: boolean
  private readonly complete: boolean
  // Positions found ahead, so that a text without quotes or with few line ends is searched once.
  private nextDelimiter = -1
  private nextFeed = -1
  private nextReturn = -1

  constructor(text: string, dialect: SplitDialect, complete: boolean) {
    this.text = text
    this.quote = dialect.quote
    const core = dialect.delimiter.trimEnd()
    this.skipsBlanks = core !== '' && core !== dialect.delimiter
    this.delimiter = this.skipsBlanks ? core : dialect.delimiter
    this.returns = dialect.carriageReturnEnds
    this.complete = complete
  }

  /** The next record, or null where it may go on beyond the text. */
  record(): SplitRecord | null {
    const start = this.at
    const fields: string[] = []
    let brokenQuote = false
    for (;;) {
      if (this.skipsBlanks) while (this.text[this.at] === ' ') this.at++
      let end: number
      if (this.quote !== '' && this.text[this.at] === this.quote) {
        const quoted = this.quoted()
        if (quoted === null) return null
        fields.push(quoted.value)
        brokenQuote ||= quoted.broken
        end = quoted.end
      } else {
        end = this.fieldEnd(this.at)
        fields.push(this.text.slice(this.at, end))
      }
      if (this.text.startsWith(this.delimiter, end)) {
        this.at = end + this.delimiter.length
        continue
      }
      const next = this.afterLineEnd(end)
      if (next === null) return null
      this.at = next
      return { fields, start, end, brokenQuote }
    }
  }

  /** A field that begins with a quote at `at`; `end` is where its delimiter or line end begins. */
  private quoted(): { value: string; end: number; broken: boolean } | null {
    const { text, quote } = this
    const open = this.at
    let close = text.indexOf(quote, open + 1)
    while (close !== -1 && text[close + 1] === quote) close = text.indexOf(quote, close + 2)
    if (close === -1 || close - open > longestQuotedField) {
      if (close === -1 && !this.complete && text.length - open <= longestQuotedField) return null
      return this.literal(open)
    }
    // A closing quote at the very end may turn out to be the first of two.
    if (close === text.length - 1 && !this.complete) return null
    const end = this.skipPadding(close + 1)
    if (this.isFieldEnd(end)) return { value: this.unescape(open + 1, close), end, broken: false }
    // Half a CRLF or half a delimiter may stand at the very end.
    if (!this.complete && text.length - end < Math.max(2, this.delimiter.length)) return null
    if (this.hasLineEnd(open, close)) return this.literal(open)
    if (!this.complete && this.lineEnd(close) >= text.length && text.length - open <= longestQuotedField) return null
    return this.unescapedInside(open, close)
  }

  /** A quote inside a quoted field was not doubled: the field ends at a quote in this line that a delimiter follows. */
  private unescapedInside(open: number, firstClose: number): { value: string; end: number; broken: boolean } {
    const { text, quote } = this
    const lineEnd = this.lineEnd(firstClose)
    const nextOpening = text.indexOf(this.delimiter + quote, firstClose)
    const limit = nextOpening === -1 ? lineEnd : Math.min(lineEnd, nextOpening)
    for (let close = text.indexOf(quote, firstClose + 1); close !== -1 && close < limit;) {
      const end = this.skipPadding(close + 1)
      if (this.isFieldEnd(end)) return { value: text.slice(open + 1, close), end, broken: true }
      close = text.indexOf(quote, close + 1)
    }
    const end = this.fieldEnd(firstClose + 1)
    return { value: this.unescape(open + 1, firstClose) + text.slice(firstClose + 1, end), end, broken: true }
  }

  private literal(open: number): { value: string; end: number; broken: boolean } {
    const end = this.fieldEnd(open)
    return { value: this.text.slice(open, end), end, broken: true }
  }

  private unescape(start: number, end: number): string {
    const value = this.text.slice(start, end)
    return value.includes(this.quote) ? value.replaceAll(this.quote + this.quote, this.quote) : value
  }

  private skipPadding(at: number): number {
    let end = at
    while (this.text[end] === ' ' && !this.text.startsWith(this.delimiter, end)) end++
    return end
  }

  private isFieldEnd(at: number): boolean {
    return at >= this.text.length || this.text.startsWith(this.delimiter, at) || this.isLineEnd(at)
  }

  private isLineEnd(at: number): boolean {
    const character = this.text[at]
    if (character === '\n') return true
    return character === '\r' && (this.returns || this.text[at + 1] === '\n')
  }

  private hasLineEnd(start: number, end: number): boolean {
    return this.lineEnd(start) < end
  }

  /** Where the delimiter or line end of an unquoted field begins. */
  private fieldEnd(from: number): number {
    if (this.nextDelimiter < from) this.nextDelimiter = orEnd(this.text.indexOf(this.delimiter, from))
    return Math.min(this.nextDelimiter, this.lineEnd(from))
  }

  private lineEnd(from: number): number {
    if (this.nextFeed < from) this.nextFeed = orEnd(this.text.indexOf('\n', from))
    if (this.returns && this.nextReturn < from) this.nextReturn = orEnd(this.text.indexOf('\r', from))
    let end = Math.min(this.nextFeed, this.text.length)
    if (this.returns) end = Math.min(end, this.nextReturn)
    return end > from && this.text[end] === '\n' && this.text[end - 1] === '\r' ? end - 1 : end
  }

  /** The position after the line end at `end`; null where the text stops and more may follow. */
  private afterLineEnd(end: number): number | null {
    if (end >= this.text.length) return this.complete ? end : null
    if (this.text[end] === '\n') return end + 1
    if (this.text[end + 1] === '\n') return end + 2
    // A CR at the very end may be half of a CRLF.
    return end + 1 < this.text.length || this.complete ? end + 1 : null
  }
}

function orEnd(index: number): number {
  return index === -1 ? Number.MAX_SAFE_INTEGER : index
}

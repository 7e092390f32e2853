import type { NumberFormat } from '../../shared/datasets.ts'

const commaThousands = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/
const commaDecimal = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d+$/
const pointThousands = /^[+-]?\d{1,3}(?:\.\d{3})+$/
const largestExact = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * Whether a text is a number such as -1.5, .5, 5. or 1e-3, and no code: 007 and integers that float64 cannot hold name
 * something and are texts. Written out because it sees every cell of a table, often twice.
 */
export function isPlainNumber(text: string): boolean {
  const { length } = text
  let at = 0
  const sign = text.charCodeAt(0)
  if (sign === 45 || sign === 43) at++
  const start = at
  while (at < length && isDigit(text.charCodeAt(at))) at++
  const whole = at - start
  if (whole > 1 && text.charCodeAt(start) === 48) return false
  if (at === length) return whole > 0 && (whole < 16 || (whole === 16 && isExactInteger(text)))
  let digits = whole
  if (text.charCodeAt(at) === 46) {
    const point = ++at
    while (at < length && isDigit(text.charCodeAt(at))) at++
    digits += at - point
  }
  if (digits === 0) return false
  if (at === length) return whole < 300
  return hasExponent(text, at) && Number.isFinite(Number(text))
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function hasExponent(text: string, from: number): boolean {
  let at = from
  if ((text.charCodeAt(at) | 32) !== 101) return false
  at++
  const sign = text.charCodeAt(at)
  if (sign === 45 || sign === 43) at++
  const start = at
  while (at < text.length && isDigit(text.charCodeAt(at))) at++
  return at > start && at === text.length
}

function isExactInteger(text: string): boolean {
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return value <= largestExact && value >= -largestExact
}

/**
 * The number a text stands for in a format, or NaN where it stands for none. Blanks around it must be gone.
 * Not numbers: empty texts, "Infinity", hexadecimal, what overflows float64, codes (see `isPlainNumber`).
 */
export function parseNumber(text: string, format: NumberFormat): number {
  switch (format) {
    case 'plain':
      return parsePlain(text)
    case 'commaThousands':
      return parsePlain(commaThousands.test(text) ? text.replaceAll(',', '') : text)
    case 'commaDecimal':
      if (commaDecimal.test(text) || pointThousands.test(text)) {
        return parsePlain(text.replaceAll('.', '').replace(',', '.'))
      }
      return text.includes('.') ? Number.NaN : parsePlain(text)
    case 'spaceThousands':
      return parsePlain(text.replaceAll(/(?<=\d)[ \u00a0\u202f](?=\d{3})/g, ''))
    case 'apostropheThousands':
      return parsePlain(text.replaceAll(/(?<=\d)['’](?=\d{3})/g, ''))
    case 'spaceCommaDecimal':
      return parseNumber(text.replaceAll(/(?<=\d)[ \u00a0\u202f](?=\d{3})/g, ''), 'commaDecimal')
  }
}

function parsePlain(text: string): number {
  return isPlainNumber(text) ? Number(text) : Number.NaN
}

/** Watches which formats fit every text of a column so far. */
export class NumberTally {
  private plain = true
  private thousands = true
  private decimal = true

  /** Takes one trimmed text that is not a marker; false once no format is left. */
  add(text: string): boolean {
    if (this.plain && !isPlainNumber(text)) this.plain = false
    // While every text is plain the others need a look only where they could differ: digits alone fit all formats.
    if (this.plain && (!this.decimal || !text.includes('.'))) return true
    if (this.thousands && Number.isNaN(parseNumber(text, 'commaThousands'))) this.thousands = false
    if (this.decimal && Number.isNaN(parseNumber(text, 'commaDecimal'))) this.decimal = false
    return this.plain || this.thousands || this.decimal
  }

  /** The one format that fits; `ambiguous` where 1,234 could be either; null where none fits. */
  decide(): NumberFormat | 'ambiguous' | null {
    if (this.plain) return 'plain'
    if (this.thousands && this.decimal) return 'ambiguous'
    if (this.thousands) return 'commaThousands'
    if (this.decimal) return 'commaDecimal'
    return null
  }
}

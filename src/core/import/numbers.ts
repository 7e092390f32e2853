/** How a column writes its numbers: 1234.5, or 1,234.5, or 1.234,5. */
export const numberFormats = ['plain', 'commaThousands', 'commaDecimal'] as const
export type NumberFormat = (typeof numberFormats)[number]

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const commaThousands = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/
const commaDecimal = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d+$/
const pointThousands = /^[+-]?\d{1,3}(?:\.\d{3})+$/
const leadingZero = /^[+-]?0\d/
const largestExact = BigInt(Number.MAX_SAFE_INTEGER)

/** A text that looks like a number but names something: 007, or an integer that float64 cannot hold. */
export function isCode(text: string): boolean {
  const first = text.charCodeAt(0)
  if ((first === 48 || first === 43 || first === 45) && leadingZero.test(text)) return true
  return text.length > 15 && isInexactInteger(text)
}

/**
 * The number a text stands for in a format, or NaN where it stands for none. Blanks around it must be gone.
 * Not numbers: empty texts, "Infinity", hexadecimal, what overflows float64, codes (see `isCode`).
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
  }
}

function parsePlain(text: string): number {
  if (!plain.test(text) || isCode(text)) return Number.NaN
  const value = Number(text)
  return Number.isFinite(value) ? value : Number.NaN
}

function isInexactInteger(text: string): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false
  const digits = text.startsWith('-') || text.startsWith('+') ? text.slice(1) : text
  return BigInt(digits) > largestExact
}

/** Watches which formats fit every text of a column so far. */
export class NumberTally {
  private plain = true
  private thousands = true
  private decimal = true

  /** Takes one trimmed text that is not a marker; false once no format is left. */
  add(text: string): boolean {
    if (this.plain && Number.isNaN(parsePlain(text))) this.plain = false
    // While every text is plain the others matter only for texts with a point: digits alone fit all formats.
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

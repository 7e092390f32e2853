/** How a table is written; every fault changes some of it. */
export const plain = { delimiter: ',', quote: '"', escape: 'double', lineEnd: '\r\n', quoteAll: false, final: true }

/** One field, quoted where it must be. */
export function field(text, { delimiter, quote, escape, quoteAll }) {
  const special = text.includes(delimiter) || text.includes(quote) || /[\r\n]/.test(text)
  const blank = delimiter.includes(' ') && (text.includes(delimiter.trim() || ' ') || text === '')
  if (quote === '' || (!quoteAll && !special && !blank)) return text
  const inside =
    escape === 'backslash'
      ? text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
      : text.replaceAll(quote, quote + quote)
  return quote + inside + quote
}

export const record = (cells, dialect) => cells.map((cell) => field(cell, dialect)).join(dialect.delimiter)

/** Records as a text; `ends` gives the line end of each. */
export function lines(records, { lineEnd, final }, ends = () => lineEnd) {
  return records.map((one, at) => (at === records.length - 1 && !final ? one : one + ends(at))).join('')
}

/** A whole table as a text. */
export function written({ header, rows }, changes = {}) {
  const dialect = { ...plain, ...changes }
  return lines(
    [...(header === null ? [] : [header]), ...rows].map((cells) => record(cells, dialect)),
    dialect,
  )
}

/** Bytes of a text in any encoding that the runtime can decode. */
export function encoded(text, label) {
  if (label === 'utf-8') return Buffer.from(text)
  if (label === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (label === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = tableFor(label)
  return Buffer.from([...text].flatMap((character) => table.get(character) ?? [63]))
}

const tables = new Map()

function tableFor(label) {
  const known = tables.get(label)
  if (known !== undefined) return known
  const decoder = new TextDecoder(label, { fatal: true })
  const table = new Map()
  const add = (bytes) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes))
      if (Array.from(text).length === 1 && !table.has(text)) table.set(text, bytes)
    } catch {
      // No character of this encoding.
    }
  }
  for (let first = 0; first < 256; first++) add([first])
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail])
  tables.set(label, table)
  return table
}

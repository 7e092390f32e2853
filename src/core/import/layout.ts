import { looksLikeDate } from './dates.ts'
import { isMarker, trimmed } from './markers.ts'
import { numberedNames } from './names.ts'
import { parseNumber } from './numbers.ts'
import { modalWidth } from './sniffDialect.ts'

/** Where the table lies among the records at the beginning of a file. */
export interface Layout {
  /** Records before the table: titles, notes, blank lines. */
  skip: number
  /** Records that name the columns: 0 for a table without a header. */
  headerRows: number
  /** Fields of a record. */
  width: number
  /** The header's texts (several rows joined by a blank), or `column1` and on. Not yet unique. */
  header: string[]
}

const looked = 1000

/**
 * Finds the table: leaves out leading blank records, Excel's `sep=;` line and a short run of narrow ones or comments, takes the most
 * frequent width, and tells a header by its contrast with the records below it (a text over numbers, a word that the
 * column never repeats).
 * @param records the first records' fields; a blank line is `[]`
 * @param header what the person said, if anything
 */
export function detectLayout(records: readonly (readonly string[])[], header?: boolean): Layout {
  const width = modalWidth(records.filter((record) => record.length > 0).map((record) => record.length))
  const skip = tableStart(records, width)
  const table = records.slice(skip, skip + looked).filter((record) => record.length > 0)
  const first = table[0] ?? []
  const columns = profileColumns(table.slice(1), width)
  if (first.length === 0 || !(header ?? hasHeader(first, columns, table.length > 1))) {
    return { skip, headerRows: 0, width: Math.max(width, 1), header: numberedNames(Math.max(width, 1)) }
  }
  const rows = [first]
  if (header === undefined) {
    for (const next of table.slice(1, maxHeaderRows)) {
      if (!isFurtherHeader(next, profileColumns(table.slice(rows.length + 1), width))) break
      rows.push(next)
    }
  }
  const body = table.slice(rows.length)
  const full = Math.max(width, first.length)
  const joined = Array.from({ length: full }, (_, column) =>
    rows
      .map((row) => trimmed(row[column] ?? ''))
      .filter((text) => text !== '')
      .join(' '),
  )
  return {
    skip,
    headerRows: blankLinesAmong(records, skip, rows.length),
    ...fitHeader(joined, first.length, width, body),
  }
}

const maxHeaderRows = 3

/** Header records, counted with blank ones between them. */
function blankLinesAmong(records: readonly (readonly string[])[], skip: number, rows: number): number {
  let seen = 0
  for (let at = skip; at < records.length; at++) {
    if ((records[at]?.length ?? 0) > 0) seen++
    if (seen === rows) return at - skip + 1
  }
  return rows
}

/** Settles a header that is shorter or longer than the records below it. */
function fitHeader(
  header: string[],
  headerWidth: number,
  width: number,
  body: readonly (readonly string[])[],
): { width: number; header: string[] } {
  if (headerWidth === width - 1 && body.some((record) => trimmed(record[width - 1] ?? '') !== '')) {
    // Row names without a name of their own stand first, as R writes them.
    return { width, header: ['', ...header.slice(0, width - 1)] }
  }
  let wide = header.length
  while (wide > Math.max(width, 1) && header[wide - 1] === '') wide--
  return { width: wide, header: header.slice(0, wide) }
}

function tableStart(records: readonly (readonly string[])[], width: number): number {
  let start = 0
  while (start < records.length && (records[start]?.length ?? 0) === 0) start++
  if (/^sep=.?$/i.test(records[start]?.[0] ?? '')) start++
  if (width < 2) return start
  for (let at = start; at < Math.min(records.length, 100); at++) {
    const record = records[at] ?? []
    const filled = record.filter((field) => trimmed(field) !== '').length
    const narrow = record.length <= Math.max(1, Math.floor(width / 2)) || (filled <= 1 && width >= 3)
    const comment = record[0]?.startsWith('#') === true && record.length !== width
    if (!narrow && !comment) return at
  }
  return start
}

interface ColumnLook {
  values: number
  /** Share of values that are numbers or dates. */
  typed: number
  years: number
  texts: Map<string, number>
}

function profileColumns(rows: readonly (readonly string[])[], width: number): ColumnLook[] {
  return Array.from({ length: width }, (_, column) => {
    const look: ColumnLook = { values: 0, typed: 0, years: 0, texts: new Map() }
    for (const row of rows) {
      const text = trimmed(row[column] ?? '')
      if (text === '' || isMarker(text)) continue
      look.values++
      if (isTyped(text)) look.typed++
      if (isYear(text)) look.years++
      look.texts.set(text, (look.texts.get(text) ?? 0) + 1)
    }
    return look
  })
}

function isTyped(text: string): boolean {
  return (
    !Number.isNaN(parseNumber(text, 'plain')) ||
    !Number.isNaN(parseNumber(text, 'commaDecimal')) ||
    !Number.isNaN(parseNumber(text, 'commaThousands')) ||
    looksLikeDate(text)
  )
}

function isYear(text: string): boolean {
  return /^(?:1[89]|20)\d\d$/.test(text)
}

const typedShare = 0.8

function isTypedColumn(look: ColumnLook): boolean {
  return look.values > 0 && look.typed >= look.values * typedShare
}

function hasHeader(first: readonly string[], columns: readonly ColumnLook[], hasBody: boolean): boolean {
  const cells = first.map(trimmed)
  const words = cells.every((cell) => cell !== '' && !isMarker(cell) && !isTyped(cell))
  if (!hasBody) return words
  let score = 0
  columns.forEach((look, column) => {
    score += vote(cells[column] ?? '', look)
  })
  const filled = cells.filter((cell) => cell !== '')
  if (new Set(filled).size < filled.length) score -= 0.5
  return score > 0 || (score === 0 && words)
}

/** How much a cell speaks for being the column's name (positive) or one of its values (negative). */
function vote(cell: string, look: ColumnLook): number {
  if (cell === '' || look.values === 0) return 0
  if (isTypedColumn(look)) {
    if (isYear(cell) && look.years < look.values / 2) return 1
    if (isTyped(cell) || isMarker(cell)) return -2
    return 2
  }
  if (isTyped(cell) || isMarker(cell)) return -1
  if (look.texts.has(cell)) return -1
  return look.texts.size <= look.values / 2 ? 1 : 0
}

/** A second header row (units, groups): texts over at least two columns of numbers, and over all of them. */
function isFurtherHeader(row: readonly string[], columns: readonly ColumnLook[]): boolean {
  const typed = columns
    .map((look, column) => ({ look, cell: trimmed(row[column] ?? '') }))
    .filter(({ look }) => isTypedColumn(look))
  return (
    typed.length >= 2 &&
    typed.every(({ cell, look }) => cell !== '' && !isMarker(cell) && !isTyped(cell) && look.values >= 2)
  )
}

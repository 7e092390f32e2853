import Papa from 'papaparse'
import { controlShare, countUtf8, detectEncoding, foreignFormat, isUtf8 } from '../../../core/import/encoding.ts'
import type { Utf8Counts } from '../../../core/import/encoding.ts'
import { detectLayout } from '../../../core/import/layout.ts'
import type { Layout } from '../../../core/import/layout.ts'
import { uniqueNames } from '../../../core/import/names.ts'
import { sniffDialect } from '../../../core/import/sniffDialect.ts'
import type { TextDialect } from '../../../core/import/sniffDialect.ts'
import { longestQuotedField, splitRecords } from '../../../core/import/splitRecords.ts'
import type { Encoding, ImportOptions } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import { readFully } from './fileProbe.ts'
import type { OpenFile } from './fileProbe.ts'
import { RowAssembler } from './rowAssembler.ts'
import type { RawRecord } from './rowAssembler.ts'
import { delimitedFindings } from './sourceFindings.ts'
import type { TableSource } from './tableSource.ts'

const chunkBytes = 1_000_000
// The layout is found among this many records.
const layoutRecords = 1_100

interface Decoding {
  encoding: Encoding
  markLength: number
  /** Bytes that are no UTF-8 in a file that otherwise is. */
  invalid: number
}

/**
 * Opens a text file as a table: encoding, dialect and layout are detected where `options` leaves them open.
 * @param utf8 counts over the whole file; null to judge by its beginning
 */
export function openDelimited(file: OpenFile, options: ImportOptions, utf8: Utf8Counts | null): TableSource {
  const where = { file: file.fileName }
  const foreign = foreignFormat(file.sample)
  if (foreign !== null) {
    throw new DescentError('unusable-input', `“${file.fileName}” is ${foreign}, not a table.`, {
      hint: 'Descent reads text tables (CSV, TSV) and spreadsheets (xlsx, xls, ods).',
      where,
    })
  }
  const decoding = detectDecoding(file, options, utf8)
  const complete = file.sample.length >= file.sizeBytes
  const sample = new TextDecoder(decoding.encoding).decode(file.sample.subarray(decoding.markLength), {
    stream: !complete,
  })
  if (sample.includes('\0') ? controlShare(sample) > 0.0005 : controlShare(sample) > 0.02) {
    throw new DescentError('unusable-input', `“${file.fileName}” holds binary data, not text.`, {
      hint: 'Descent reads text tables (CSV, TSV) and spreadsheets (xlsx, xls, ods).',
      where,
    })
  }
  const dialect = sniffDialect(sample, complete, options)
  const records = rawRecords(sample, dialect, complete)
  const layout = detectLayout(
    records.slice(0, layoutRecords).map((record) => record.fields),
    options.header,
  )
  refuseWithoutRows(file.fileName, records, layout, complete)
  const unique = uniqueNames(layout.header)
  const before = records.slice(0, layout.skip)
  const assembler = new RowAssembler(layout.width, layout.skip + layout.headerRows)
  before.forEach((record, index) => assembler.addBefore(record, index + 1))
  return {
    format: 'delimited',
    dialect: {
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      escape: 'double',
      encoding: decoding.encoding,
      hasByteOrderMark: decoding.markLength > 0,
      header: layout.headerRows > 0,
    },
    sheets: [],
    sheet: null,
    names: unique.names,
    hasHeader: layout.headerRows > 0,
    findings: () => delimitedFindings({ options, dialect, decoding, layout, unique, assembler }),
    irregular: () => ({ counts: assembler.counts, rows: assembler.irregular }),
    batches: () => readBatches(file, decoding, dialect, layout, assembler),
    close: () => file.handle.close(),
  }
}

function detectDecoding(file: OpenFile, options: ImportOptions, utf8: Utf8Counts | null): Decoding {
  const found = detectEncoding(file.sample)
  if (options.encoding !== undefined) {
    const markLength = options.encoding === found.encoding ? found.markLength : 0
    const invalid = options.encoding === 'utf-8' ? (utf8 ?? countUtf8(file.sample)).invalid : 0
    return { encoding: options.encoding, markLength, invalid }
  }
  if (found.encoding !== 'eight-bit') return { encoding: found.encoding, markLength: found.markLength, invalid: 0 }
  const counts = utf8 ?? countUtf8(file.sample)
  if (!isUtf8(counts)) return { encoding: 'windows-1252', markLength: 0, invalid: 0 }
  return { encoding: 'utf-8', markLength: 0, invalid: counts.invalid }
}

function rawRecords(text: string, dialect: TextDialect, complete: boolean): RawRecord[] {
  return splitRecords(text, dialect, complete).records.map((record) => ({
    // A blank line is no record of a wide table, and no record at all where it is nothing but a line end.
    fields: record.end === record.start ? [] : record.fields,
    text: text.slice(record.start, record.end),
    brokenQuote: record.brokenQuote,
  }))
}

function refuseWithoutRows(fileName: string, records: readonly RawRecord[], layout: Layout, complete: boolean): void {
  if (!complete || records.slice(layout.skip + layout.headerRows).some((record) => record.fields.length > 0)) return
  throw withoutRows(fileName, layout.headerRows > 0)
}

/** The error for a table that has no rows. */
export function withoutRows(fileName: string, hasHeader: boolean): DescentError {
  return new DescentError(
    'unusable-input',
    hasHeader ? `“${fileName}” has a header and no rows.` : `“${fileName}” holds nothing but blank lines.`,
    {
      hint: hasHeader
        ? 'If its first row holds values, read the file without a header.'
        : 'Choose a file with a table in it.',
      where: hasHeader ? { file: fileName, row: 1 } : { file: fileName },
    },
  )
}

async function* readBatches(
  file: OpenFile,
  decoding: Decoding,
  dialect: TextDialect,
  layout: Layout,
  assembler: RowAssembler,
): AsyncGenerator<{ rows: string[][]; fraction: number }> {
  const splitter = new ChunkSplitter(dialect, layout, assembler)
  const decoder = new TextDecoder(decoding.encoding, { ignoreBOM: true })
  const buffer = Buffer.alloc(Math.min(chunkBytes, file.sizeBytes))
  let position = decoding.markLength
  for (let last = false; !last;) {
    const { bytesRead } = await readFully(file.handle, buffer, position)
    position += bytesRead
    last = bytesRead < buffer.length || position >= file.sizeBytes
    const rows = splitter.add(decoder.decode(buffer.subarray(0, bytesRead), { stream: !last }), last)
    yield { rows, fraction: Math.min(1, position / file.sizeBytes) }
  }
}

/**
 * Splits a text that comes in pieces. Papaparse does the regular pieces; a piece in which anything is irregular is
 * split again by the forgiving splitter, which knows where each record stands.
 */
class ChunkSplitter {
  private readonly dialect: TextDialect
  private readonly assembler: RowAssembler
  private readonly width: number
  private readonly parser: {
    parse(input: string, baseIndex: number, ignoreLastRow: boolean): Papa.ParseResult<string[]>
  }
  private toSkip: number
  private tail = ''
  private pending = ''

  constructor(dialect: TextDialect, layout: Layout, assembler: RowAssembler) {
    this.dialect = dialect
    this.assembler = assembler
    this.width = layout.width
    this.toSkip = layout.skip + layout.headerRows
    this.parser = new Papa.Parser({
      delimiter: dialect.delimiter,
      newline: dialect.lineEnd ?? '\n',
      quoteChar: dialect.quote,
      ...(dialect.quote === '' ? { fastMode: true } : {}),
    }) as unknown as ChunkSplitter['parser']
  }

  add(piece: string, last: boolean): string[][] {
    this.pending += piece
    // A record of many pieces would be looked through again at each: it is when there is as much again to look at.
    if (!last && this.pending.length < this.tail.length) return []
    const text = this.tail + this.pending
    this.pending = ''
    const regular = this.toSkip === 0 && this.assembler.settled ? this.splitRegular(text, last) : null
    if (regular !== null) return regular
    const { records, consumed } = splitRecords(text, this.dialect, last)
    this.tail = text.slice(consumed)
    for (const record of records) {
      if (this.toSkip > 0) {
        this.toSkip--
        continue
      }
      this.assembler.add({
        fields: record.end === record.start ? [] : record.fields,
        text: text.slice(record.start, record.end),
        brokenQuote: record.brokenQuote,
      })
    }
    if (last) this.assembler.end()
    return this.assembler.take()
  }

  /** Null where the piece is not wholly regular; nothing is taken then. */
  private splitRegular(text: string, last: boolean): string[][] | null {
    if (this.dialect.lineEnd === null || (this.dialect.lineEnd === '\n' && text.includes('\r'))) return null
    const { data, errors, meta } = this.parser.parse(text, 0, !last)
    if (errors.length > 0) return null
    if (last && isBlank(data.at(-1))) data.pop()
    const { width } = this
    // In a table of one column a blank line and an empty quoted text look alike here.
    for (const row of data) if (row.length !== width || (width === 1 && row[0] === '')) return null
    const consumed = last ? text.length : meta.cursor
    if (text.length - consumed > longestQuotedField) return null
    this.tail = text.slice(consumed)
    this.assembler.addRegular(data)
    return data
  }
}

function isBlank(row: string[] | undefined): boolean {
  return row !== undefined && row.length === 1 && row[0] === ''
}

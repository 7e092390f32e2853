import type { IrregularRow } from '../../../shared/datasets.ts'
import type { IrregularCounts } from './types.ts'

/** A record as the splitter found it. A blank line has no fields. */
export interface RawRecord {
  fields: string[]
  /** As it stands in the file. */
  text: string
  brokenQuote: boolean
}

const keptIrregularRows = 100_000
const keptText = 10_000
// A longer run of one-field records is data, whatever it looks like.
const longestFooter = 20

interface Held extends RawRecord {
  record: number
  afterBlank: boolean
}

/**
 * Turns records into rows of one width. Short records are filled with missing values, long ones cut, broken quotes
 * noted: all are counted and kept as irregular rows. Notes after the table and a second table below it are left out,
 * and kept as irregular rows without a row of the table.
 */
export class RowAssembler {
  readonly counts: IrregularCounts = { tooFewFields: 0, tooManyFields: 0, brokenQuote: 0 }
  readonly irregular: IrregularRow[] = []
  rows = 0
  blankLines = 0
  /** Records left out: before the table, after it, and of a second table. */
  readonly left = { before: 0, after: 0, secondTable: 0 }

  private readonly width: number
  private record: number
  private afterBlank = false
  private ended = false
  private held: Held[] = []
  private out: string[][] = []

  /** @param record number of records before the first one that comes, the header included */
  constructor(width: number, record: number) {
    this.width = width
    this.record = record
  }

  /** Whether whole, regular rows may be taken as they are. */
  get settled(): boolean {
    return this.held.length === 0 && !this.ended
  }

  /** Takes rows that are known to be regular; only where `settled`. */
  addRegular(rows: readonly string[][]): void {
    this.rows += rows.length
    this.record += rows.length
    this.afterBlank = false
  }

  /** Notes a record that stands before the table. */
  addBefore(record: RawRecord, number: number): void {
    if (record.fields.length === 0) return
    this.left.before++
    this.note({ ...record, record: number, afterBlank: false }, null)
  }

  add(raw: RawRecord): void {
    this.record++
    if (raw.fields.length === 0) {
      this.blankLines++
      this.afterBlank = true
      return
    }
    const record: Held = { ...raw, record: this.record, afterBlank: this.afterBlank }
    this.afterBlank = false
    if (this.ended) {
      this.leaveOut(record, 'secondTable')
      return
    }
    const narrow = this.width > 1 && record.fields.length === 1
    const elsewhere =
      record.fields.length !== this.width && (record.afterBlank || this.held.some((held) => held.afterBlank))
    if (this.rows + this.out.length > 0 && (narrow || elsewhere)) {
      this.held.push(record)
      if (this.isSecondTable()) {
        this.ended = true
        for (const held of this.held) this.leaveOut(held, 'secondTable')
        this.held = []
      } else if (this.held.length > longestFooter) this.release()
      return
    }
    this.release()
    this.emit(record)
  }

  /** The file has ended: decides about the last records. */
  end(): void {
    let table = this.held.length
    while (table > 0 && isNote(this.held[table - 1], this.held[table - 2])) table--
    const notes = this.held.slice(table)
    this.held.length = table
    this.release()
    for (const note of notes) this.leaveOut(note, 'after')
  }

  /** Rows made since the last call. */
  take(): string[][] {
    const rows = this.out
    this.out = []
    this.rows += rows.length
    return rows
  }

  /** Two records of one other width after a blank line begin another table. */
  private isSecondTable(): boolean {
    const [last, previous] = [this.held.at(-1), this.held.at(-2)]
    return (
      last !== undefined &&
      previous !== undefined &&
      last.fields.length > 1 &&
      last.fields.length === previous.fields.length &&
      this.held.some((held) => held.afterBlank) &&
      !last.brokenQuote
    )
  }

  private release(): void {
    for (const record of this.held) this.emit(record)
    this.held = []
  }

  private emit(record: Held): void {
    const { fields } = record
    if (record.brokenQuote || fields.length !== this.width) this.note(record, this.rows + this.out.length)
    if (fields.length > this.width) fields.length = this.width
    while (fields.length < this.width) fields.push('')
    this.out.push(fields)
  }

  private leaveOut(record: Held, why: 'after' | 'secondTable'): void {
    this.left[why]++
    this.note(record, null)
  }

  /** Counts a record that is irregular, and keeps it. Records outside the table are kept, not counted. */
  private note(record: Held, row: number | null): void {
    const found = record.fields.length
    const problem = record.brokenQuote ? 'brokenQuote' : found > this.width ? 'tooManyFields' : 'tooFewFields'
    if (row !== null) this.counts[problem]++
    if (this.irregular.length < keptIrregularRows) {
      const text = record.text.length <= keptText ? record.text : `${record.text.slice(0, keptText - 1)}…`
      this.irregular.push({ record: record.record, row, problem, expected: this.width, found, text })
    }
  }
}

/** A line after the table that says something about it: after a blank line, or in words. */
function isNote(record: Held | undefined, previous: Held | undefined): boolean {
  if (record === undefined || record.fields.length !== 1 || record.brokenQuote) return false
  if (record.afterBlank || previous?.afterBlank === true) return true
  const text = record.text.trim()
  return /^[#*(]/.test(text) || (/\p{L}/u.test(text) && /[\s:]/.test(text))
}

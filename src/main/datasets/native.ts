import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { TableColumn } from '../../core/table.ts'
import { DescentError, errorKinds } from '../../shared/errors.ts'
import type { ErrorKind, ErrorPlace } from '../../shared/errors.ts'

/** Two versions of a table on their way to being compared; texts come as stored chunks (see columns/codec.ts). */
export interface NativeComparison {
  /** Rows `firstRow` and on of one column; both versions get their columns in the same order. */
  add(version: 'before' | 'after', firstRow: number, isKey: boolean, texts: Uint8Array): void
  /** Pairs the rows; everything was added. */
  finish(): { added: number; gone: number; changed: number; same: number }
  /** One column alone, to be followed by `changedCells`. */
  addCells(version: 'before' | 'after', firstRow: number, texts: Uint8Array): void
  /** In how many changed rows the column differs. */
  changedCells(): number
  /** The first rows of each sort, `limit` of each at most; `changed` as pairs, the earlier version's row first. */
  examples(limit: number): { added: number[]; gone: number[]; changed: number[] }
}

/** What reading a table tells. All `source` chunks come before the first `values` chunk; `done` comes last. */
export type ReadingEvent =
  | { kind: 'progress'; fraction: number; rows: number }
  | { kind: 'chunk'; column: number; chunk: number; rows: number; part: 'source' | 'values'; bytes: Uint8Array }
  /** A column's dictionary as a stored list of texts; without bytes for numbers and dates. */
  | { kind: 'levels'; column: number; bytes?: Uint8Array }
  /** Pairs: a row, and the line of the file (row of the sheet) that it and those after it stand on, one a line. */
  | { kind: 'origins'; runs: Uint32Array }
  /** JSON of `ReadTable`. */
  | { kind: 'done'; summary: string }

/** A table being read on threads of its own, which wait when too much was not taken; forgotten, they end. */
export interface NativeReading {
  /** The next things told, at least one. */
  next(): Promise<ReadingEvent[]>
}

export interface RowsPiece {
  rows: number
  /** One list of texts a column, as in a stored chunk before it is compressed. */
  columns: Uint8Array[]
  fraction: number
}

/** A table's rows as texts. */
export interface NativeRows {
  /** JSON of `RowsTable`; what only the whole file tells is final when `next` gave null. */
  about(): string
  next(): Promise<RowsPiece | null>
}

/** A column's texts with their values. */
export interface TypedTexts {
  /** JSON of a ColumnSummary. */
  summary: string
  /** Of a number or date column, NaN for missing; else `codes` into `levels`, -1 for missing. */
  values?: Float64Array
  codes?: Int32Array
  levels?: string[]
  /** Different texts that fit no value of the kind, the first ones, and the row of the first. */
  unparsed: string[]
}

export interface RetypedColumn {
  /** JSON of a ColumnSummary. */
  summary: string
  levels?: Uint8Array
  /** Stored chunks of the values, in order. */
  chunks: Uint8Array[]
}

/**
 * The readers of the native addon. Options and settings are JSON of the contract's types. What they throw becomes a
 * DescentError by `readerFailure`.
 */
export interface NativeReaders {
  /** Bounds the memory of this process: a file that would take more is refused with `out-of-memory`. */
  limitMemory(bytes: number): void
  compareTables(withKey: boolean): NativeComparison
  /** Answers JSON: the relation (or null) of each feature with the target, and findings. Arrays may be shared memory. */
  describeTarget(target: TableColumn, features: readonly TableColumn[], classification: boolean): string
  /** JSON of an Inspection without its file's name. */
  inspectTable(path: string, fileName: string, options: string): Promise<string>
  /** JSON of a ColumnPreview. */
  previewColumnOf(path: string, fileName: string, options: string, column: string, settings: string): Promise<string>
  readTable(path: string, fileName: string, options: string): NativeReading
  openRows(path: string, fileName: string, options: string): NativeRows
  /** Writes a table as RFC 4180; JSON of `ConvertedTable`. */
  convertTable(path: string, fileName: string, options: string, out: string): Promise<string>
  /** `column`: JSON of the name, the index, the ColumnSettings and the rows that do not decide a kind. */
  retypeColumn(column: string, chunks: Uint8Array[]): RetypedColumn
  /** The beginning of a stored column; `column` as for `retypeColumn`. JSON of a ColumnPreview. */
  previewStored(column: string, chunks: Uint8Array[], isWhole: boolean): string
  /** `column`: JSON of the name and the ColumnSettings, or the reading that was settled on other rows. */
  typeColumn(column: string, texts: Texts): TypedTexts
  /** Columns as records of RFC 4180. */
  csvRecords(columns: readonly Uint8Array[], rows: number): Uint8Array
  /** The rows `from` to `to` (which is not among them) of columns as XML of a sheet, where they are numbered from `first`. */
  sheetRows(columns: readonly Uint8Array[], from: number, to: number, first: number): SheetRows
}

/** A column's texts as they are, or laid out as `listTexts` reads them. */
export type Texts = string[] | Uint8Array

export interface SheetRows {
  xml: Uint8Array
  /** Texts that had to be cut, as a cell holds no more. */
  cut: number
}

let loaded: { path: string; readers: NativeReaders } | null = null

/** Loads the addon once a thread. Errors: `internal` where it is missing or was built for another system. */
export function loadReaders(addon: URL): NativeReaders {
  const path = fileURLToPath(addon)
  if (loaded?.path === path) return loaded.readers
  try {
    loaded = { path, readers: createRequire(import.meta.url)(path) as NativeReaders }
    return loaded.readers
  } catch (cause) {
    throw new DescentError('internal', 'The readers of Descent could not be loaded.', {
      hint: 'Install Descent again, or build it with “npm run build”.',
      cause,
    })
  }
}

/** What the native readers threw, as an error that names the file; anything else as it is. */
export function readerFailure(error: unknown, fileName: string): unknown {
  const told = error instanceof Error ? fieldsOf(error.message) : null
  if (told === null) return error
  const where: ErrorPlace = { file: fileName }
  if (typeof told['row'] === 'number') where.row = told['row']
  if (typeof told['column'] === 'string') where.column = told['column']
  const kind = errorKinds.find((known) => known === told['kind']) ?? 'unusable-input'
  const details: { where: ErrorPlace; hint?: string } = { where }
  if (typeof told['hint'] === 'string') details.hint = told['hint']
  return new DescentError(kind satisfies ErrorKind, String(told['message']), details)
}

function fieldsOf(message: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(message)
    return typeof parsed === 'object' && parsed !== null && 'kind' in parsed ? { ...parsed } : null
  } catch {
    return null
  }
}

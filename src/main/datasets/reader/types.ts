import type {
  ColumnPreview,
  ColumnSettings,
  Dataset,
  Dialect,
  FileFormat,
  Finding,
  ImportOptions,
  Inspection,
  IrregularRow,
} from '../../../shared/datasets.ts'
import type { Failure } from '../../../shared/errors.ts'

/** One column's rows `chunk * CHUNK_ROWS` and on, encoded by columns/codec.ts. */
export interface ColumnChunk {
  column: number
  chunk: number
  rows: number
  /** `source`: texts exactly as in the file. `values`: numbers (number, date) or codes (category, boolean, text). */
  part: 'source' | 'values'
  bytes: Uint8Array
}

/**
 * Takes what is read. All `source` chunks come before the first `values` chunk; each (column, chunk, part) once;
 * within a column in order. Reading goes on when the promise resolves, and fails when it rejects.
 */
export interface ReadSink {
  chunk(chunk: ColumnChunk): Promise<void>
  /** The lines of a chunk's rows, encoded by columns/origins.ts. */
  origins(chunk: number, bytes: Uint8Array): Promise<void>
  progress(fraction: number, rows: number): void
}

/** All of a dataset but its identity, with what is stored beside it. */
export interface ReadSummary extends Omit<Dataset, 'id' | 'name' | 'created' | 'version' | 'previous'> {
  /** The dictionary of each column, encoded like source text; null for numbers and dates. */
  levels: (Uint8Array | null)[]
  /** At most 100,000 of them; `irregular` counts them all. */
  irregularRows: IrregularRow[]
}

export type IrregularCounts = Dataset['irregular']

export interface RowsSummary {
  rows: number
  format: FileFormat
  dialect: Dialect | null
  sheet: string | null
  /** False where the names are `column1` and on. */
  hasHeader: boolean
  irregular: IrregularCounts
  findings: Finding[]
}

/** What was written of a file: its rows, of which some may not have fitted. */
export type Converted = Pick<RowsSummary, 'rows' | 'irregular'>

/** Some rows of a file, as texts, every row as long as the header. */
export interface RowsPiece {
  rows: number
  /** The texts of each column, laid out as `listTexts` of columns/codec.ts reads them. */
  columns: Uint8Array[]
  /** Of the file read so far, 0…1. */
  fraction: number
}

/** Takes the rows in order; reading goes on when the promise resolves. */
export type OnRows = (header: string[], piece: RowsPiece) => Promise<void>

/**
 * Reads foreign files in child processes, each of which serves one call at a time and is killed on cancel. Every method
 * rejects with a DescentError: `not-found`, `unusable-input`, `out-of-memory`, `cancelled`, or what the sink threw.
 */
export interface Reader {
  /** Looks at the beginning of a file; nothing is imported. */
  inspect(path: string, fileName: string, options: ImportOptions, signal?: AbortSignal): Promise<Inspection>
  /** A column of the beginning of a file, with other settings than those of `options`. */
  previewColumn(
    path: string,
    fileName: string,
    options: ImportOptions,
    column: string,
    settings: ColumnSettings,
  ): Promise<ColumnPreview>
  /** Reads a whole file as typed columns. */
  read(
    path: string,
    fileName: string,
    options: ImportOptions,
    sink: ReadSink,
    signal?: AbortSignal,
  ): Promise<ReadSummary>
  /** Reads a whole file some rows after the other, as texts. */
  readRows(
    path: string,
    fileName: string,
    options: ImportOptions,
    onRows: OnRows,
    signal?: AbortSignal,
  ): Promise<RowsSummary>
  /**
   * Writes what was understood of a file as RFC 4180 in UTF-8, values as the texts they were. A table without a header
   * gets none; an empty file gives an empty output. Further errors: those of writing to `out`.
   */
  convert(path: string, fileName: string, out: string, signal?: AbortSignal): Promise<Converted>
  /** Starts a process ahead of the first call, which then need not wait for it. */
  warm(): void
  /** Ends the processes that wait for a call. */
  close(): void
}

/** A started reader process, whatever starts it (child_process, Electron's utilityProcess). */
export interface ReaderProcess {
  send(message: ToReader): void
  onMessage(listener: (message: FromReader) => void): void
  /** Called once, when the process has ended for any reason. */
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void
  /** Whether this program may end while the process goes on. */
  detach(isIdle: boolean): void
  kill(): void
}

/** Starts the process whose entry module is `entry`, with a limit of its JavaScript heap. */
export type SpawnReader = (entry: URL, settings: { heapMegabytes: number }) => ReaderProcess

export interface ReadRequest {
  path: string
  fileName: string
  options: ImportOptions
}

/** What a process is asked to do with one file. */
export type ReaderTask =
  | { kind: 'inspect'; request: ReadRequest }
  | { kind: 'previewColumn'; request: ReadRequest; column: string; settings: ColumnSettings }
  | { kind: 'read'; request: ReadRequest }
  | { kind: 'rows'; request: ReadRequest }
  | { kind: 'convert'; request: ReadRequest; out: string }

/** What the client asks, one task after the other; `seq` of an acknowledgement names the message taken. */
export type ToReader =
  { type: 'start'; task: ReaderTask; addon: string; memoryBytes: number } | { type: 'taken'; seq: number }

/** What a task gives at its end. */
export type TaskResult =
  | { type: 'inspected'; inspection: Inspection }
  | { type: 'previewed'; preview: ColumnPreview }
  | { type: 'readDone'; summary: Omit<ReadSummary, 'levels'> }
  | { type: 'rowsDone'; summary: RowsSummary }
  | { type: 'converted'; converted: Converted }

/** What a task hands over while it goes on. All but `progress` await their `taken`. */
export type Handed =
  | { type: 'progress'; fraction: number; rows: number }
  | { type: 'chunk'; chunk: ColumnChunk }
  | { type: 'origins'; chunk: number; bytes: Uint8Array }
  | { type: 'levels'; column: number; bytes: Uint8Array | null }
  | ({ type: 'rows'; header: string[] } & RowsPiece)

/** What the process answers, numbered from 0 without gaps. */
export type FromReader = { seq: number } & (
  { type: 'ready' } | Handed | TaskResult | { type: 'failed'; failure: Failure }
)

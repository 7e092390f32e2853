import type {
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
  /** The line of the file, or row of the sheet, of each row of a chunk, from 1. */
  origins(chunk: number, lines: Uint32Array): Promise<void>
  progress(fraction: number, rows: number): void
}

/** All of a dataset but its identity, with what is stored beside it. */
export interface ReadSummary extends Omit<Dataset, 'id' | 'name' | 'created' | 'version' | 'previous'> {
  /** The dictionary of each column; null for numbers and dates. */
  levels: (string[] | null)[]
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

/**
 * Takes the rows in order; reading goes on when the promise resolves. `fraction` of the file read so far, 0…1;
 * `hasHeader` is false where the file has none and the names are `column1` and on.
 */
export type OnRows = (header: string[], rows: string[][], fraction: number, hasHeader: boolean) => Promise<void>

/**
 * Reads foreign files in a child process of its own for each call, which is killed on cancel. Every method rejects
 * with a DescentError: `not-found`, `unusable-input`, `out-of-memory`, `cancelled`, or what the sink threw.
 */
export interface Reader {
  /** Looks at the beginning of a file; nothing is imported. */
  inspect(path: string, fileName: string, options: ImportOptions, signal?: AbortSignal): Promise<Inspection>
  /** Reads a whole file as typed columns. */
  read(
    path: string,
    fileName: string,
    options: ImportOptions,
    sink: ReadSink,
    signal?: AbortSignal,
  ): Promise<ReadSummary>
  /** Reads a whole file row by row, as texts, every row as long as the header. */
  readRows(
    path: string,
    fileName: string,
    options: ImportOptions,
    onRows: OnRows,
    signal?: AbortSignal,
  ): Promise<RowsSummary>
}

/** A started reader process, whatever starts it (child_process, Electron's utilityProcess). */
export interface ReaderProcess {
  send(message: ToReader): void
  onMessage(listener: (message: FromReader) => void): void
  /** Called once, when the process has ended for any reason. */
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void
  kill(): void
}

/** Starts the process whose entry module is `entry`, with a limit of its JavaScript heap. */
export type SpawnReader = (entry: URL, settings: { heapMegabytes: number }) => ReaderProcess

export interface ReadRequest {
  path: string
  fileName: string
  options: ImportOptions
}

/** What the client asks; the process serves one task and ends. `seq` of an acknowledgement names the message taken. */
export type ToReader =
  | { type: 'start'; task: 'inspect' | 'read' | 'rows'; request: ReadRequest; addon: string; memoryBytes: number }
  | { type: 'taken'; seq: number }

/** What the process answers, numbered from 0 without gaps. `chunk`, `rows` and `levels` await their `taken`. */
export type FromReader = { seq: number } & (
  | { type: 'ready' }
  | { type: 'progress'; fraction: number; rows: number }
  | { type: 'chunk'; chunk: ColumnChunk }
  | { type: 'levels'; column: number; levels: string[] | null }
  | { type: 'rows'; header: string[]; rows: string[][]; fraction: number; hasHeader: boolean }
  | { type: 'inspected'; inspection: Inspection }
  | { type: 'readDone'; summary: Omit<ReadSummary, 'levels'> }
  | { type: 'rowsDone'; summary: RowsSummary }
  | { type: 'failed'; failure: Failure }
)

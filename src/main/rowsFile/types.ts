import type { SheetRows } from '../datasets/native.ts'

/** A file of rows that is written as they come, in bounded memory. */
export interface RowsFile {
  /**
   * Resolves when more can be taken; the first row names the columns. Rejects where the file cannot be written.
   *
   * @param columns the texts of each, laid out as `listTexts` reads them
   */
  write(columns: readonly Uint8Array[], rows: number): Promise<void>
  /** Completes the file. */
  end(): Promise<RowsFileSummary>
  /** Gives up; what is there of the file is of no use. */
  abort(): void
}

export interface RowsFileSummary {
  /** Sheets of a workbook, which has room for so many rows on each; of other files 1. */
  sheets: number
  /** Texts that had to be cut, as a cell holds no more. */
  cut: number
}

/** What turns columns of texts into the bytes of a file, on a thread of its own. */
export interface RowsText {
  /** As records of RFC 4180. */
  csv(columns: readonly Uint8Array[], rows: number): Promise<Uint8Array>
  /** The rows `from` to `to` (which is not among them) as XML of a sheet, where they are numbered from `first`. */
  sheet(columns: readonly Uint8Array[], from: number, to: number, first: number): Promise<SheetRows>
}

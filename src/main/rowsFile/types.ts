/** A file of rows that is written as they come, in bounded memory. */
export interface RowsFile {
  /** Resolves when more can be taken; the first row names the columns. Rejects where the file cannot be written. */
  write(rows: readonly (readonly string[])[]): Promise<void>
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

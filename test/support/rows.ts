import { layOutTexts, listTexts } from '../../src/main/datasets/columns/codec.ts'
import { loadReaders } from '../../src/main/datasets/native.ts'
import type { RowsPiece } from '../../src/main/datasets/reader/types.ts'
import type { RowsText } from '../../src/main/rowsFile/types.ts'

/** What was read of a file, row by row. */
export function rowsOf({ rows, columns }: RowsPiece): string[][] {
  const texts = columns.map((column) => listTexts(column))
  return Array.from({ length: rows }, (_, row) => texts.map((column) => column[row]!))
}

/** Rows, all of the same length, as columns to be written. */
export function columnsOf(rows: readonly (readonly string[])[]): Uint8Array[] {
  return rows[0]!.map((_, column) => layOutTexts(rows.map((row) => row[column]!)))
}

/** Makes the bytes of rows on the caller's thread. */
export function rowsText(): RowsText {
  const readers = loadReaders(new URL('../../out/native/descent.node', import.meta.url))
  return {
    csv: (columns, rows) => Promise.resolve(readers.csvRecords(columns, rows)),
    sheet: (columns, from, to, first) => Promise.resolve(readers.sheetRows(columns, from, to, first)),
  }
}

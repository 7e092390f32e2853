import type { CellPlace, Dataset } from '../shared/datasets.ts'

/** Where a cell came from, in words: “line 17, field 3”, “Sheet1!C17”, “row 17, column price”. */
export function cellPlace(source: Dataset['source'], line: number, columnIndex: number): CellPlace | null {
  const column = source.places[columnIndex]
  if (column === undefined) return null
  const { fileName, sheet } = source
  return { fileName, sheet, line, column, text: placeText(source, line, column) }
}

function placeText({ format, sheet }: Dataset['source'], line: number, column: number | string): string {
  if (typeof column === 'number') return `line ${line}, field ${column}`
  return format === 'spreadsheet' ? `${sheetPrefix(sheet)}${column}${line}` : `row ${line}, column ${column}`
}

/** As spreadsheets write it: names that are more than a word stand in apostrophes. */
function sheetPrefix(sheet: string | null): string {
  if (sheet === null) return ''
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? `${sheet}!` : `'${sheet.replaceAll("'", "''")}'!`
}

/** Rows of one sheet of an Office Open XML workbook (ECMA-376), the header among them. */
export const mostSheetRows = 1_048_576
/** Columns of one sheet. */
export const mostSheetColumns = 16_384
/** Characters (UTF-16 units) of one cell. */
export const mostCellCharacters = 32_767

/** What a worksheet's XML begins with; its first row stays in sight. */
export const sheetStart =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">' +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'

export const sheetEnd = '</sheetData></worksheet>'

/** Text as XML has it in an element: what XML cannot hold is written as _x001F_ (ECMA-376, ST_Xstring). */
export function escapeXml(text: string): string {
  if (!special.test(text)) return text
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(unwritable, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
}

const special = /[&<>\p{Cc}\p{Cs}\uFFFE\uFFFF]|_x[0-9A-Fa-f]{4}_/u
/** Control characters but tab and line feed (a carriage return would come back as one), lone surrogates, noncharacters. */
const unwritable = /(?![\t\n])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu

const letters: string[] = []

/** A, B, …, Z, AA, …: the name of a column, counted from 0. */
export function columnLetters(column: number): string {
  const known = letters[column]
  if (known !== undefined) return known
  let name = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  letters[column] = name
  return name
}

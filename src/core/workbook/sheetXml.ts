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

/**
 * Whether a cell holds a text as a number: one that comes back from the number as it was written. Whole numbers of more than 15
 * digits are identifiers, which a spreadsheet would round.
 */
export function isPlainNumber(text: string): boolean {
  const first = text.charCodeAt(0)
  if (text.length > longest || !(first === minus || (first >= zero && first <= nine))) return false
  const number = Number(text)
  if (!Number.isFinite(number) || String(number) !== text) return false
  return text.length <= 15 || !/^-?\d{16,}$/.test(text)
}

const [minus, zero, nine] = [0x2d, 0x30, 0x39]
/** A sign, 17 digits, a point and an exponent. */
const longest = 24

/**
 * A row of texts as XML: numbers as numbers, everything else as text, nothing for an empty one. A text is cut where it has more
 * characters than a cell may have.
 *
 * @param number counted from 1
 */
export function rowXml(cells: readonly string[], number: number): string {
  let xml = `<row r="${number}">`
  for (let column = 0; column < cells.length; column++) {
    const text = cells[column] ?? ''
    if (text === '') continue
    const place = `${columnLetters(column)}${number}`
    if (isPlainNumber(text)) xml += `<c r="${place}"><v>${text}</v></c>`
    else {
      const whole = text.length > mostCellCharacters ? text.slice(0, mostCellCharacters) : text
      xml += `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(whole)}</t></is></c>`
    }
  }
  return `${xml}</row>`
}

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

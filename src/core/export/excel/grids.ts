import { columnLetters, escapeXml } from '../../workbook/sheetXml.ts'
import { dateStyle, momentStyle } from '../../workbook/parts.ts'
import { unsayable } from '../program/refusal.ts'

/** What a cell holds: a number, a text, a formula, or a moment in days of a spreadsheet, null where one is to be typed. */
export type Cell = number | string | null | { formula: string } | { moment: number | null }

/** Characters of a formula in Excel. */
const longestFormula = 8192
/** Columns of a sheet. */
const mostColumns = 16_384

export const smaller = 'Train a smaller network, or export as ONNX, Python, JavaScript or C, which have no such limit.'

/** Stands for the record's row in a formula. */
const recordRow = '{r}'

/** A sheet with a record a row and a formula a column, the same in every row. */
export class RecordSheet {
  readonly name: string
  readonly #titles: string[] = []
  readonly #formulas: string[] = []

  constructor(name: string) {
    this.name = name
  }

  get width(): number {
    return this.#formulas.length
  }

  /** Adds a column: how a formula of the same record refers to it. */
  add(title: string, formula: string): string {
    if (formula.length + 40 > longestFormula) {
      throw unsayable(
        'Excel',
        `a formula would have ${formula.length} characters, and ${longestFormula} is the limit`,
        smaller,
      )
    }
    this.#titles.push(title)
    this.#formulas.push(formula)
    if (this.width > mostColumns) {
      throw unsayable('Excel', `it would need more than the ${mostColumns} columns that a sheet has`, smaller)
    }
    return this.at(this.width - 1)
  }

  at(column: number): string {
    return `${this.name}!${columnLetters(column)}${recordRow}`
  }

  /** So many columns of one record, beginning at one. */
  range(from: number, count: number): string {
    return `${this.at(from)}:${columnLetters(from + count - 1)}${recordRow}`
  }

  rows(records: number): Cell[][] {
    const row = (number: number): Cell[] =>
      this.#formulas.map((formula) => ({ formula: formula.replaceAll(recordRow, String(number)) }))
    return [this.#titles, ...Array.from({ length: records }, (_, k) => row(k + 2))]
  }
}

/** A sheet of constants. */
export class ConstantSheet {
  readonly name: string
  readonly rows: Cell[][] = []

  constructor(name: string) {
    this.name = name
  }

  /** Adds a row: its cells as a range. */
  addRow(values: ArrayLike<number>): string {
    const number = this.rows.push(Array.from(values))
    return `${this.name}!$A$${number}:$${columnLetters(values.length - 1)}$${number}`
  }

  /** Adds a column below one another: its cells as a range. */
  addColumn(values: readonly (number | string)[]): string {
    const from = this.rows.length + 1
    for (const value of values) {
      this.rows.push([typeof value === 'number' && !Number.isFinite(value) ? { formula: 'NA()' } : value])
    }
    return `${this.name}!$A$${from}:$A$${this.rows.length}`
  }
}

/** The XML of a sheet; numbers to the bit. */
export function sheetXml(rows: readonly (readonly Cell[])[], frozen: boolean): string {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const body = rows.map((cells, index) => {
    const number = index + 1
    return `<row r="${number}">${cells.map((cell, column) => cellXml(cell, `${columnLetters(column)}${number}`)).join('')}</row>`
  })
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">' +
    `${frozen ? pane : ''}</sheetView></sheetViews><sheetData>${body.join('')}</sheetData></worksheet>`
  )
}

function cellXml(cell: Cell, place: string): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'string') {
    return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`
  }
  if ('moment' in cell) {
    const style = Number.isInteger(cell.moment ?? 0) ? dateStyle : momentStyle
    return cell.moment === null
      ? `<c r="${place}" s="${style}"/>`
      : `<c r="${place}" s="${style}"><v>${cell.moment}</v></c>`
  }
  return `<c r="${place}"><f>${escapeXml(cell.formula)}</f></c>`
}

/** A number as a formula has it; one that is none is missing. */
export function numberFormula(value: number): string {
  if (!Number.isFinite(value)) return 'NA()'
  const digits = String(value).toUpperCase()
  return value < 0 ? `(${digits})` : digits
}

/** A text as a formula has it. */
export function textFormula(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

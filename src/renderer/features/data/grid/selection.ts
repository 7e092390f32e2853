import type { Cell } from './moveCell.ts'

/** A rectangle of cells, its edges included. */
export interface CellRange {
  top: number
  bottom: number
  left: number
  right: number
}

/** From the cell where a selection began to the one where it ends, in whichever direction. */
export function rangeOf(from: Cell, to: Cell): CellRange {
  return {
    top: Math.min(from.row, to.row),
    bottom: Math.max(from.row, to.row),
    left: Math.min(from.column, to.column),
    right: Math.max(from.column, to.column),
  }
}

export function cellCount({ top, bottom, left, right }: CellRange): number {
  return (bottom - top + 1) * (right - left + 1)
}

export function contains({ top, bottom, left, right }: CellRange, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right
}

/**
 * Cells as spreadsheets exchange them by the clipboard: fields parted by tabs, rows by line ends; a field that holds
 * either, or a quote, stands in quotes.
 */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  const field = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(field).join('\t')).join('\n')
}

export interface Cell {
  row: number
  column: number
}

export type GridMove = 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'rowStart' | 'rowEnd'

/** Where a key takes the active cell. `page` is in rows; `all` (Ctrl) goes to the very edge of the table. */
export function moveCell(
  { row, column }: Cell,
  move: GridMove,
  table: { rows: number; columns: number; page: number; all: boolean },
): Cell {
  const lastRow = Math.max(0, table.rows - 1)
  const lastColumn = Math.max(0, table.columns - 1)
  const toRow = (next: number) => ({ row: Math.max(0, Math.min(lastRow, next)), column })
  const toColumn = (next: number) => ({ row, column: Math.max(0, Math.min(lastColumn, next)) })
  switch (move) {
    case 'up':
      return toRow(table.all ? 0 : row - 1)
    case 'down':
      return toRow(table.all ? lastRow : row + 1)
    case 'left':
      return toColumn(table.all ? 0 : column - 1)
    case 'right':
      return toColumn(table.all ? lastColumn : column + 1)
    case 'pageUp':
      return toRow(row - table.page)
    case 'pageDown':
      return toRow(row + table.page)
    case 'rowStart':
      return { row: table.all ? 0 : row, column: 0 }
    case 'rowEnd':
      return { row: table.all ? lastRow : row, column: lastColumn }
  }
}

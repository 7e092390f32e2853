import { callHost, type StudioHost } from '../../../app/data.tsx'
import { cellCount, type CellRange, tabSeparated } from './selection.ts'

/** More do not fit a clipboard sensibly; the file itself is the better way then. */
export const MOST_COPIED_CELLS = 500_000
const ROWS_A_CALL = 1000

/**
 * Puts a rectangle of a table's cells on the clipboard, as the file holds them. False where there are too many.
 * A single cell goes as its bare text.
 */
export async function copyCells(
  host: StudioHost,
  of: { project: string; dataset: string },
  range: CellRange,
): Promise<boolean> {
  if (cellCount(range) > MOST_COPIED_CELLS) return false
  const rows: string[][] = []
  for (let offset = range.top; offset <= range.bottom; offset += ROWS_A_CALL) {
    const limit = Math.min(ROWS_A_CALL, range.bottom + 1 - offset)
    const part = await callHost(host, 'datasets.rows', { ...of, offset, limit })
    for (const row of part.rows) rows.push(row.slice(range.left, range.right + 1))
  }
  const single = cellCount(range) === 1 ? rows[0]?.[0] : undefined
  await navigator.clipboard.writeText(single ?? tabSeparated(rows))
  return true
}

import type { Dataset } from '../../shared/datasets.ts'
import { CHUNK_ROWS } from '../datasets/columns/codec.ts'
import type { RunStorage } from '../runs/ports.ts'

/** Stored pieces that a call reads at most: the storage is soon there for others again. */
const PIECES_AT_ONCE = 32

/**
 * The texts of rows anywhere in a table, and their lines where those are known; a few columns a call, so that no call holds up
 * what else the storage is asked.
 */
export async function readRowTexts(
  storage: RunStorage,
  project: string,
  dataset: Dataset,
  rows: readonly number[],
  columns: readonly string[],
): Promise<{ texts: string[]; line: number | null }[]> {
  const pieces = new Set(rows.map((row) => Math.floor(row / CHUNK_ROWS))).size
  const atOnce = Math.max(1, Math.floor(PIECES_AT_ONCE / Math.max(1, pieces)))
  const found: { texts: string[]; line: number | null }[] = rows.map(() => ({ texts: [], line: null }))
  for (let first = 0; first === 0 || first < columns.length; first += atOnce) {
    const read = await storage.readRowsAt(project, dataset.id, rows, columns.slice(first, first + atOnce))
    for (const [at, { texts, line }] of read.entries()) {
      const row = found[at]
      if (row === undefined) continue
      row.texts.push(...texts)
      row.line = line
    }
  }
  return found
}

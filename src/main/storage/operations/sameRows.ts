import { CHUNK_ROWS, chunkCount } from '../../datasets/columns/codec.ts'
import type { Connection } from '../connection.ts'
import type { OperationInput } from '../operations.ts'
import { readTexts, sourceTexts } from './columns.ts'
import { readStaged } from './datasets.ts'

/**
 * The rows of a later version of a table that hold the same texts in the common columns; null for a row that has none. Of
 * several rows alike each is given once, in their order.
 */
export function findSameRows(connection: Connection, input: OperationInput<'findSameRows'>): (number | null)[] {
  const [before, after] = [readStaged(connection, input.before), readStaged(connection, input.after)]
  // Columns that tell most rows apart leave the fewest to be looked at in the others.
  const distinct = new Map(after.columns.map((column) => [column.index, column.distinct]))
  const columns = input.columns.toSorted((a, b) => (distinct.get(b.after) ?? 0) - (distinct.get(a.after) ?? 0))
  const [first, ...others] = columns
  if (first === undefined) return input.rows.map(() => null)
  const texts = input.rows.map((row) =>
    row < before.rows
      ? readTexts(
          connection,
          before,
          row,
          columns.map((column) => column.before),
        )
      : null,
  )
  const byText = new Map<string, number[]>()
  for (const own of texts) if (own !== null) byText.set(own[0] ?? '', [])
  for (let chunk = 0; chunk < chunkCount(after.rows); chunk++) {
    const start = chunk * CHUNK_ROWS
    const held = sourceTexts(connection, after, first.after, chunk).slice(0, Math.min(CHUNK_ROWS, after.rows - start))
    for (const [within, text] of held.entries()) byText.get(text)?.push(start + within)
  }
  const left = new Map<string, number[]>()
  return texts.map((own) => {
    if (own === null) return null
    const key = JSON.stringify(own)
    const found =
      left.get(key) ??
      (byText.get(own[0] ?? '') ?? []).filter((row) =>
        others.every(({ after: column }, at) => textAt(connection, after, column, row) === own[at + 1]),
      )
    left.set(key, found)
    return found.shift() ?? null
  })
}

function textAt(connection: Connection, dataset: { id: string; name: string }, column: number, row: number): string {
  const chunk = Math.floor(row / CHUNK_ROWS)
  const within = row - chunk * CHUNK_ROWS
  return sourceTexts(connection, dataset, column, chunk).slice(within, within + 1)[0] ?? ''
}

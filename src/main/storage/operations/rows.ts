import { CHUNK_ROWS } from '../../datasets/columns/codec.ts'
import type { Connection } from '../connection.ts'
import type { OperationInput, OperationOutput } from '../operations.ts'
import { findColumn, sourceTexts } from './columns.ts'
import { readDataset } from './datasets.ts'
import { readLines } from './origins.ts'

/** Reads each chunk once, however the rows lie. */
export function readRowsAt(connection: Connection, input: OperationInput<'readRowsAt'>): OperationOutput<'readRowsAt'> {
  const dataset = readDataset(connection, input)
  const columns = input.columns.map((name) => findColumn(dataset, name).index)
  const found = input.rows.map(() => ({
    texts: new Array<string>(columns.length).fill(''),
    line: null as number | null,
  }))
  for (const [chunk, places] of byChunk(input.rows)) {
    const start = chunk * CHUNK_ROWS
    for (const [at, column] of columns.entries()) {
      const texts = sourceTexts(connection, dataset, column, chunk)
      for (const place of places) {
        const within = (input.rows[place] ?? 0) - start
        const row = found[place]
        if (row !== undefined) row.texts[at] = texts.slice(within, within + 1)[0] ?? ''
      }
    }
    const [first, last] = ends(places.map((place) => input.rows[place] ?? 0))
    const lines = readLines(connection, { dataset: dataset.id, offset: first, limit: last - first + 1 })
    for (const place of places) {
      const row = found[place]
      if (row !== undefined) row.line = lines[(input.rows[place] ?? 0) - first] ?? null
    }
  }
  return found
}

/** Places of the rows in the list, by the chunk that they lie in. */
function byChunk(rows: readonly number[]): Map<number, number[]> {
  const chunks = new Map<number, number[]>()
  for (const [place, row] of rows.entries()) {
    const chunk = Math.floor(row / CHUNK_ROWS)
    const places = chunks.get(chunk) ?? []
    places.push(place)
    chunks.set(chunk, places)
  }
  return chunks
}

function ends(rows: readonly number[]): [least: number, greatest: number] {
  return [Math.min(...rows), Math.max(...rows)]
}

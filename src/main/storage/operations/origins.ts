import { CHUNK_ROWS } from '../../datasets/columns/codec.ts'
import { decodeOrigins } from '../../datasets/columns/origins.ts'
import { checksum, verified, type StoredBytes } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { readShape } from './datasets.ts'

export function insertOrigins(
  { database }: Connection,
  input: { dataset: string; chunk: number; bytes: Uint8Array },
): void {
  database
    .prepare('INSERT INTO dataset_origins (dataset, chunk, crc, bytes) VALUES (?, ?, ?, ?)')
    .run(input.dataset, input.chunk, checksum(input.bytes), input.bytes)
}

/** Empty where the dataset was imported before lines were noted. */
export function readLines(connection: Connection, input: { dataset: string; offset: number; limit: number }): number[] {
  const { name, rows } = readShape(connection, input.dataset)
  const end = Math.min(input.offset + input.limit, rows)
  const select = connection.database.prepare<[string, number], StoredBytes>(
    'SELECT crc, bytes FROM dataset_origins WHERE dataset = ? AND chunk = ?',
  )
  const lines: number[] = []
  for (let chunk = Math.floor(input.offset / CHUNK_ROWS); chunk * CHUNK_ROWS < end; chunk++) {
    const stored = select.get(input.dataset, chunk)
    if (stored === undefined) return []
    const start = chunk * CHUNK_ROWS
    const bytes = verified(stored, `where the rows of the dataset ${name} stand in their file`, connection.fileName)
    const [first, last] = [Math.max(input.offset - start, 0), Math.min(end - start, CHUNK_ROWS)]
    for (const line of decodeOrigins(bytes, first, last)) lines.push(line)
  }
  return lines
}

import { CHUNK_ROWS } from '../../datasets/columns/codec.ts'
import type { Connection } from '../connection.ts'
import type { OperationInput } from '../operations.ts'
import { findColumn, sourceTexts } from './columns.ts'
import { readDataset } from './datasets.ts'

/** Looks through one chunk only, so that the storage thread is soon there for others again. */
export function findInChunk(connection: Connection, input: OperationInput<'findInChunk'>): number | null {
  const dataset = readDataset(connection, input)
  const { index } = findColumn(dataset, input.column)
  const wanted = input.text.toLowerCase()
  const start = Math.floor(input.first / CHUNK_ROWS) * CHUNK_ROWS
  const chunk = sourceTexts(connection, dataset, index, start / CHUNK_ROWS)
  const texts = chunk.slice(input.first - start, input.end - start)
  const holds = (text: string) => text.toLowerCase().includes(wanted)
  const found = input.backwards ? texts.findLastIndex(holds) : texts.findIndex(holds)
  return found < 0 ? null : input.first + found
}

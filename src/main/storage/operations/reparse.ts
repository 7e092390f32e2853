import type { ColumnPreview, ColumnSettings, ColumnSummary, Dataset } from '../../../shared/datasets.ts'
import { loadReaders, readerFailure } from '../../datasets/native.ts'
import { chunkCount } from '../../datasets/columns/codec.ts'
import type { Connection } from '../connection.ts'
import type { OperationInput, ReparsedColumn } from '../operations.ts'
import { findColumn, readChunk } from './columns.ts'
import { readStaged } from './datasets.ts'
import { irregularRows } from './irregularRows.ts'

/** Takes as long as reading the column took at the import; stores nothing. */
export function reparseColumn(connection: Connection, input: OperationInput<'reparseColumn'>): ReparsedColumn {
  const { dataset, index, wanted } = wantedColumn(connection, input)
  const texts = sourceChunks(connection, dataset, index, chunkCount(dataset.rows))
  try {
    const { summary, levels, chunks } = loadReaders(new URL(input.addon)).retypeColumn(wanted, texts)
    return {
      summary: JSON.parse(summary) as ColumnSummary,
      // Memory of the addon's own cannot be given to another thread.
      levels: levels === undefined ? null : new Uint8Array(levels),
      chunks: chunks.map((bytes, chunk) => ({ column: index, chunk, part: 'values', bytes: new Uint8Array(bytes) })),
    }
  } catch (error) {
    throw readerFailure(error, connection.fileName)
  }
}

/** A million rows are looked at while a person waits. */
const PREVIEWED_CHUNKS = 16

/** The beginning of a column with other settings than it was read with. */
export function previewColumn(connection: Connection, input: OperationInput<'previewColumn'>): ColumnPreview {
  const { dataset, index, wanted } = wantedColumn(connection, input)
  const chunks = chunkCount(dataset.rows)
  const texts = sourceChunks(connection, dataset, index, Math.min(chunks, PREVIEWED_CHUNKS))
  try {
    const preview = loadReaders(new URL(input.addon)).previewStored(wanted, texts, chunks <= PREVIEWED_CHUNKS)
    return JSON.parse(preview) as ColumnPreview
  } catch (error) {
    throw readerFailure(error, connection.fileName)
  }
}

/** The column as the addon wants it described. */
function wantedColumn(
  connection: Connection,
  input: { dataset: string; column: string; settings: ColumnSettings },
): { dataset: Dataset; index: number; wanted: string } {
  const dataset = readStaged(connection, input.dataset)
  const { index, name } = findColumn(dataset, input.column)
  const all = { dataset: dataset.id, offset: 0, limit: Number.MAX_SAFE_INTEGER }
  const slipped = irregularRows(connection, all).flatMap(({ row }) => row ?? [])
  return { dataset, index, wanted: JSON.stringify({ name, index, settings: input.settings, slipped }) }
}

function sourceChunks(connection: Connection, dataset: Dataset, index: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, chunk) => readChunk(connection, dataset, index, chunk, 'source'))
}

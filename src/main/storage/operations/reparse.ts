import { readColumn as readTexts } from '../../../core/profile/readColumn.ts'
import { isNumericColumn, type TableColumn } from '../../../core/table.ts'
import { CHUNK_ROWS, chunkCount, encodeCodes, encodeNumbers } from '../../datasets/columns/codec.ts'
import type { Connection } from '../connection.ts'
import type { ColumnChunk, OperationInput, ReparsedColumn } from '../operations.ts'
import { findColumn, readSourceTexts } from './columns.ts'
import { readDataset } from './datasets.ts'
import { readIrregularRows } from './irregularRows.ts'

/** Takes as long as reading the column took at the import; stores nothing. */
export function reparseColumn(connection: Connection, input: OperationInput<'reparseColumn'>): ReparsedColumn {
  const dataset = readDataset(connection, input)
  const { index, name } = findColumn(dataset, input.column)
  const irregular = readIrregularRows(connection, { dataset: dataset.id, offset: 0, limit: Number.MAX_SAFE_INTEGER })
  const { column, summary, levels } = readTexts(readSourceTexts(connection, dataset, index), {
    index,
    name,
    irregular: new Set(irregular.flatMap(({ row }) => row ?? [])),
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.missingMarkers === undefined ? {} : { missingMarkers: input.missingMarkers }),
  })
  return { summary, levels, chunks: encodeValues(column, index, dataset.rows) }
}

function encodeValues(column: TableColumn, index: number, rows: number): ColumnChunk[] {
  const chunks: ColumnChunk[] = []
  for (let chunk = 0; chunk < chunkCount(rows); chunk++) {
    const from = chunk * CHUNK_ROWS
    const bytes = isNumericColumn(column)
      ? encodeNumbers(column.values.subarray(from, from + CHUNK_ROWS))
      : encodeCodes(column.codes.subarray(from, from + CHUNK_ROWS))
    chunks.push({ column: index, chunk, part: 'values', bytes })
  }
  return chunks
}

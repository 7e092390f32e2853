import { DescentError } from '../../../shared/errors.ts'
import type { Dataset } from '../../../shared/datasets.ts'
import { CHUNK_ROWS, chunkCount, decodeTexts, openTexts, type OpenTexts } from '../../datasets/columns/codec.ts'
import { verified, type StoredBytes } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import type { StoredColumn } from '../operations.ts'
import { readDataset, readShape } from './datasets.ts'

type Part = 'source' | 'values'
type Named = Pick<Dataset, 'id' | 'name'>

/** Throws `damaged` where the chunk is not there or not what was written. */
export function readChunk(
  connection: Connection,
  dataset: Named,
  column: number,
  chunk: number,
  part: Part,
): Uint8Array<ArrayBuffer> {
  const row = connection.database
    .prepare<[string, Part, number, number], StoredBytes>(
      'SELECT crc, bytes FROM dataset_chunks WHERE dataset = ? AND part = ? AND "column" = ? AND chunk = ?',
    )
    .get(dataset.id, part, column, chunk)
  const what = `column ${column + 1} of the dataset ${dataset.name}`
  if (row === undefined) {
    throw new DescentError('damaged', `${connection.fileName} is damaged: a part of ${what} is missing.`, {
      hint: 'Take a copy of the file from a backup, or import the data again.',
      where: { file: connection.fileName },
    })
  }
  return verified(row, what, connection.fileName)
}

/** Throws `not-found` where the dataset has no such column. */
export function findColumn(dataset: Dataset, name: string): Dataset['columns'][number] {
  const column = dataset.columns.find((candidate) => candidate.name === name)
  if (column === undefined) {
    throw new DescentError('not-found', `The dataset ${dataset.name} has no column ${name}.`)
  }
  return column
}

export function readRows(
  connection: Connection,
  input: { dataset: string; offset: number; limit: number },
): string[][] {
  const dataset = readShape(connection, input.dataset)
  const end = Math.min(input.offset + input.limit, dataset.rows)
  const rows: string[][] = []
  for (let row = input.offset; row < end; row++) rows.push(new Array<string>(dataset.columns).fill(''))
  for (let chunk = Math.floor(input.offset / CHUNK_ROWS); chunk * CHUNK_ROWS < end; chunk++) {
    const start = chunk * CHUNK_ROWS
    const first = Math.max(input.offset, start)
    for (let column = 0; column < dataset.columns; column++) {
      const texts = sourceTexts(connection, dataset, column, chunk).slice(first - start, end - start)
      texts.forEach((text, index) => {
        const target = rows[first - input.offset + index]
        if (target !== undefined) target[column] = text
      })
    }
  }
  return rows
}

/** The texts of a row in some of the columns. */
export function readTexts(connection: Connection, dataset: Named, row: number, columns: readonly number[]): string[] {
  const chunk = Math.floor(row / CHUNK_ROWS)
  const within = row - chunk * CHUNK_ROWS
  return columns.map((column) => sourceTexts(connection, dataset, column, chunk).slice(within, within + 1)[0] ?? '')
}

/** Source texts never change, so that they can be kept for as long as there is room. */
export function sourceTexts(connection: Connection, dataset: Named, column: number, chunk: number): OpenTexts {
  return connection.cache.get(`texts ${dataset.id} ${column} ${chunk}`, () => {
    const value = openTexts(readChunk(connection, dataset, column, chunk, 'source'))
    return { value, bytes: value.bytes }
  })
}

/** Several at once, because the description of a wide table is long and is read once a call. */
export function readColumns(connection: Connection, input: { dataset: string; columns: string[] }): StoredColumn[] {
  const dataset = readDataset(connection, input)
  const byName = new Map(dataset.columns.map((column) => [column.name, column]))
  return input.columns.map((wanted) => {
    const { index, name, kind } = byName.get(wanted) ?? findColumn(dataset, wanted)
    const chunks: Uint8Array<ArrayBuffer>[] = []
    for (let chunk = 0; chunk < chunkCount(dataset.rows); chunk++) {
      chunks.push(readChunk(connection, dataset, index, chunk, 'values'))
    }
    return { name, kind, levels: readLevels(connection, dataset, index), chunks }
  })
}

export function readLevels(connection: Connection, dataset: Dataset, column: number): string[] | null {
  const row = connection.database
    .prepare<[string, number], StoredBytes>('SELECT crc, bytes FROM dataset_levels WHERE dataset = ? AND "column" = ?')
    .get(dataset.id, column)
  if (row === undefined) return null
  return decodeTexts(verified(row, `the levels of a column of ${dataset.name}`, connection.fileName))
}

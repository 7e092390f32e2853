import { z } from 'zod'
import { irregularRowSchema, type IrregularRow } from '../../../shared/datasets.ts'
import { decodeTexts, encodeTexts } from '../../datasets/columns/codec.ts'
import { checksum, verified, type StoredBytes } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import { requireDataset } from './exists.ts'

/** Rows a stored piece: a window of the list reads few of them. */
const PIECE_ROWS = 500

export interface IrregularPiece extends StoredBytes {
  first_row: number
  rows: number
}

export function insertIrregularRows({ database }: Connection, dataset: string, rows: IrregularRow[]): void {
  const insert = database.prepare(
    'INSERT INTO irregular_rows (dataset, first_row, rows, crc, bytes) VALUES (?, ?, ?, ?, ?)',
  )
  for (let first = 0; first < rows.length; first += PIECE_ROWS) {
    const piece = rows.slice(first, first + PIECE_ROWS)
    const bytes = encodeTexts([JSON.stringify(piece)])
    insert.run(dataset, first, piece.length, checksum(bytes), bytes)
  }
}

export function decodeIrregularPiece(connection: Connection, piece: IrregularPiece): IrregularRow[] {
  const what = 'a list of rows that did not fit'
  const text = decodeTexts(verified(piece, what, connection.fileName)).join('')
  return parseStored(z.array(irregularRowSchema), text, what, connection.fileName)
}

export function readIrregularRows(
  connection: Connection,
  input: { dataset: string; offset: number; limit: number },
): IrregularRow[] {
  requireDataset(connection, input.dataset)
  return irregularRows(connection, input)
}

/** Also of a dataset that is staged and not yet taken. */
export function irregularRows(
  connection: Connection,
  input: { dataset: string; offset: number; limit: number },
): IrregularRow[] {
  const end = input.offset + input.limit
  return connection.database
    .prepare<[string, number, number], IrregularPiece>(
      `SELECT first_row, rows, crc, bytes FROM irregular_rows
       WHERE dataset = ? AND first_row + rows > ? AND first_row < ? ORDER BY first_row`,
    )
    .all(input.dataset, input.offset, end)
    .flatMap((piece) =>
      decodeIrregularPiece(connection, piece).slice(Math.max(0, input.offset - piece.first_row), end - piece.first_row),
    )
}

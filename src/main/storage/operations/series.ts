import { RECORD_FIELDS } from '../../../core/series/curveReaders.ts'
import { recordWidth, withAllFields } from '../../../core/series/records.ts'
import { runSchema } from '../../../shared/runs.ts'
import { bytesOf, checksum, verified, type StoredBytes } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import { requireRun } from './exists.ts'

interface SeriesRow extends StoredBytes {
  first_epoch: number
  /** Numbers that each record begins with. */
  fields: number
}

/** Appends records; the epochs must follow those that are there. */
export function appendSeries({ database }: Connection, run: string, records: Float64Array): void {
  const bytes = bytesOf(records)
  database
    .prepare('INSERT INTO run_series (run, first_epoch, fields, crc, records) VALUES (?, ?, ?, ?, ?)')
    .run(run, records[0], RECORD_FIELDS, checksum(bytes), bytes)
}

/** Forgets the records of `epoch` and later ones; each has `width` numbers. */
export function truncateSeries(connection: Connection, run: string, epoch: number, width: number): void {
  const { database } = connection
  const last = database
    .prepare<[string, number], SeriesRow>(
      `SELECT first_epoch, fields, crc, records AS bytes FROM run_series
       WHERE run = ? AND first_epoch < ? ORDER BY first_epoch DESC LIMIT 1`,
    )
    .get(run, epoch)
  database.prepare('DELETE FROM run_series WHERE run = ? AND first_epoch >= ?').run(run, epoch)
  if (last === undefined) return
  const records = numbersOf(connection, last, width)
  let kept = 0
  while (kept < records.length && (records[kept] ?? Infinity) < epoch) kept += width
  if (kept >= records.length) return
  const bytes = bytesOf(records.subarray(0, kept))
  database
    .prepare('UPDATE run_series SET fields = ?, crc = ?, records = ? WHERE run = ? AND first_epoch = ?')
    .run(RECORD_FIELDS, checksum(bytes), bytes, run, last.first_epoch)
}

/** All records of a run, those of before as those of today; with `fromEpoch` those of the part that holds the epoch before it and of later parts. */
export function readSeries(
  connection: Connection,
  input: { run: string; fromEpoch?: number | undefined },
): Float64Array<ArrayBuffer> {
  requireRun(connection, input.run)
  const rows = connection.database
    .prepare<{ run: string; fromEpoch: number }, SeriesRow>(
      `SELECT first_epoch, fields, crc, records AS bytes FROM run_series
       WHERE run = @run AND first_epoch >= COALESCE(
         (SELECT MAX(first_epoch) FROM run_series WHERE run = @run AND first_epoch < @fromEpoch), 0)
       ORDER BY first_epoch`,
    )
    .all({ run: input.run, fromEpoch: input.fromEpoch ?? 0 })
  const isOld = rows.some(({ fields }) => fields !== RECORD_FIELDS)
  const width = isOld ? widthOf(connection, input.run) : RECORD_FIELDS
  const parts = rows.map((row) => numbersOf(connection, row, width))
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** @param width numbers of a record of today in this run; read only where the row is one of before */
function numbersOf(connection: Connection, row: SeriesRow, width: number): Float64Array<ArrayBuffer> {
  const records = new Float64Array(verified(row, "a part of a run's curve", connection.fileName).buffer)
  return withAllFields(records, row.fields, width)
}

function widthOf({ database, fileName }: Connection, run: string): number {
  const config = database.prepare<[string], string>('SELECT config FROM runs WHERE id = ?').pluck().get(run)
  return recordWidth(parseStored(runSchema.shape.config, config ?? '', "a run's settings", fileName).training)
}

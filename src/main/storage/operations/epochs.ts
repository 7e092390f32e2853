import type { EpochWithStatistics } from '../../../core/epochs/history.ts'
import { thinnedEpochs } from '../../../core/epochs/thin.ts'
import { epochStatisticsSchema, type KeptEpoch } from '../../../shared/epochs.ts'
import type { Run } from '../../../shared/runs.ts'
import { keptMegabytes } from '../../../shared/training.ts'
import { bytesOf, checksum, verified, type StoredBytes } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import type { EpochToKeep } from '../operations.ts'
import { requireRun } from './exists.ts'

/** Adds epochs; what is known of one already and not given stays. */
export function insertEpochs({ database }: Connection, run: string, epochs: readonly EpochToKeep[]): void {
  const insert = database.prepare(
    `INSERT INTO run_epochs (run, epoch, crc, bytes, statistics) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (run, epoch) DO UPDATE SET
       crc = iif(excluded.bytes IS NULL, crc, excluded.crc),
       bytes = coalesce(excluded.bytes, bytes),
       statistics = iif(excluded.statistics = 'null', statistics, excluded.statistics)`,
  )
  for (const { epoch, weights, statistics } of epochs) {
    const bytes = weights === null ? null : bytesOf(weights)
    insert.run(run, epoch, bytes === null ? 0 : checksum(bytes), bytes, JSON.stringify(statistics))
  }
}

/** Forgets what was kept of `epoch` and later ones. */
export function truncateEpochs({ database }: Connection, run: string, epoch: number): void {
  database.prepare('DELETE FROM run_epochs WHERE run = ? AND epoch >= ?').run(run, epoch)
}

/** Lets weights go where they take more space than the run's settings allow; the best and the last ones stay. */
export function thinEpochs({ database }: Connection, { id, config, bestEpoch }: Run): void {
  const rows = database
    .prepare<[string], { epoch: number; length: number }>(
      `SELECT epoch, length(bytes) AS length FROM run_epochs
       WHERE run = ? AND epoch > 0 AND bytes IS NOT NULL ORDER BY epoch`,
    )
    .all(id)
  const last = rows.at(-1)
  if (last === undefined) return
  const budget = keptMegabytes(config.training) * 1e6
  if (rows.reduce((sum, { length }) => sum + length, 0) <= budget) return
  const epochs = rows.map(({ epoch }) => epoch)
  const stay = new Set(
    thinnedEpochs(epochs, new Set([last.epoch, bestEpoch ?? last.epoch]), Math.floor(budget / last.length)),
  )
  const empty = database.prepare('UPDATE run_epochs SET crc = 0, bytes = NULL WHERE run = ? AND epoch = ?')
  for (const epoch of epochs) if (!stay.has(epoch)) empty.run(id, epoch)
}

export function readKeptEpochs(connection: Connection, input: { run: string }): KeptEpoch[] {
  requireRun(connection, input.run)
  return connection.database
    .prepare<[string], { epoch: number; hasWeights: 0 | 1 }>(
      'SELECT epoch, bytes IS NOT NULL AS hasWeights FROM run_epochs WHERE run = ? ORDER BY epoch',
    )
    .all(input.run)
    .map(({ epoch, hasWeights }) => ({ epoch, hasWeights: hasWeights === 1 }))
}

export function readEpochWeights(
  connection: Connection,
  { run, epoch }: { run: string; epoch: number },
): Float32Array<ArrayBuffer> | null {
  requireRun(connection, run)
  const row = connection.database
    .prepare<[string, number], StoredBytes>(
      'SELECT crc, bytes FROM run_epochs WHERE run = ? AND epoch = ? AND bytes IS NOT NULL',
    )
    .get(run, epoch)
  if (row === undefined) return null
  return new Float32Array(verified(row, `epoch ${epoch} of a run`, connection.fileName).buffer)
}

export function readEpochStatistics(connection: Connection, input: { run: string }): EpochWithStatistics[] {
  requireRun(connection, input.run)
  return connection.database
    .prepare<[string], { epoch: number; statistics: string }>(
      `SELECT epoch, statistics FROM run_epochs WHERE run = ? AND statistics <> 'null' ORDER BY epoch`,
    )
    .all(input.run)
    .map(({ epoch, statistics }) => ({
      epoch,
      statistics: parseStored(epochStatisticsSchema, statistics, `epoch ${epoch} of a run`, connection.fileName),
    }))
}

import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openProjectFile } from '../../../src/main/storage/connection.ts'
import { perform } from '../../../src/main/storage/perform.ts'
import { encodeCodes, encodeNumbers, encodeTexts } from '../../../src/main/datasets/columns/codec.ts'
import { splitOrigins } from '../../../src/main/datasets/columns/origins.ts'
import { checksum } from '../../../src/main/storage/bytes.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { epochRecords, newRun, numberedChunks, numberedDataset } from '../../support/records.ts'
import { stepStatistics } from '../../support/statistics.ts'

/** What a check says after something was broken behind its back. */
async function problemsAfter(harm: (database: Database) => void): Promise<string[]> {
  const path = join(await temporaryFolder(), 'trial.descent')
  const create = { name: 'Trial', created: '2026-01-01T00:00:00.000Z' }
  const connection = openProjectFile(path, { create, readOnly: false })
  perform(connection, 'beginDataset', { dataset: 'd', name: 'd', created: create.created })
  perform(connection, 'insertChunks', { dataset: 'd', chunks: numberedChunks(70_000) })
  const dataset = numberedDataset('d', 70_000)
  for (const [chunk, bytes] of splitOrigins(Uint32Array.of(0, 2), 70_000).entries()) {
    perform(connection, 'insertOrigins', { dataset: 'd', chunk, bytes })
  }
  perform(connection, 'finishDataset', { dataset, levels: [null, encodeTexts(['even', 'odd'])], irregularRows: [] })
  perform(connection, 'createRun', { run: newRun('r', 'd') })
  const kept = [{ epoch: 1, weights: new Float32Array(4), statistics: stepStatistics() }]
  const commit = { records: epochRecords(1, 3), checkpoint: Uint8Array.of(1, 2, 3), kept }
  perform(connection, 'commitRun', { run: 'r', ...commit })
  connection.database.pragma('foreign_keys = OFF')
  harm(connection.database)
  const problems = perform(connection, 'checkProject', {}) as string[]
  connection.close()
  return problems
}

it('finds nothing wrong with a sound project', async () => {
  expect(await problemsAfter(() => {})).toEqual([])
})

it.each<[string, (database: Database) => void, RegExp]>([
  [
    'a flipped bit',
    (database) => void database.exec('UPDATE dataset_chunks SET crc = crc + 1 WHERE chunk = 1'),
    /not what was written/,
  ],
  [
    'a missing part',
    (database) => void database.exec('DELETE FROM dataset_chunks WHERE chunk = 1'),
    /1 parts are stored instead of 2/,
  ],
  [
    'a part with too few values',
    (database) => replaceChunk(database, 0, encodeNumbers(Float64Array.of(1, 2))),
    /holds 2 values instead of 65536/,
  ],
  [
    'a code without a level',
    (database) => replaceChunk(database, 1, encodeCodes(new Int32Array(65_536).fill(2))),
    /names a level that does not exist/,
  ],
  [
    'the lines of half the rows',
    (database) => void database.exec('DELETE FROM dataset_origins WHERE chunk = 1'),
    /lines its rows came from is incomplete/,
  ],
  ['a lost list of levels', (database) => void database.exec('DELETE FROM dataset_levels'), /list of levels/],
  [
    'weights of another network',
    (database) => {
      const bytes = new Uint8Array(20)
      database.prepare('INSERT INTO run_weights VALUES (?, ?, ?)').run('r', checksum(bytes), bytes)
    },
    /5 weights are stored instead of 4/,
  ],
  [
    'a changed checkpoint',
    (database) => void database.exec("UPDATE run_checkpoints SET bytes = x'00'"),
    /checkpoint is not what was written/,
  ],
  [
    'a changed curve',
    (database) => void database.exec('UPDATE run_series SET crc = 0'),
    /curve is not what was written/,
  ],
  [
    'a changed epoch',
    (database) => void database.exec("UPDATE run_epochs SET bytes = x'00'"),
    /epoch 1 of a run is not what was written/,
  ],
  [
    'an epoch of another network',
    (database) => {
      const bytes = new Uint8Array(8)
      database.prepare('UPDATE run_epochs SET crc = ?, bytes = ?').run(checksum(bytes), bytes)
    },
    /of epoch 1 2 weights are stored instead of 4/,
  ],
  [
    'statistics of an epoch that are half there',
    (database) => void database.exec("UPDATE run_epochs SET statistics = '{}'"),
    /epoch 1 of a run cannot be understood/,
  ],
  [
    'a branch without the weights it began with',
    (database) =>
      void database.exec(`UPDATE runs SET progress = json_set(progress, '$.parent', json('{"run":"q","epoch":1}'))`),
    /weights of another run with which it began are not there/,
  ],
  [
    'a run that is half there',
    (database) => void database.exec("UPDATE runs SET progress = '{}'"),
    /cannot be understood/,
  ],
  [
    'a description that is no JSON',
    (database) => void database.exec("UPDATE runs SET config = 'x'"),
    /cannot be understood/,
  ],
  [
    'a dataset lost under its chunks',
    (database) => void database.exec('DELETE FROM datasets'),
    /belong to something that is not there/,
  ],
])('finds %s', async (_, harm, message) => {
  const problems = await problemsAfter(harm)
  expect(problems.join('\n')).toMatch(message)
})

function replaceChunk(database: Database, column: number, bytes: Uint8Array): void {
  database
    .prepare(`UPDATE dataset_chunks SET crc = ?, bytes = ? WHERE part = 'values' AND "column" = ? AND chunk = 0`)
    .run(checksum(bytes), bytes, column)
}

import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'
import { bytesOf, checksum } from '../../../src/main/storage/bytes.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { newRun, storeNumbered } from '../../support/records.ts'
import { startStorage } from '../../support/storage.ts'

/** Records with two metrics, as they were up to the third format: six numbers and the metrics. */
function former(first: number, last: number): number[][] {
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const epoch = first + i
    return [epoch, 1 / epoch, 2 / epoch, 0.01, epoch / 10, epoch * 3, epoch / 2, epoch / 4]
  })
}

/** The same as they are read now. */
function read(records: readonly number[][]): Float64Array {
  return Float64Array.from(records.flatMap((record) => [...record.slice(0, 6), NaN, NaN, ...record.slice(6)]))
}

function current(epoch: number): Float64Array<ArrayBuffer> {
  return Float64Array.of(epoch, 1, 2, 0.01, 3, epoch * 3, 0.5, 0.125, 8, 9)
}

/** A project of the third format with a run of six epochs, recorded in two parts. */
async function formerProject() {
  const path = join(await temporaryFolder(), 'trial.descent')
  const storage = startStorage()
  await storage.open('p', path, { create: { name: 'Trial', created: '2026-01-01T00:00:00.000Z' }, readOnly: false })
  await storeNumbered(storage, 'p', 'd', 5)
  const run = newRun('r', 'd')
  const training = { ...run.config.training, metrics: ['accuracy' as const], trainMetrics: true }
  await storage.call('p', 'createRun', { run: { ...run, config: { ...run.config, training } } })
  await storage.close('p')

  const database = new Database(path)
  database.exec('ALTER TABLE run_series DROP COLUMN fields')
  const insert = database.prepare('INSERT INTO run_series (run, first_epoch, crc, records) VALUES (?, ?, ?, ?)')
  for (const first of [1, 4]) {
    const bytes = bytesOf(Float64Array.from(former(first, first + 2).flat()))
    insert.run('r', first, checksum(bytes), bytes)
  }
  database.pragma('user_version = 3')
  database.close()
  await storage.open('p', path, { readOnly: false })
  return storage
}

it('opens a run of before, with gaps for what was not recorded then', async () => {
  const storage = await formerProject()
  expect(await storage.call('p', 'readSeries', { run: 'r' })).toEqual(read(former(1, 6)))
  expect(await storage.call('p', 'readSeries', { run: 'r', fromEpoch: 5 })).toEqual(read(former(4, 6)))
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

it('goes on with such a run from the middle of what was recorded', async () => {
  const storage = await formerProject()
  await storage.call('p', 'commitRun', { run: 'r', truncateFrom: 6, records: current(6) })
  await storage.call('p', 'commitRun', { run: 'r', records: current(7) })
  const series = await storage.call('p', 'readSeries', { run: 'r' })
  expect(series).toEqual(Float64Array.of(...read(former(1, 5)), ...current(6), ...current(7)))
  expect(series).toHaveLength(7 * (RECORD_FIELDS + 2))
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

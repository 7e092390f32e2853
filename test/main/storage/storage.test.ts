import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CHUNK_ROWS, decodeNumbers, encodeTexts } from '../../../src/main/datasets/columns/codec.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { epochRecords, newRun, numberedChunks, storeNumbered } from '../../support/records.ts'
import { startStorage } from '../../support/storage.ts'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'

const created = '2026-01-01T00:00:00.000Z'
const create = { name: 'Trial', created }

async function openNew() {
  const folder = await temporaryFolder()
  const path = join(folder, 'trial.descent')
  const storage = startStorage()
  await storage.open('p', path, { create, readOnly: false })
  const reopen = async () => {
    await storage.close('p')
    await storage.open('p', path, { readOnly: false })
  }
  return { folder, path, storage, reopen }
}

describe('datasets', () => {
  it('gives back every window of the source text, across chunks and after reopening', async () => {
    const { storage, reopen } = await openNew()
    const rows = CHUNK_ROWS + 10
    await storeNumbered(storage, 'p', 'd', rows)
    await reopen()
    const window = await storage.call('p', 'readRows', { dataset: 'd', offset: CHUNK_ROWS - 2, limit: 4 })
    expect(window).toEqual([
      [`${CHUNK_ROWS - 2}`, 'even'],
      [`${CHUNK_ROWS - 1}`, 'odd'],
      [`${CHUNK_ROWS}`, 'even'],
      [`${CHUNK_ROWS + 1}`, 'odd'],
    ])
    expect(await storage.call('p', 'readRows', { dataset: 'd', offset: rows - 1, limit: 10 })).toHaveLength(1)
    expect(await storage.call('p', 'readRows', { dataset: 'd', offset: rows, limit: 10 })).toEqual([])
    const [column] = await storage.call('p', 'readColumns', { dataset: 'd', columns: ['n'] })
    expect(column?.chunks.map((chunk) => decodeNumbers(chunk).length)).toEqual([CHUNK_ROWS, 10])
    expect(await storage.call('p', 'checkProject', {})).toEqual([])
  })

  it('keeps the rows that did not fit, window by window', async () => {
    const { storage } = await openNew()
    const irregularRows = Array.from({ length: 1200 }, (_, index) => ({
      record: index + 2,
      row: index,
      problem: 'tooFewFields' as const,
      expected: 2,
      found: 1,
      text: `line\n${index}`,
    }))
    const dataset = await storeNumbered(storage, 'p', 'd', 3)
    await storage.call('p', 'beginDataset', { dataset: 'e', name: 'e', created })
    await storage.call('p', 'insertChunks', { dataset: 'e', chunks: numberedChunks(3) })
    const levels = [null, encodeTexts(['even', 'odd'])]
    await storage.call('p', 'finishDataset', { dataset: { ...dataset, id: 'e' }, levels, irregularRows })
    expect(await storage.call('p', 'readIrregularRows', { dataset: 'e', offset: 490, limit: 20 })).toEqual(
      irregularRows.slice(490, 510),
    )
    expect(await storage.call('p', 'readIrregularRows', { dataset: 'e', offset: 1190, limit: 20 })).toHaveLength(10)
    expect(await storage.call('p', 'checkProject', {})).toEqual([])
  })

  it('shows nobody a dataset that is not finished, and forgets it at the next opening', async () => {
    const { storage, path, reopen } = await openNew()
    await storage.call('p', 'beginDataset', { dataset: 'd', name: 'half', created })
    await storage.call('p', 'insertChunks', { dataset: 'd', chunks: numberedChunks(5) })
    await expect(storage.call('p', 'readDataset', { dataset: 'd' })).rejects.toMatchObject({ kind: 'not-found' })
    expect((await storage.call('p', 'readProject', {})).datasets).toEqual([])
    await reopen()
    await storage.close('p')
    const { default: Database } = await import('better-sqlite3')
    const database = new Database(path, { readonly: true })
    expect(database.prepare('SELECT count(*) AS n FROM dataset_chunks').get()).toEqual({ n: 0 })
    expect(database.prepare('SELECT count(*) AS n FROM datasets').get()).toEqual({ n: 0 })
    database.close()
    await storage.open('p', path, { readOnly: false })
  })

  it('takes a removed dataset back until the project is closed', async () => {
    const { storage, reopen } = await openNew()
    const dataset = await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'removeDataset', { dataset: 'd' })
    expect((await storage.call('p', 'readProject', {})).datasets).toEqual([])
    await storage.call('p', 'restoreDataset', { dataset: 'd' })
    expect(await storage.call('p', 'readDataset', { dataset: 'd' })).toEqual(dataset)
    await storage.call('p', 'removeDataset', { dataset: 'd' })
    await reopen()
    await expect(storage.call('p', 'restoreDataset', { dataset: 'd' })).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('keeps the runs of a dataset that was removed for good', async () => {
    const { storage, reopen } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'createRun', { run: newRun('r', 'd') })
    await storage.call('p', 'removeDataset', { dataset: 'd' })
    await reopen()
    expect(await storage.call('p', 'readRuns', {})).toMatchObject([{ id: 'r', datasetName: 'Numbers d' }])
    expect(await storage.call('p', 'checkProject', {})).toEqual([])
  })
})

describe('runs', () => {
  it('keeps fields, curve, checkpoint and weights of one commit together', async () => {
    const { storage, reopen } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'createRun', { run: newRun('r', 'd') })
    await storage.call('p', 'commitRun', {
      run: 'r',
      fields: { epochs: 3, bestLoss: 0.25 },
      records: epochRecords(1, 3),
      checkpoint: Uint8Array.of(1, 2, 3),
      weights: Float32Array.of(1, 2, 3, 4),
    })
    await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(4, 6) })
    await reopen()
    expect(await storage.call('p', 'readRun', { run: 'r' })).toEqual({
      ...newRun('r', 'd'),
      state: 'interrupted',
      epochs: 3,
      bestLoss: 0.25,
    })
    expect(await storage.call('p', 'readSeries', { run: 'r' })).toEqual(epochRecords(1, 6))
    expect(await storage.call('p', 'readCheckpoint', { run: 'r' })).toEqual(Uint8Array.of(1, 2, 3))
    expect(await storage.call('p', 'readWeights', { run: 'r' })).toEqual(Float32Array.of(1, 2, 3, 4))
    expect(await storage.call('p', 'readFitted', { run: 'r' })).toBeNull()
  })

  it('reads the last parts of a curve alone, from one record before the epoch asked for', async () => {
    const { storage } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'createRun', { run: newRun('r', 'd') })
    const from = (fromEpoch: number) => storage.call('p', 'readSeries', { run: 'r', fromEpoch })
    expect(await from(3)).toHaveLength(0)
    for (const first of [1, 4, 7]) {
      await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(first, first + 2) })
    }
    expect(await from(0)).toEqual(epochRecords(1, 9))
    expect(await from(4)).toEqual(epochRecords(1, 9))
    expect(await from(5)).toEqual(epochRecords(4, 9))
    expect(await from(7)).toEqual(epochRecords(4, 9))
    expect(await from(100)).toEqual(epochRecords(7, 9))
  })

  it('forgets the records after the checkpoint before it appends', async () => {
    const { storage } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'createRun', { run: newRun('r', 'd') })
    await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(1, 3) })
    await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(4, 6) })
    await storage.call('p', 'commitRun', { run: 'r', truncateFrom: 5, records: epochRecords(5, 5) })
    expect(await storage.call('p', 'readSeries', { run: 'r' })).toEqual(epochRecords(1, 5))
    await storage.call('p', 'commitRun', { run: 'r', truncateFrom: 4 })
    expect(await storage.call('p', 'readSeries', { run: 'r' })).toEqual(epochRecords(1, 3))
    await storage.call('p', 'commitRun', { run: 'r', truncateFrom: 1 })
    expect(await storage.call('p', 'readSeries', { run: 'r' })).toHaveLength(0)
  })

  it('cuts a curve with metrics between its records, and finds one that is not whole', async () => {
    const { storage } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    const run = newRun('r', 'd')
    const training = { ...run.config.training, metrics: ['accuracy' as const], trainMetrics: true }
    await storage.call('p', 'createRun', { run: { ...run, config: { ...run.config, training } } })
    const records = (first: number, last: number) => {
      const plain = epochRecords(first, last)
      const width = RECORD_FIELDS + 2
      return Float64Array.from({ length: (plain.length / RECORD_FIELDS) * width }, (_, i) =>
        i % width < RECORD_FIELDS ? (plain[Math.floor(i / width) * RECORD_FIELDS + (i % width)] ?? 0) : i % width,
      )
    }
    await storage.call('p', 'commitRun', { run: 'r', records: records(1, 6) })
    await storage.call('p', 'commitRun', { run: 'r', truncateFrom: 4, records: records(4, 5) })
    expect(await storage.call('p', 'readSeries', { run: 'r' })).toEqual(records(1, 5))
    expect(await storage.call('p', 'checkProject', {})).toEqual([])
    await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(6, 6) })
    expect(await storage.call('p', 'checkProject', {})).toContain(
      'The run Run r: its curve ends in the middle of a record.',
    )
  })

  it('counts running statistics among the weights of a run, though they are not trained', async () => {
    const { storage } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'createRun', { run: newRun('r', 'd') })
    const shape = { inputs: 1, units: 1, depth: 0 }
    const layers = [
      { ...shape, kind: 'batchNormalization' as const, parameters: 2 },
      { ...shape, kind: 'dense' as const, parameters: 2 },
    ]
    const weights = (length: number) => new Float32Array(length)
    await storage.call('p', 'commitRun', { run: 'r', fields: { layers, parameters: 4 }, weights: weights(6) })
    expect((await storage.call('p', 'checkProject', {})).join()).not.toContain('weights are stored')
    await storage.call('p', 'commitRun', { run: 'r', weights: weights(4) })
    expect(await storage.call('p', 'checkProject', {})).toContain('The run Run r: 4 weights are stored instead of 6.')
  })

  it('leaves nothing of a commit that fails', async () => {
    const { storage } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    await storage.call('p', 'createRun', { run: newRun('r', 'd') })
    await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(1, 3) })
    const again = storage.call('p', 'commitRun', { run: 'r', fields: { epochs: 9 }, records: epochRecords(1, 3) })
    await expect(again).rejects.toMatchObject({ kind: 'internal' })
    expect(await storage.call('p', 'readRun', { run: 'r' })).toMatchObject({ epochs: 0 })
  })

  it('lists runs by their creation, without the removed ones', async () => {
    const { storage, reopen } = await openNew()
    await storeNumbered(storage, 'p', 'd', 5)
    for (const id of ['z', 'a', 'm']) await storage.call('p', 'createRun', { run: newRun(id, 'd') })
    await storage.call('p', 'removeRuns', { runs: ['a'], studies: [] })
    expect((await storage.call('p', 'readRuns', {})).map(({ id }) => id)).toEqual(['z', 'm'])
    await storage.call('p', 'restoreRuns', { runs: ['a'], studies: [] })
    expect((await storage.call('p', 'readRuns', {})).map(({ id }) => id)).toEqual(['z', 'a', 'm'])
    await storage.call('p', 'removeRuns', { runs: ['z'], studies: [] })
    await reopen()
    await expect(storage.call('p', 'restoreRuns', { runs: ['z'], studies: [] })).rejects.toMatchObject({
      kind: 'not-found',
    })
  })
})

describe('the file', () => {
  it('is one complete file once the project is closed', async () => {
    const { storage, folder, path } = await openNew()
    await storeNumbered(storage, 'p', 'd', 100)
    expect(existsSync(`${path}-wal`)).toBe(true)
    await storage.close('p')
    expect(await readdir(folder)).toEqual(['trial.descent'])
    await storage.open('p', path, { readOnly: true })
    expect(await storage.call('p', 'checkProject', {})).toEqual([])
    await expect(storage.call('p', 'renameProject', { name: 'x' })).rejects.toMatchObject({ kind: 'busy' })
  })

  it('can be copied and read while it is being written', async () => {
    const { storage, folder, path } = await openNew()
    await storeNumbered(storage, 'p', 'd', 100)
    const reader = startStorage()
    await reader.open('q', path, { readOnly: true })
    expect((await reader.call('q', 'readProject', {})).datasets).toHaveLength(1)
    const copy = join(folder, 'copy.descent')
    await reader.call('q', 'copyProject', { path: copy })
    await storage.call('p', 'renameProject', { name: 'Changed' })
    expect(await reader.call('q', 'readProject', {})).toMatchObject({ name: 'Changed' })
    await reader.close('q')
    await reader.open('q', copy, { readOnly: false })
    expect(await reader.call('q', 'readProject', {})).toMatchObject({ name: 'Trial' })
    expect(await reader.call('q', 'checkProject', {})).toEqual([])
  })

  it('gives back the space of what was removed', async () => {
    const { storage, path, reopen } = await openNew()
    const { statSync } = await import('node:fs')
    await reopen()
    const empty = statSync(path).size
    await storeNumbered(storage, 'p', 'd', 300_000)
    await storeNumbered(storage, 'p', 'e', 300_000)
    await storage.close('p')
    const added = statSync(path).size - empty
    for (const [dataset, left] of [
      ['d', 0.6],
      ['e', 0.1],
    ] as const) {
      await storage.open('p', path, { readOnly: false })
      await storage.call('p', 'removeDataset', { dataset })
      await storage.close('p')
      expect(statSync(path).size - empty).toBeLessThan(left * added)
    }
    await storage.open('p', path, { readOnly: false })
    expect(await storage.call('p', 'checkProject', {})).toEqual([])
  })
})

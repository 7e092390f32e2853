import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import type { EpochToKeep } from '../../../src/main/storage/operations.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { epochRecords, newRun, storeNumbered } from '../../support/records.ts'
import { stepStatistics } from '../../support/statistics.ts'
import { startStorage } from '../../support/storage.ts'

const create = { name: 'Trial', created: '2026-01-01T00:00:00.000Z' }

/** A project with a run of four weights, with room for so many epochs. */
async function withRun(room: number) {
  const storage = startStorage()
  const path = join(await temporaryFolder(), 'trial.descent')
  await storage.open('p', path, { create, readOnly: false })
  await storeNumbered(storage, 'p', 'd', 10)
  const run = newRun('r', 'd')
  const training = { ...run.config.training, keptMegabytes: (room * 16) / 1e6 }
  await storage.call('p', 'createRun', { run: { ...run, config: { ...run.config, training } } })
  const keep = (kept: EpochToKeep[]) => storage.call('p', 'commitRun', { run: 'r', kept })
  const list = () => storage.call('p', 'readKeptEpochs', { run: 'r' })
  const weights = (epoch: number) => storage.call('p', 'readEpochWeights', { run: 'r', epoch })
  return { storage, path, keep, list, weights }
}

const epoch = (number: number, step = number): EpochToKeep => ({
  epoch: number,
  weights: new Float32Array(4).fill(number),
  statistics: stepStatistics({ step }),
})

it('keeps weights and statistics of epochs', async () => {
  const { storage, keep, list, weights } = await withRun(9)
  await keep([epoch(1), epoch(2)])
  await keep([{ ...epoch(3), statistics: null }])
  expect(await list()).toEqual([1, 2, 3].map((number) => ({ epoch: number, hasWeights: true })))
  expect(await weights(2)).toEqual(new Float32Array(4).fill(2))
  expect(await weights(4)).toBeNull()
  const statistics = await storage.call('p', 'readEpochStatistics', { run: 'r' })
  expect(statistics.map(({ epoch: of, statistics: { step } }) => [of, step])).toEqual([
    [1, 1],
    [2, 2],
  ])
  // What is no number comes back as null.
  expect(statistics[0]?.statistics.parameters[1]?.updateRatio).toBeNull()
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

it('adds to what is known of an epoch, and takes the newer of two', async () => {
  const { storage, keep, weights } = await withRun(9)
  await keep([{ ...epoch(1, 7), weights: null }])
  await keep([{ epoch: 1, weights: Float32Array.of(1, 2, 3, 4), statistics: null }])
  expect(await weights(1)).toEqual(Float32Array.of(1, 2, 3, 4))
  await keep([epoch(1, 8)])
  expect(await weights(1)).toEqual(new Float32Array(4).fill(1))
  expect(await storage.call('p', 'readEpochStatistics', { run: 'r' })).toMatchObject([{ statistics: { step: 8 } }])
})

it('lets weights go beyond the budget of space, but for the best and the last, and keeps statistics', async () => {
  const { storage, keep, list, weights } = await withRun(4)
  await storage.call('p', 'commitRun', { run: 'r', fields: { bestEpoch: 7 } })
  await keep(Array.from({ length: 8 }, (_, i) => epoch(i + 1)))
  const left = (await list()).filter(({ hasWeights }) => hasWeights).map((kept) => kept.epoch)
  expect(left).toHaveLength(4)
  expect(left).toEqual(expect.arrayContaining([1, 7, 8]))
  expect(await weights(6)).toBeNull()
  expect(await storage.call('p', 'readEpochStatistics', { run: 'r' })).toHaveLength(8)
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

it('keeps the best and the last where there is no room at all', async () => {
  const { storage, keep, list } = await withRun(0)
  await storage.call('p', 'commitRun', { run: 'r', fields: { bestEpoch: 2 } })
  await keep([epoch(1), epoch(2), epoch(3)])
  expect((await list()).map(({ hasWeights }) => hasWeights)).toEqual([false, true, true])
})

it('forgets what was kept of epochs that are trained again', async () => {
  const { storage, keep, list } = await withRun(9)
  await storage.call('p', 'commitRun', { run: 'r', records: epochRecords(1, 3) })
  await keep([epoch(1), epoch(2), epoch(3)])
  await storage.call('p', 'commitRun', { run: 'r', truncateFrom: 2, kept: [epoch(2, 99)] })
  expect((await list()).map((kept) => kept.epoch)).toEqual([1, 2])
  expect((await storage.call('p', 'readEpochStatistics', { run: 'r' })).at(-1)?.statistics.step).toBe(99)
})

it('keeps the weights with which a run began, whatever the budget and however far it goes back', async () => {
  const { storage, list, weights } = await withRun(0)
  const child = { ...newRun('c', 'd'), parent: { run: 'r', epoch: 3 } }
  await storage.call('p', 'createRun', { run: child, initialWeights: Float32Array.of(4, 3, 2, 1) })
  await storage.call('p', 'commitRun', { run: 'c', truncateFrom: 1, kept: [epoch(1), epoch(2)] })
  expect(await storage.call('p', 'readEpochWeights', { run: 'c', epoch: 0 })).toEqual(Float32Array.of(4, 3, 2, 1))
  expect(await storage.call('p', 'readRun', { run: 'c' })).toMatchObject({ parent: { run: 'r', epoch: 3 } })
  expect(await list()).toEqual([])
  expect(await weights(0)).toBeNull()
})

it('leaves removed runs out of a copy, and their epochs', async () => {
  const { storage, path, keep } = await withRun(9)
  await keep([epoch(1)])
  await storage.call('p', 'createRun', { run: newRun('c', 'd') })
  await storage.call('p', 'removeRuns', { runs: ['r'], studies: [] })
  const copy = join(dirname(path), 'copy.descent')
  await storage.call('p', 'copyProject', { path: copy })
  await storage.open('q', copy, { readOnly: false })
  await expect(storage.call('q', 'restoreRuns', { runs: ['r'], studies: [] })).rejects.toMatchObject({
    kind: 'not-found',
  })
  expect(await storage.call('q', 'readRuns', {})).toMatchObject([{ id: 'c' }])
  expect(await storage.call('q', 'checkProject', {})).toEqual([])
  await storage.call('p', 'restoreRuns', { runs: ['r'], studies: [] })
})

it('forgets the epochs of a removed run with it, and not the weights that another began with', async () => {
  const { storage, path, keep } = await withRun(9)
  await keep([epoch(1)])
  const child = { ...newRun('c', 'd'), parent: { run: 'r', epoch: 1 } }
  await storage.call('p', 'createRun', { run: child, initialWeights: new Float32Array(4).fill(1) })
  await storage.call('p', 'removeRuns', { runs: ['r'], studies: [] })
  await expect(storage.call('p', 'readKeptEpochs', { run: 'r' })).rejects.toMatchObject({ kind: 'not-found' })
  await storage.close('p')
  await storage.open('p', path, { readOnly: false })
  await expect(storage.call('p', 'restoreRuns', { runs: ['r'], studies: [] })).rejects.toMatchObject({
    kind: 'not-found',
  })
  expect(await storage.call('p', 'readEpochWeights', { run: 'c', epoch: 0 })).toEqual(new Float32Array(4).fill(1))
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

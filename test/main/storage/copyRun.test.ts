import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { newRun, storeNumbered } from '../../support/records.ts'
import { startStorage } from '../../support/storage.ts'

const created = '2026-01-01T00:00:00.000Z'

it('copies a run with the tables that it reads, and nothing of others', async () => {
  const storage = startStorage()
  const folder = await temporaryFolder()
  await storage.open('p', join(folder, 'all.descent'), { create: { name: 'All', created }, readOnly: false })
  for (const [dataset, rows] of [
    ['learned', 10],
    ['tested', 5],
    ['other', 7],
  ] as const) {
    await storeNumbered(storage, 'p', dataset, rows)
  }
  const run = newRun('r', 'learned')
  const recipe = { ...run.recipe, split: { ...run.recipe.split, testTable: 'tested' } }
  const wanted = { ...run, recipe, study: { id: 's', index: 0 }, bestEpoch: 2 }
  const weights = Float32Array.of(1, 2, 3, 4)
  const kept = [1, 2, 3].map((epoch) => ({ epoch, weights, statistics: null }))
  await storage.call('p', 'createRun', { run: wanted, initialWeights: weights })
  await storage.call('p', 'createRun', { run: newRun('beside', 'other') })
  for (const id of ['r', 'beside']) {
    const checkpoint = Uint8Array.of(4, 5)
    const outcome = { records: new Float64Array(8).fill(1), checkpoint, weights, kept }
    await storage.call('p', 'commitRun', { run: id, ...outcome })
  }
  const path = join(folder, 'one.descent')
  await storage.call('p', 'copyRun', { run: 'r', path, created })
  await expect(storage.call('p', 'copyRun', { run: 'r', path, created })).rejects.toMatchObject({ kind: 'usage' })

  await storage.open('c', path, { readOnly: true })
  // The record is made by hand, and no recipe was fitted for it.
  const unfitted = 'The run Run r has weights and no fitted preparation.'
  expect(await storage.call('c', 'checkProject', {})).toEqual([unfitted])
  const project = await storage.call('c', 'readProject', {})
  expect(project).toMatchObject({ name: run.name, created, runIds: ['r'] })
  expect(project.datasets.map(({ id }) => id).toSorted()).toEqual(['learned', 'tested'])
  const { study: _, ...alone } = wanted
  expect(await storage.call('c', 'readRun', { run: 'r' })).toEqual(alone)
  expect(await storage.call('c', 'readRecipe', { dataset: 'learned' })).toEqual(recipe)
  expect(await storage.call('c', 'readWeights', { run: 'r' })).toEqual(weights)
  expect(await storage.call('c', 'readCheckpoint', { run: 'r' })).toEqual(Uint8Array.of(4, 5))
  expect(await storage.call('c', 'readSeries', { run: 'r' })).toEqual(new Float64Array(8).fill(1))
  expect(await storage.call('c', 'readKeptEpochs', { run: 'r' })).toEqual([
    { epoch: 0, hasWeights: true },
    { epoch: 1, hasWeights: false },
    { epoch: 2, hasWeights: true },
    { epoch: 3, hasWeights: false },
  ])
  expect(await storage.call('c', 'readRows', { dataset: 'tested', offset: 0, limit: 100 })).toEqual(
    await storage.call('p', 'readRows', { dataset: 'tested', offset: 0, limit: 100 }),
  )
  await storage.close('c')
  const database = new Database(path, { readonly: true })
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect(['runs', 'run_weights', 'run_checkpoints', 'run_series'].map(count)).toEqual([1, 1, 1, 1])
  database.close()
})

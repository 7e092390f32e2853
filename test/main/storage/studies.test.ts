import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { StoredStudy } from '../../../src/main/studies/ports.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { newRun, storeNumbered } from '../../support/records.ts'
import { startStorage } from '../../support/storage.ts'

const create = { name: 'Trials', created: '2026-01-01T00:00:00.000Z' }

async function withDataset() {
  const storage = startStorage()
  const path = join(await temporaryFolder(), 'trials.descent')
  await storage.open('p', path, { create, readOnly: false })
  await storeNumbered(storage, 'p', 'd', 10)
  const { recipe, config, created, target, task } = newRun('r', 'd')
  const study = (id: string): StoredStudy => ({
    ...{ id, name: `Study ${id}`, created, dataset: 'd', datasetName: 'Numbers d', task, target, recipe, config },
    plan: { kind: 'repeat', seeds: 3 },
    metric: 'loss',
    direction: 'minimize',
    state: 'running',
    failure: null,
    seconds: 0,
    planned: 3,
  })
  const addRun = (id: string, of: string, index: number) =>
    storage.call('p', 'createRun', { run: { ...newRun(id, 'd'), study: { id: of, index, score: index / 2 } } })
  const reopen = async () => {
    await storage.close('p')
    await storage.open('p', path, { readOnly: false })
  }
  return { storage, study, addRun, reopen }
}

it('keeps a study, and reads its trials from the runs, by number', async () => {
  const { storage, study, addRun } = await withDataset()
  await storage.call('p', 'createStudy', { study: study('a') })
  await storage.call('p', 'createStudy', { study: study('b') })
  await addRun('second', 'a', 1)
  await addRun('first', 'a', 0)
  await addRun('other', 'b', 0)
  await storage.call('p', 'createRun', { run: newRun('alone', 'd') })
  await storage.call('p', 'commitStudy', { study: 'a', fields: { name: 'Noise', seconds: 3 } })
  expect(await storage.call('p', 'readStudy', { study: 'a' })).toEqual({ ...study('a'), name: 'Noise', seconds: 3 })
  expect((await storage.call('p', 'readStudies', {})).map(({ id }) => id)).toEqual(['a', 'b'])
  const trials = await storage.call('p', 'readTrials', { study: 'a' })
  expect(trials.map(({ run, index, score, point, fold }) => [run, index, score, point, fold])).toEqual([
    ['first', 0, 0, null, null],
    ['second', 1, 0.5, null, null],
  ])
  expect((await storage.call('p', 'readTrials', {})).map(({ run }) => run)).toEqual(['first', 'second', 'other'])
  const scores = await storage.call('p', 'readTrialScores', {})
  const { state, stopReason } = newRun('r', 'd')
  expect(scores.filter(({ study: of }) => of === 'a')).toEqual([
    { study: 'a', index: 0, score: 0, state, stopReason },
    { study: 'a', index: 1, score: 0.5, state, stopReason },
  ])
  expect(scores).toHaveLength(3)
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
  await expect(storage.call('p', 'readStudy', { study: 'c' })).rejects.toMatchObject({ kind: 'not-found' })
})

it('takes a study that was going on for interrupted, as its runs', async () => {
  const { storage, study, addRun, reopen } = await withDataset()
  await storage.call('p', 'createStudy', { study: study('a') })
  await storage.call('p', 'createStudy', { study: { ...study('b'), state: 'paused' } })
  await storage.call('p', 'createStudy', { study: { ...study('c'), state: 'finished' } })
  await addRun('r', 'a', 0)
  await reopen()
  const states = (await storage.call('p', 'readStudies', {})).map(({ state }) => state)
  expect(states).toEqual(['interrupted', 'interrupted', 'finished'])
  expect(await storage.call('p', 'readTrials', {})).toMatchObject([{ run: 'r', state: 'interrupted' }])
})

it('brings back the runs that were removed with a study, and none that was removed before or is of another', async () => {
  const { storage, study, addRun } = await withDataset()
  await storage.call('p', 'createStudy', { study: study('a') })
  await storage.call('p', 'createStudy', { study: study('b') })
  await addRun('first', 'a', 0)
  await addRun('second', 'a', 1)
  await addRun('other', 'b', 0)
  await storage.call('p', 'removeRuns', { runs: ['first'], studies: [] })
  await storage.call('p', 'removeRuns', { runs: ['other'], studies: [] })
  const runs = await storage.call('p', 'removeRuns', { runs: [], studies: ['a'] })
  expect(runs).toEqual(['second'])
  await storage.call('p', 'restoreRuns', { runs, studies: ['a'] })
  expect((await storage.call('p', 'readTrials', {})).map(({ run }) => run)).toEqual(['second'])
  // The one that was removed by itself can still be taken back.
  await storage.call('p', 'restoreRuns', { runs: ['first'], studies: [] })
  expect((await storage.call('p', 'readTrials', {})).map(({ run }) => run)).toEqual(['first', 'second'])
})

it('removes runs and studies together, all of them or none', async () => {
  const { storage, study, addRun } = await withDataset()
  await storage.call('p', 'createStudy', { study: study('a') })
  await addRun('first', 'a', 0)
  await addRun('second', 'a', 1)
  for (const id of ['one', 'two', 'three']) await storage.call('p', 'createRun', { run: newRun(id, 'd') })
  const left = async () => (await storage.call('p', 'readRuns', {})).map(({ id }) => id)
  for (const removal of [
    { runs: ['one', 'nowhere'], studies: ['a'] },
    { runs: ['one'], studies: ['a', 'nowhere'] },
  ]) {
    await expect(storage.call('p', 'removeRuns', removal)).rejects.toMatchObject({ kind: 'not-found' })
    expect(await left()).toEqual(['first', 'second', 'one', 'two', 'three'])
  }
  // A run of a study may be named beside it.
  const removal = { runs: ['three', 'second', 'one'], studies: ['a'] }
  const runs = await storage.call('p', 'removeRuns', removal)
  expect(runs).toEqual(['three', 'second', 'one', 'first'])
  expect(await left()).toEqual(['two'])
  expect(await storage.call('p', 'readStudies', {})).toEqual([])
  await storage.call('p', 'restoreRuns', { runs, studies: ['a'] })
  expect(await left()).toEqual(['first', 'second', 'one', 'two', 'three'])
  expect(await storage.call('p', 'readStudies', {})).toMatchObject([{ id: 'a' }])
})

it('stores remarks of many runs, or of none where one of them is not there', async () => {
  const { storage } = await withDataset()
  const notes = { notes: 'Wide.', tags: ['first'] }
  for (const id of ['one', 'two']) await storage.call('p', 'createRun', { run: { ...newRun(id, 'd'), ...notes } })
  const starred = (ids: string[]) =>
    storage.call('p', 'annotateRuns', { runs: ids.map((run) => ({ run, remarks: { starred: true } })) })
  await expect(starred(['one', 'nowhere'])).rejects.toMatchObject({ kind: 'not-found' })
  expect((await storage.call('p', 'readRuns', {})).map((run) => run.starred)).toEqual([undefined, undefined])
  await starred(['one', 'two'])
  expect(await storage.call('p', 'readRuns', {})).toMatchObject([
    { id: 'one', starred: true, ...notes },
    { id: 'two', starred: true, ...notes },
  ])
})

it('forgets a removed study with its runs on closing, and keeps the name of a dataset that one was made of', async () => {
  const { storage, study, addRun, reopen } = await withDataset()
  await storage.call('p', 'createStudy', { study: study('kept') })
  await storage.call('p', 'createStudy', { study: study('gone') })
  await addRun('r', 'gone', 0)
  const runs = await storage.call('p', 'removeRuns', { runs: [], studies: ['gone'] })
  expect(runs).toEqual(['r'])
  expect(await storage.call('p', 'readRuns', {})).toEqual([])
  await storage.call('p', 'restoreRuns', { runs, studies: ['gone'] })
  expect(await storage.call('p', 'readRuns', {})).toHaveLength(1)
  await storage.call('p', 'removeRuns', { runs: [], studies: ['gone'] })
  await storage.call('p', 'removeDataset', { dataset: 'd' })
  await reopen()
  expect(await storage.call('p', 'readStudies', {})).toMatchObject([{ id: 'kept', datasetName: 'Numbers d' }])
  await expect(storage.call('p', 'restoreRuns', { runs: [], studies: ['gone'] })).rejects.toMatchObject({
    kind: 'not-found',
  })
  await expect(storage.call('p', 'restoreRuns', { runs: ['r'], studies: [] })).rejects.toMatchObject({
    kind: 'not-found',
  })
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

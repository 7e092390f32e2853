import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Recipe } from '../../../src/shared/recipes.ts'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, until, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { readStoredRuns } from '../../support/storedRun.ts'

async function trained() {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 300)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, 'kind')
  const long: RunConfig = { ...config, training: { ...config.training, epochs: 60, earlyStopping: null } }
  const { handlers } = application
  const { id } = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config: long })
  const parent = await untilEnded(application, project, id)
  return { application, handlers, folder, project, parent, recipe, config: long, of: { project, run: id } }
}

test('a run keeps weights and statistics of epochs, through which it can be seen again', async () => {
  const { handlers, project, parent, of } = await trained()
  const { bestEpoch } = parent
  const listed = await handlers['runs.kept'](of)
  expect(listed).toContainEqual({ epoch: bestEpoch, hasWeights: true })
  const best = await handlers['evaluation.get']({ ...of, split: 'validation', epoch: bestEpoch ?? 0 })
  expect(best.metrics).toEqual(parent.metrics?.validation)
  // The best may be one that no rule kept.
  const history = await handlers['runs.statistics'](of)
  const kept = listed.filter(({ epoch }) => history.epochs.includes(epoch))
  expect(listed.length - kept.length).toBeLessThanOrEqual(1)
  expect(kept.map(({ epoch }) => epoch)).toEqual([
    ...Array.from({ length: 16 }, (_, i) => i + 1),
    ...Array.from({ length: 8 }, (_, i) => 16 + 1 + i),
    ...kept.slice(24).map(({ epoch }) => epoch),
  ])
  expect(kept.at(-1)?.epoch).toBeGreaterThan(50)
  expect(kept.every(({ hasWeights }) => hasWeights)).toBe(true)

  expect(history.epochs).toEqual(kept.map(({ epoch }) => epoch))
  expect(history.gradientNorm.every((norm) => norm !== null && norm > 0)).toBe(true)
  expect(history.tensors[0]).toMatchObject({ name: 'weights' })
  const histograms = await handlers['runs.histograms']({ ...of, tensor: 0 })
  expect(histograms.values[0]?.counts.reduce((sum, count) => sum + count, 0)).toBe(history.tensors[0]?.count)

  const [first, last] = await Promise.all(
    [1, kept.at(-1)?.epoch ?? 0].map((epoch) => handlers['evaluation.get']({ ...of, split: 'train', epoch })),
  )
  const losses = [first, last].map((evaluation) =>
    evaluation?.task === 'classification' ? (evaluation.metrics.logLoss ?? NaN) : NaN,
  )
  expect(losses[0]).toBeGreaterThan(losses[1] ?? NaN)
  await expect(handlers['evaluation.get']({ ...of, split: 'train', epoch: 59 })).rejects.toThrow(
    'has not kept its weights',
  )
  expect(await handlers['evaluation.get']({ project, run: parent.id, split: 'test' })).toMatchObject({ split: 'test' })
})

test('the scores of a run can be seen over its kept epochs, also those that it did not record', async () => {
  const { handlers, parent, of } = await trained()
  const scores = await handlers['evaluation.history']({ ...of, job: 'scores' })
  const kept = await handlers['runs.kept'](of)
  expect(scores.epochs).toEqual(kept.map(({ epoch }) => epoch))
  expect(scores.train).toHaveLength(scores.epochs.length)
  const at = scores.epochs.indexOf(parent.bestEpoch ?? 0)
  expect(scores.validation[at]).toEqual(parent.metrics?.validation)
  expect(scores.train[at]).toEqual(parent.metrics?.train)

  const jobs = async () => (await handlers['jobs.list']({})).filter(({ kind }) => kind === 'evaluation')
  expect(await jobs()).toMatchObject([{ id: 'scores', state: 'done' }])
  expect(await handlers['evaluation.history']({ ...of, job: 'again' })).toEqual(scores)
  expect(await jobs()).toHaveLength(1)
})

test('a branch goes on from kept weights with other settings, and repeats to the bit', async () => {
  const { application, handlers, project, parent, config, of } = await trained()
  const slower: RunConfig = { ...config, training: { ...config.training, learningRate: 1e-6, epochs: 1 } }
  const branches = []
  for (let i = 0; i < 2; i++) {
    const { id } = await handlers['runs.branch']({ ...of, epoch: 32, config: slower })
    branches.push(await untilEnded(application, project, id))
  }
  expect(branches[0]).toMatchObject({ state: 'finished', parent: { run: parent.id, epoch: 32 } })
  expect(branches[0]?.bestLoss).toBe(branches[1]?.bestLoss)
  // With so small a rate it is still where its parent was.
  const series = await handlers['runs.series']({ ...of, points: 1000 })
  const at = series.epochs.indexOf(32)
  expect(branches[0]?.bestLoss).toBeCloseTo(series.validation[at] ?? NaN, 3)

  const [first] = branches
  const extended = await handlers['runs.extend']({ project, run: first?.id ?? '', epochs: 2 })
  expect(await untilEnded(application, project, extended.id)).toMatchObject({ state: 'finished', epochs: 3 })
})

test('a branch keeps its network, and outlives its parent', async () => {
  const { application, handlers, project, config, of } = await trained()
  const wider: RunConfig = {
    ...config,
    network: { ...config.network, hidden: [{ kind: 'dense', units: 3, activation: 'relu', initialization: 'he' }] },
  }
  await expect(handlers['runs.branch']({ ...of, epoch: 'best', config: wider })).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(/^A branch has the network of “Run 1”, but network\.hidden/),
  })
  const { id } = await handlers['runs.branch']({ ...of, epoch: 'last', config })
  await untilEnded(application, project, id)
  await handlers['runs.remove']({ project, runs: [of.run], studies: [] })
  const extended = await handlers['runs.extend']({ project, run: id, epochs: 1 })
  expect(await untilEnded(application, project, extended.id)).toMatchObject({ state: 'finished', epochs: 61 })
})

test('a branch is refused where its recipe feeds the network otherwise, and the setting is named', async () => {
  const { application, handlers, project, parent, recipe, config, of } = await trained()
  const branch = (change: Partial<Recipe>) =>
    handlers['runs.branch']({ ...of, epoch: 'best', config, recipe: { ...recipe, ...change } })
  const refused = (path: string) => ({
    kind: 'usage',
    message: `With recipe.${path} changed, the network would no longer get the inputs that “${parent.name}” learned from.`,
    hint: 'Set it as it is there, or start a new run.',
  })
  const first = recipe.steps.findIndex(({ kind }) => kind === 'standardize')
  expect(first).toBeGreaterThanOrEqual(0)
  const unscaled = recipe.steps.map((step, at) => (at === first ? { ...step, enabled: false } : step))
  await expect(branch({ steps: unscaled })).rejects.toMatchObject(refused(`steps[${first}].enabled`))
  await expect(branch({ target: 'place' })).rejects.toMatchObject(refused('target'))
  // Other rows to learn from give other means to standardize with.
  await expect(branch({ split: { ...recipe.split, seed: recipe.split.seed + 1 } })).rejects.toMatchObject(
    refused('split.seed'),
  )
  expect((await handlers['projects.get']({ project })).runs).toHaveLength(1)

  // A recipe that says the same in other words is none to refuse.
  const { id } = await branch({ steps: [...recipe.steps, { ...recipe.steps[first]!, id: 'again', enabled: false }] })
  expect(await untilEnded(application, project, id)).toMatchObject({ state: 'finished' })
})

test('a branch is refused where the data are read otherwise since', async () => {
  const { handlers, project, parent, config, of } = await trained()
  const { dataset } = parent
  await handlers['datasets.setColumn']({ project, dataset, column: 'width', kind: 'category' })
  await expect(handlers['runs.branch']({ ...of, epoch: 'best', config })).rejects.toMatchObject({
    kind: 'unusable-input',
    message: expect.stringMatching(/has changed since “Run 1” began\.$/),
    hint: 'Start a new run, or read its columns again as they were read then.',
  })
  await handlers['datasets.setColumn']({ project, dataset, column: 'width', kind: 'number' })
  await handlers['runs.branch']({ ...of, epoch: 'best', config })
})

test('a branch of a removed run, or of one whose table was removed, is refused until it is taken back', async () => {
  const { handlers, project, parent, config, of } = await trained()
  const branch = () => handlers['runs.branch']({ ...of, epoch: 'best', config })
  await handlers['runs.remove']({ project, runs: [of.run], studies: [] })
  await expect(branch()).rejects.toMatchObject({
    kind: 'not-found',
    message: 'The run to branch from is no longer in the project.',
    hint: 'Take its removal back with Undo, or train from new weights instead.',
  })
  await handlers['runs.restore']({ project, runs: [of.run], studies: [] })
  await handlers['datasets.remove']({ project, dataset: parent.dataset })
  await expect(branch()).rejects.toMatchObject({
    kind: 'not-found',
    message: 'There is no such dataset in p.descent; it may have been removed.',
  })
  await handlers['datasets.restore']({ project, dataset: parent.dataset })
  await branch()
})

test.each([0, 20])('a branch that is interrupted after %i epochs ends as one that was not', async (epochs) => {
  const { application, handlers, folder, project, config, of } = await trained()
  const long: RunConfig = { ...config, training: { ...config.training, epochs: 8000 } }
  const branch = () => handlers['runs.branch']({ ...of, epoch: 16, config: long })
  await untilEnded(application, project, (await branch()).id)
  const { id } = await branch()
  await until(application, project, id, (run) => run.epochs >= epochs)
  await application.close()

  const { application: again } = await startApplication(folder)
  const path = join(folder, 'p.descent')
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  expect(await again.handlers['runs.get']({ project: reopened, run: id })).toMatchObject({ state: 'interrupted' })
  await again.handlers['runs.resume']({ project: reopened, run: id })
  await untilEnded(again, reopened, id)
  await again.close()

  const { runs, problems } = await readStoredRuns(path)
  expect(problems).toEqual([])
  const [, whole, resumed] = runs
  expect(resumed?.run).toMatchObject({ state: 'finished', epochs: 8000, parent: { epoch: 16 } })
  expect(resumed?.weights).toEqual(whole?.weights)
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, until, untilEnded } from '../../support/application.ts'
import { writePlants } from '../../support/makeTable.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { readStoredRuns } from '../../support/storedRun.ts'
import { recordWidth } from '../../../src/core/series/records.ts'

/** Long enough to be paused and stopped on the way; no early stopping. */
function longer(config: RunConfig, epochs: number): RunConfig {
  return { ...config, training: { ...config.training, epochs, earlyStopping: null } }
}

async function plants(rows = 600) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'plants.descent')
  const { project, dataset } = await importTable(application, path, await writePlants(join(folder, 'plants.csv'), rows))
  return { application, handlers: application.handlers, folder, path, project, dataset: dataset.id }
}

test('a run trains, is evaluated on every split with its best weights, and is stored', async () => {
  const { application, handlers, project, dataset, path } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const started = await handlers['runs.start']({ project, dataset, recipe, config })
  expect(started).toMatchObject({ state: 'preparing', name: 'Run 1', task: 'classification', target: 'kind' })

  const run = await untilEnded(application, project, started.id)
  expect(run.state).toBe('finished')
  expect(run.rows).toEqual({ train: 420, validation: 90, test: 90 })
  expect(run.bestEpoch).toBeGreaterThan(1)
  for (const split of ['train', 'validation', 'test'] as const) {
    expect(run.metrics?.[split]).toMatchObject({ accuracy: expect.closeTo(1, 0) })
    const evaluation = await handlers['evaluation.get']({ project, run: run.id, split })
    expect(evaluation.metrics).toEqual(run.metrics?.[split])
    expect(evaluation.rows).toBe(run.rows[split])
  }
  const series = await handlers['runs.series']({ project, run: run.id, points: 10_000 })
  expect(series.recorded).toBe(run.epochs)
  expect(series.epochs).toEqual(Array.from({ length: run.epochs }, (_, i) => i + 1))
  expect(series.validation[(run.bestEpoch ?? 0) - 1]).toBe(run.bestLoss)

  await application.close()
  const { runs, problems } = await readStoredRuns(path)
  expect(problems).toEqual([])
  expect(runs[0]?.weights?.length).toBe(run.parameters)
})

test('metrics of every epoch are recorded in the unit of the target, as the evaluation has them', async () => {
  const { application, handlers, project, dataset, path } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'weight')
  expect(recipe.targetScaling).toBe('standardize')
  const training = { ...longer(config, 30).training, metrics: ['rmse', 'r2'] as const, trainMetrics: true }
  const started = await handlers['runs.start']({
    project,
    dataset,
    recipe,
    config: { ...config, training: { ...training, metrics: [...training.metrics] } },
  })
  const run = await untilEnded(application, project, started.id)
  const best = (run.bestEpoch ?? 0) - 1
  for (const metric of ['rmse', 'r2'] as const) {
    const series = await handlers['runs.series']({ project, run: run.id, points: 10_000, metric })
    expect(series.recorded).toBe(30)
    for (const split of ['train', 'validation'] as const) {
      const measured = (run.metrics?.[split] as Record<string, number> | undefined)?.[metric] ?? NaN
      expect(Math.abs((series[split][best] ?? NaN) / measured - 1)).toBeLessThan(1e-5)
    }
  }
  await handlers['runs.extend']({ project, run: run.id, epochs: 5 })
  await untilEnded(application, project, run.id)
  const extended = await handlers['runs.series']({ project, run: run.id, points: 10_000, metric: 'rmse' })
  expect(extended.epochs).toEqual(Array.from({ length: 35 }, (_, i) => i + 1))
  expect(extended.train).not.toContain(null)

  await application.close()
  expect((await readStoredRuns(path)).problems).toEqual([])
})

test('without validation rows the metrics are those of the training rows, and the settings say so', async () => {
  const { application, handlers, project, dataset } = await plants(200)
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const { id } = await handlers['runs.start']({
    project,
    dataset,
    recipe: { ...recipe, split: { ...recipe.split, validation: 0 } },
    config: { ...config, training: { ...longer(config, 5).training, metrics: ['accuracy'] } },
  })
  const run = await untilEnded(application, project, id)
  expect(run.config.training.trainMetrics).toBe(true)
  const series = await handlers['runs.series']({ project, run: id, points: 100, metric: 'accuracy' })
  expect(series.train.every((value) => value !== null && value >= 0 && value <= 1)).toBe(true)
  expect(series.validation).toEqual([null, null, null, null, null])
})

test('a metric that the target does not have is refused by name before anything is trained', async () => {
  const { application, handlers, project, dataset } = await plants(200)
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const training = { ...config.training, metrics: ['rmse' as const] }
  const { id } = await handlers['runs.start']({ project, dataset, recipe, config: { ...config, training } })
  const run = await untilEnded(application, project, id)
  expect(run.failure).toMatchObject({
    message: 'training.metrics names rmse, but “kind” holds classes.',
    hint: 'Metrics of it are accuracy, balancedAccuracy, macroF1, mcc, rocAuc, logLoss, brier.',
  })
})

test('a run that was paused, closed and resumed ends with the weights of one that was not', async () => {
  const { application, handlers, project, dataset, path, folder } = await plants()
  const { recipe, config: usual } = await proposal(application, project, dataset, 'weight')
  const config = longer(usual, 1500)
  const start = () => handlers['runs.start']({ project, dataset, recipe, config })
  const whole = await start()
  await untilEnded(application, project, whole.id)

  const paused = await start()
  await until(application, project, paused.id, (run) => run.epochs > 20)
  expect(await handlers['runs.pause']({ project, run: paused.id })).toMatchObject({ state: 'paused' })
  expect(await handlers['runs.resume']({ project, run: paused.id })).toMatchObject({ state: 'running' })
  await untilEnded(application, project, paused.id)

  const closed = await start()
  await until(application, project, closed.id, (run) => run.epochs > 20)
  await application.close()

  const { application: again } = await startApplication(folder)
  const opened = await again.openProjectFile(path, { create: false })
  const { project: reopened } = opened
  const interrupted = await again.handlers['runs.get']({ project: reopened, run: closed.id })
  expect(interrupted.state).toBe('interrupted')
  expect(interrupted.epochs).toBeGreaterThan(20)
  expect(interrupted.epochs).toBeLessThan(1500)
  await again.handlers['runs.resume']({ project: reopened, run: closed.id })
  const resumed = await untilEnded(again, reopened, closed.id)
  expect(resumed).toMatchObject({ state: 'finished', epochs: 1500 })
  await again.close()

  const { runs } = await readStoredRuns(path)
  expect(runs).toHaveLength(3)
  const width = recordWidth(config.training)
  const losses = runs.map(({ series }) => series.filter((_, i) => i % width === 1 || i % width === 2))
  for (const i of [1, 2]) {
    expect(runs[i]?.weights).toEqual(runs[0]?.weights)
    expect(losses[i]).toEqual(losses[0])
    expect(runs[i]?.run.metrics).toEqual(runs[0]?.run.metrics)
  }
})

test('stop keeps the best weights; extend goes on from there', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const started = await handlers['runs.start']({ project, dataset, recipe, config: longer(config, 100_000) })
  await until(application, project, started.id, (run) => run.epochs > 5)
  const stopped = await handlers['runs.stop']({ project, run: started.id })
  expect(stopped).toMatchObject({ state: 'finished', stopReason: 'stopped' })
  expect(stopped.metrics?.test).not.toBeNull()

  await handlers['runs.extend']({ project, run: started.id, epochs: 10 })
  const extended = await untilEnded(application, project, started.id)
  expect(extended).toMatchObject({ state: 'finished', stopReason: 'epochs', epochs: stopped.epochs + 10 })
  const series = await handlers['runs.series']({ project, run: started.id, points: 10_000 })
  expect(series.recorded).toBe(stopped.epochs + 10)
})

test('one run trains at a time; one that waits can be stopped', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const first = await handlers['runs.start']({ project, dataset, recipe, config: longer(config, 100_000) })
  await until(application, project, first.id, (run) => run.state === 'running')
  const second = await handlers['runs.start']({ project, dataset, recipe, config })
  const third = await handlers['runs.start']({ project, dataset, recipe, config })
  expect(third.name).toBe('Run 3')
  expect(await handlers['runs.stop']({ project, run: third.id })).toMatchObject({ state: 'finished', epochs: 0 })
  expect(await handlers['runs.get']({ project, run: second.id })).toMatchObject({ state: 'preparing' })
  await handlers['runs.stop']({ project, run: first.id })
  expect(await untilEnded(application, project, second.id)).toMatchObject({ state: 'finished' })
})

test('a loss that diverges fails the run and says where and what to do', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'weight')
  const training = { ...config.training, optimizer: { kind: 'gradientDescent' as const }, learningRate: 50 }
  const started = await handlers['runs.start']({ project, dataset, recipe, config: { ...config, training } })
  const run = await untilEnded(application, project, started.id)
  expect(run.state).toBe('failed')
  expect(run.failure).toMatchObject({ kind: 'diverged', hint: 'Try a lower learning rate: 5.' })
  expect(run.failure?.message).toMatch(/epoch 1\b.* layer /)
  expect(await handlers['jobs.list']({})).toContainEqual(expect.objectContaining({ id: run.id, state: 'failed' }))
})

test('a run that fails after it had learned keeps its best epoch', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'weight')
  const training = {
    ...config.training,
    optimizer: { kind: 'gradientDescent' as const },
    changes: [{ step: 120, learningRate: 100 }],
  }
  const started = await handlers['runs.start']({ project, dataset, recipe, config: { ...config, training } })
  const run = await untilEnded(application, project, started.id)
  expect(run).toMatchObject({ state: 'failed', failure: { kind: 'diverged' } })
  expect(run.bestEpoch).toBeGreaterThan(1)
  const best = { epoch: run.bestEpoch, hasWeights: true }
  expect(await handlers['runs.kept']({ project, run: run.id })).toContainEqual(best)
  const of = { project, run: run.id, split: 'validation' as const }
  const seen = await handlers['evaluation.get']({ ...of, epoch: run.bestEpoch ?? 0 })
  expect(seen.metrics).toEqual(run.metrics?.validation)
})

test('a run that may go back goes on with a lower rate, notes it, and has each epoch once', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'weight')
  const training = {
    ...config.training,
    optimizer: { kind: 'gradientDescent' as const },
    learningRate: 50,
    epochs: 60,
    earlyStopping: null,
    divergence: { rollbacks: 20, factor: 0.25 },
  }
  const started = await handlers['runs.start']({ project, dataset, recipe, config: { ...config, training } })
  const run = await untilEnded(application, project, started.id)
  expect(run).toMatchObject({ state: 'finished', stopReason: 'epochs', epochs: 60 })
  const [first] = run.config.training.changes ?? []
  expect(first).toMatchObject({
    rateFactor: 0.25,
    diverged: { message: expect.stringMatching(/ layer /) },
  })
  const series = await handlers['runs.series']({ project, run: run.id, points: 10_000 })
  expect(series.epochs).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
})

test('an interrupted run can be ended: the best weights of its checkpoint are kept', async () => {
  const { application, handlers, project, dataset, path, folder } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const { id } = await handlers['runs.start']({ project, dataset, recipe, config: longer(config, 100_000) })
  await until(application, project, id, (run) => run.epochs > 5)
  await application.close()
  const { application: again } = await startApplication(folder)
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  const ended = await again.handlers['runs.stop']({ project: reopened, run: id })
  expect(ended).toMatchObject({ state: 'finished', stopReason: 'stopped' })
  expect(ended.metrics?.validation).not.toBeNull()
})

test('an estimate says what a run will take', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'kind')
  const network = {
    hidden: [{ kind: 'dense' as const, units: 8, activation: 'relu' as const, initialization: 'he' as const }],
  }
  const training = { ...config.training, batchSize: 100 }
  const estimate = await handlers['runs.estimate']({ project, dataset, recipe, config: { network, training } })
  const { inputs } = estimate
  expect(estimate).toMatchObject({
    outputs: 3,
    parameters: (inputs + 1) * 8 + 9 * 3,
    rows: { train: 420, validation: 90, test: 90 },
    stepsPerEpoch: 5,
  })
  expect(estimate.memoryBytes).toBeGreaterThan(estimate.parameters * 4)
  expect(estimate.secondsPerEpoch).toBeGreaterThan(0)
})

test('a checkpoint that is asked for is stored, and where the run was then', async () => {
  const { application, handlers, project, dataset } = await plants()
  const { recipe, config } = await proposal(application, project, dataset, 'weight')
  const { id: run } = await handlers['runs.start']({ project, dataset, recipe, config: longer(config, 1_000_000) })
  await until(application, project, run, ({ state }) => state === 'running')
  const saved = await handlers['runs.checkpoint']({ project, run })
  expect(saved).toMatchObject({ id: run, state: 'running' })
  expect(saved.epochs).toBeGreaterThan(0)
  // What looks into a run's next step starts from what is stored.
  const view = await handlers['steps.view']({ project, run, moment: 'next', member: 0, row: null })
  expect(view.step).toBeGreaterThan(saved.epochs)
  await handlers['runs.stop']({ project, run })
  await expect(handlers['runs.checkpoint']({ project, run })).rejects.toThrow('Only a run that trains')
})

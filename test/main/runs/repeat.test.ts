import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Application } from '../../../src/main/application.ts'
import { comparedWithRepeated } from '../../../src/main/runs/repeat.ts'
import type { RunStorage } from '../../../src/main/runs/ports.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import type { Run } from '../../../src/shared/runs.ts'
import type { RunConfig, TrainingSettings } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, until, untilEnded } from '../../support/application.ts'
import { writePlants } from '../../support/makeTable.ts'
import { temporaryFolder } from '../../support/folder.ts'

const cosine: TrainingSettings['schedule'] = { kind: 'cosine', periodEpochs: null, periodMultiplier: 1, finalFactor: 0 }

async function plants(target = 'weight') {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'plants.descent')
  const { project, dataset } = await importTable(application, path, await writePlants(join(folder, 'plants.csv'), 300))
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const begin = (training: Partial<TrainingSettings>, network = config.network) =>
    application.handlers['runs.start']({
      project,
      dataset: dataset.id,
      recipe,
      config: { network, training: { ...config.training, earlyStopping: null, ...training } },
    })
  const trained = async (training: Partial<TrainingSettings>) =>
    untilEnded(application, project, (await begin(training)).id)
  return { application, handlers: application.handlers, folder, path, project, config, begin, trained }
}

const losses = async ({ handlers }: Application, project: string, run: string) => {
  const { epochs, train, validation } = await handlers['runs.series']({ project, run, points: 10_000 })
  return { epochs, train, validation }
}

/** Repeats a run and compares the whole curves beside what the program says itself. */
async function expectToRepeat(application: Application, project: string, first: Run): Promise<Run> {
  const { id } = await application.handlers['runs.repeat']({ project, run: first.id })
  const again = await untilEnded(application, project, id)
  expect(again.repeats).toEqual({ run: first.id, name: first.name, equal: true })
  expect(again.stopReason).toBe(first.stopReason)
  expect(again.metrics).toEqual(first.metrics)
  expect(await losses(application, project, id)).toEqual(await losses(application, project, first.id))
  return again
}

const extended = async (application: Application, project: string, run: string, epochs: number) => {
  await application.handlers['runs.extend']({ project, run, epochs })
  return untilEnded(application, project, run)
}

test('a run that stopped early goes on when it is extended, with its patience anew, and repeats to the bit', async () => {
  const { application, project, trained } = await plants()
  const run = await trained({ epochs: 200, earlyStopping: { patience: 3, minDelta: 1e6 } })
  expect(run).toMatchObject({ epochs: 4, stopReason: 'earlyStopping' })
  const more = await extended(application, project, run.id, 2)
  expect(more).toMatchObject({ epochs: 6, stopReason: 'epochs' })
  const most = await extended(application, project, run.id, 100)
  expect(most).toMatchObject({ epochs: 9, stopReason: 'earlyStopping' })
  expect(most.config.training).toMatchObject({ epochs: 200, changes: [{ epochs: 6 }, { epochs: 106 }] })
  await expectToRepeat(application, project, most)
})

test('a run that has converged is not extended, and says why', async () => {
  const { application, handlers, project, config, begin } = await plants()
  const { id } = await begin(
    {
      optimizer: { kind: 'lbfgs', history: 10, maxLineSearch: 20, gradientTolerance: 1e-3 },
      batchSize: null,
      l2: 0.1,
      weightDecay: 0,
      averaging: null,
      clipNorm: null,
      divergence: null,
      epochs: 500,
    },
    { ...config.network, hidden: [] },
  )
  const run = await untilEnded(application, project, id)
  expect(run).toMatchObject({ state: 'finished', stopReason: 'converged' })
  await expect(handlers['runs.extend']({ project, run: id, epochs: 10 })).rejects.toMatchObject({
    kind: 'usage',
    message: '“Run 1” has converged: no step along the slope makes its loss smaller.',
  })
  await expectToRepeat(application, project, run)
})

test('a run that was extended along its schedule repeats to the bit, also from its settings alone', async () => {
  const { application, handlers, project, trained } = await plants()
  const { id } = await trained({ epochs: 10, schedule: cosine })
  const run = await extended(application, project, id, 10)
  expect(run).toMatchObject({ epochs: 20, config: { training: { epochs: 10, changes: [{ epochs: 20 }] } } })
  await expectToRepeat(application, project, run)
  const { dataset, recipe, config } = run
  const started = await handlers['runs.start']({ project, dataset, recipe, config })
  await untilEnded(application, project, started.id)
  expect(await losses(application, project, started.id)).toEqual(await losses(application, project, id))
  // Planned as long at once, the schedule is another one.
  const planned = await trained({ epochs: 20, schedule: cosine })
  expect(planned.lastTrainLoss).not.toBe(run.lastTrainLoss)
})

test('a branch repeats to the bit when its parent is gone', async () => {
  const { application, handlers, project, config, trained } = await plants()
  const parent = await trained({ epochs: 20 })
  const slower: RunConfig = { ...config, training: { ...config.training, learningRate: 1e-4, epochs: 8 } }
  const { id } = await handlers['runs.branch']({ project, run: parent.id, epoch: 'best', config: slower })
  const branch = await untilEnded(application, project, id)
  await handlers['runs.remove']({ project, runs: [parent.id], studies: [] })
  const again = await expectToRepeat(application, project, branch)
  expect(again.parent).toEqual(branch.parent)
  // The weights that it began with can be begun from once more.
  const second = await handlers['runs.branch']({ project, run: id, epoch: 0, config: slower })
  await untilEnded(application, project, second.id)
  expect(await losses(application, project, second.id)).toEqual(await losses(application, project, id))
})

test('a run that a person changed, stopped and extended repeats to the bit at each end', async () => {
  const { application, handlers, project, begin } = await plants('kind')
  const { id } = await begin({ epochs: 100_000 })
  await until(application, project, id, ({ epochs }) => epochs > 3)
  await handlers['runs.change']({ project, run: id, change: { learningRate: 2e-4, batchSize: 16 } })
  await until(application, project, id, ({ epochs, config }) => epochs > 8 && config.training.changes !== undefined)
  const stopped = await handlers['runs.stop']({ project, run: id })
  expect(stopped.config.training.changes).toMatchObject([{ learningRate: 2e-4 }, { stopped: 'stopped' }])
  await expectToRepeat(application, project, stopped)
  await expectToRepeat(application, project, await extended(application, project, id, 3))
})

test('a run that is extended while it trains goes on beyond its plan, and repeats to the bit', async () => {
  const { application, handlers, project, begin } = await plants('kind')
  const { id } = await begin({ epochs: 2_000, schedule: cosine })
  await until(application, project, id, ({ epochs }) => epochs > 3)
  await handlers['runs.pause']({ project, run: id })
  await until(application, project, id, ({ state }) => state === 'paused')
  const longer = await handlers['runs.extend']({ project, run: id, epochs: 50 })
  expect(longer).toMatchObject({ state: 'paused', config: { training: { changes: [{ epochs: 2_050 }] } } })
  await handlers['runs.resume']({ project, run: id })
  const ended = await untilEnded(application, project, id)
  expect(ended).toMatchObject({ stopReason: 'epochs', epochs: 2_050 })
  await expectToRepeat(application, project, ended)
})

test('a run that the clock ended repeats to the bit, whatever the clock says', async () => {
  const { application, handlers, project, trained } = await plants()
  const run = await trained({ epochs: 1_000_000, timeLimitSeconds: 0.2 })
  expect(run).toMatchObject({ stopReason: 'timeLimit' })
  const again = await expectToRepeat(application, project, run)
  expect(again.config.training.timeLimitSeconds).toBeNull()
  // The settings alone do the same, also with a limit that is over at once.
  const { dataset, recipe } = run
  const config = { ...run.config, training: { ...run.config.training, timeLimitSeconds: 1e-6 } }
  const started = await handlers['runs.start']({ project, dataset, recipe, config })
  expect(await untilEnded(application, project, started.id)).toMatchObject({
    bestLoss: run.bestLoss,
    epochs: run.epochs,
  })
})

test('a run that was interrupted, resumed and stopped repeats to the bit', async () => {
  const { application, path, folder, project, begin } = await plants()
  const { id } = await begin({ epochs: 100_000, schedule: cosine })
  await until(application, project, id, ({ epochs }) => epochs > 20)
  await application.close()
  const { application: again } = await startApplication(folder)
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  const { epochs } = await again.handlers['runs.resume']({ project: reopened, run: id })
  await until(again, reopened, id, (run) => run.epochs > epochs + 20)
  const stopped = await again.handlers['runs.stop']({ project: reopened, run: id })
  await expectToRepeat(again, reopened, stopped)
})

test('a run that has not ended is not repeated, and a repeat has the name that it is given', async () => {
  const { application, handlers, project, begin, trained } = await plants()
  const first = await trained({ epochs: 5 })
  const { id: running } = await begin({ epochs: 100_000 })
  await expect(handlers['runs.repeat']({ project, run: running })).rejects.toMatchObject({
    kind: 'usage',
    hint: 'Repeat it when it has ended.',
  })
  const { id } = await handlers['runs.repeat']({ project, run: first.id, name: 'Once more' })
  await handlers['runs.stop']({ project, run: running })
  expect(await untilEnded(application, project, id)).toMatchObject({ name: 'Once more', repeats: { equal: true } })
})

test('weights that differ in one bit are told, and of a run that is gone nothing is said', async () => {
  const { trained } = await plants()
  const first = await trained({ epochs: 2 })
  const again = { ...first, id: 'again', repeats: { run: first.id, name: first.name, equal: null } }
  const storage = (found: Partial<Run> | null, weights: number[]) =>
    ({
      getRun: () =>
        found === null ? Promise.reject(new DescentError('not-found', '')) : Promise.resolve({ ...first, ...found }),
      readWeights: () => Promise.resolve(Float32Array.from(weights)),
    }) as unknown as RunStorage
  const equal = async (found: Partial<Run> | null, weights: number[]) =>
    (await comparedWithRepeated(storage(found, weights), '', again, Float32Array.of(0, 1))).repeats?.equal
  expect(await equal({}, [0, 1])).toBe(true)
  expect(await equal({}, [-0, 1])).toBe(false)
  expect(await equal({ lastTrainLoss: 0 }, [0, 1])).toBe(false)
  expect(await equal(null, [0, 1])).toBe(null)
  const { network, training } = first.config
  const longer = { network, training: { ...training, changes: [{ step: 9, epochs: 7 }] } }
  expect(await equal({ config: longer }, [0, 1])).toBe(null)
})

import { describe, expect, test } from 'vitest'
import type { RegressionMetrics } from '../../../src/shared/evaluation.ts'
import type { StudyProgress } from '../../../src/shared/studies.ts'
import { untilEnded } from '../../support/application.ts'
import { searchPlan, startPlants, untilStudyEnded } from '../../support/study.ts'
import { readStoredRuns } from '../../support/storedRun.ts'

describe('a repeat with other seeds', () => {
  test('trains each seed as a run by itself would be, and tells how much metrics vary', async () => {
    const { application, handlers, project, dataset, recipe, short, start, path } = await startPlants()
    const told: StudyProgress[] = []
    application.events.subscribe('study', (progress) => told.push(progress))
    const started = await start({ kind: 'repeat', seeds: 3 }, 8)
    expect(started).toMatchObject({ name: 'Repeat 1', state: 'running', planned: 3, metric: 'loss', target: 'weight' })
    const study = await untilStudyEnded(application, project, started.id)
    const { seed } = short(8).training
    expect(study).toMatchObject({ state: 'finished', done: 3, failure: null })
    expect(study.trials.map(({ index, seed: own, state, epochs }) => [index, own, state, epochs])).toEqual([
      [0, seed, 'finished', 8],
      [1, seed + 1, 'finished', 8],
      [2, seed + 2, 'finished', 8],
    ])
    const scores = study.trials.map(({ score }) => score ?? NaN)
    expect(study.best).toBe(scores.indexOf(Math.min(...scores)))
    await expect.poll(() => told.at(-1)).toMatchObject({ id: study.id, state: 'finished', done: 3, fraction: 1 })

    const alone = await handlers['runs.start']({ project, dataset, recipe, config: short(8) })
    const ended = await untilEnded(application, project, alone.id)
    const first = await handlers['runs.get']({ project, run: study.trials[0]?.run ?? '' })
    expect(first).toMatchObject({ name: 'Repeat 1 · 1', study: { id: study.id, index: 0 }, metrics: ended.metrics })
    expect(first.study?.score).toBe(first.bestLoss)

    const { metrics, importance } = await handlers['studies.results']({ project, study: study.id })
    expect(importance).toBeNull()
    const rmse = metrics.find(({ split, metric }) => split === 'test' && metric === 'rmse')
    const values: number[] = []
    for (const { run } of study.trials) {
      const { metrics: own } = await handlers['runs.get']({ project, run })
      values.push((own?.test as RegressionMetrics | undefined)?.rmse ?? NaN)
    }
    expect(rmse?.values).toEqual(values.map((value, index) => ({ index, value })))
    expect(rmse?.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 3, 12)
    expect(rmse?.interval?.low).toBeLessThan(rmse?.mean ?? NaN)
    await application.close()
    expect((await readStoredRuns(path)).problems).toEqual([])
  })

  test('ends at once where no trial could be trained, and says why', async () => {
    const { application, project, dataset, recipe, short, handlers } = await startPlants()
    const begin = (given: typeof recipe, training: object) => {
      const config = { ...short(5), training: { ...short(5).training, ...training } }
      return handlers['studies.start']({ project, dataset, recipe: given, config, plan: { kind: 'repeat', seeds: 4 } })
    }
    const noValidation = await begin({ ...recipe, split: { ...recipe.split, validation: 0 } }, {})
    expect(await untilStudyEnded(application, project, noValidation.id)).toMatchObject({
      state: 'failed',
      failure: { message: 'There are no validation rows to score the trials by.' },
      trials: [],
    })
    const noMetric = await begin(recipe, { metrics: ['accuracy'] })
    const failed = await untilStudyEnded(application, project, noMetric.id)
    expect(failed).toMatchObject({ state: 'failed', failure: { message: /accuracy/ } })
    expect(failed.trials.length).toBeLessThan(4)
  })
})

describe('a cross-validation', () => {
  test('trains a run on each fold, with the same test rows', async () => {
    const { application, handlers, project, start } = await startPlants('kind')
    const folds = { kind: 'rows', folds: 3, repeats: 1, stratify: true, shuffle: true, seed: 1 } as const
    const { id } = await start({ kind: 'folds', folds, parallel: 1 }, 6)
    const study = await untilStudyEnded(application, project, id)
    expect(study).toMatchObject({ name: 'Cross-validation 1', state: 'finished', done: 3 })
    expect(study.trials.map(({ fold }) => fold)).toEqual([0, 1, 2])
    const runs = await Promise.all(study.trials.map(({ run }) => handlers['runs.get']({ project, run })))
    expect(runs.map(({ rows }) => rows)).toEqual(Array.from(runs, () => ({ train: 170, validation: 85, test: 45 })))
    expect(runs.map(({ recipe }) => recipe.folds)).toEqual([folds, folds, folds])
    const { metrics } = await handlers['studies.results']({ project, study: id })
    const accuracy = metrics.find(({ split, metric }) => split === 'validation' && metric === 'accuracy')
    expect(accuracy?.values).toHaveLength(3)
  })
})

describe('a search', () => {
  test('tries points of its space side by side, and each trial is a run of its own', async () => {
    const { application, handlers, project, start } = await startPlants()
    const { id } = await start(searchPlan(), 5)
    const study = await untilStudyEnded(application, project, id)
    expect(study).toMatchObject({ name: 'Search 1', state: 'finished', done: 6 })
    for (const { run, point, index } of study.trials) {
      const { config, study: part } = await handlers['runs.get']({ project, run })
      expect(part).toMatchObject({ id, index, point })
      expect(config.training.learningRate).toBe(point?.['training.learningRate'])
      expect(config.training.threads).toBe(1)
    }
    expect(new Set(study.trials.map(({ point }) => JSON.stringify(point))).size).toBe(6)
    const { importance } = await handlers['studies.results']({ project, study: id })
    expect(importance?.parameters.map(({ path }) => path)).toEqual(['training.learningRate', 'network.width'])

    const suggested = await handlers['studies.suggest']({ ...study, project })
    expect(suggested.space.parameters.map(({ path }) => path)).toContain('training.learningRate')
    expect(suggested.settings).toMatchObject({ method: 'tpe', metric: 'loss', direction: 'minimize' })
  })

  test('stops trials that fall behind, which say so, and keep their best weights', async () => {
    const { application, handlers, project, start } = await startPlants()
    const settings = { halving: { eta: 2, minimumEpochs: 10 }, trials: 10, parallel: 1 }
    const { id } = await start(searchPlan(settings), 20_000)
    const study = await untilStudyEnded(application, project, id)
    const pruned = study.trials.filter(({ state }) => state === 'pruned')
    expect(pruned.length).toBeGreaterThan(0)
    expect(study.trials[0]?.state).toBe('finished')
    for (const { run, epochs } of pruned) {
      expect(epochs).toBeGreaterThanOrEqual(10)
      expect(epochs).toBeLessThan(20_000)
      const found = await handlers['runs.get']({ project, run })
      expect(found).toMatchObject({ state: 'finished', stopReason: 'pruned' })
      expect(found.config.training.changes).toMatchObject([{ stopped: 'pruned' }])
      expect(found.metrics).not.toBeNull()
    }
  })

  test('goes by a metric, of which the best weights are kept', async () => {
    const { application, handlers, project, start } = await startPlants('kind')
    const settings = { metric: 'accuracy', direction: 'maximize', trials: 2 } as const
    const { id } = await start(searchPlan(settings), 10)
    const { trials } = await untilStudyEnded(application, project, id)
    for (const { run, score } of trials) {
      const series = await handlers['runs.series']({ project, run, points: 100, metric: 'accuracy' })
      expect(score).toBe(Math.max(...series.validation.map((value) => value ?? -1)))
    }
  })

  test('takes a point that is no configuration for a failed trial, and ends where all are', async () => {
    const { application, project, dataset, recipe, short, handlers } = await startPlants()
    const space = { parameters: [{ path: 'training.momentum', kind: 'choice' as const, values: [0.1, 0.2, 0.3] }] }
    const base = searchPlan()
    if (base.kind !== 'search') throw new Error('It is a search.')
    const plan = { ...base, space }
    const { id } = await handlers['studies.start']({ project, dataset, recipe, config: short(5), plan })
    const study = await untilStudyEnded(application, project, id)
    expect(study).toMatchObject({ state: 'failed', failure: { message: /momentum/ } })
    expect(study.trials.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed'])
    const byLoss = {
      ...base,
      space: { parameters: [{ ...space.parameters[0]!, path: 'network.loss', values: ['huber'] }] },
    }
    await expect(
      handlers['studies.start']({ project, dataset, recipe, config: short(5), plan: byLoss }),
    ).rejects.toThrow(/cannot choose by the loss/)
  })
})

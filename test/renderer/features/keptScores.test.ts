import { expect, test } from 'vitest'
import { withUsualMetric } from '../../../src/renderer/features/train/branch/useSettings.ts'
import { bestOn, keptChoices, keptLines } from '../../../src/renderer/features/train/curves/keptScores.ts'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import type { RegressionMetrics } from '../../../src/shared/evaluation.ts'
import { makeRun } from './fixtures.ts'

const scored = (r2: number | null) => ({ rmse: 1, mae: 1, r2 }) as RegressionMetrics
const metrics = { train: scored(0.9), validation: scored(0.8), test: null }
const withSettings = (settings: object) =>
  makeRun({
    task: 'regression',
    state: 'finished',
    metrics,
    config: { ...config, training: { ...config.training, ...settings } },
  })
const config = defaultRunConfig({ rows: 100, inputs: 2, task: 'regression', classes: null, preset: 'fast', seed: 1 })

test('an ended run offers at its kept epochs what its chart does not have of both kinds of rows', () => {
  const keys = (settings: object) => keptChoices(withSettings(settings), 9).map(({ key }) => key)
  expect(keys({ metrics: ['r2'] })).toContain('r2')
  expect(keys({ metrics: ['r2'], trainMetrics: true })).not.toContain('r2')
  expect(keys({ metrics: ['r2'], trainMetrics: true })).toContain('rmse')
  expect(keptChoices({ ...withSettings({}), state: 'running' }, 9)).toEqual([])
  expect(keptChoices(withSettings({}), 1)).toEqual([])
})

test('the scores are lines over the kept epochs, of the rows that there are', () => {
  const lines = keptLines(
    { epochs: [1, 4], train: [scored(0.1), scored(0.5)], validation: [scored(null), scored(0.4)] },
    'r2',
  )
  expect(lines).toMatchObject([
    { id: 'train', x: [1, 4], y: [0.1, 0.5] },
    { id: 'validation', x: [1, 4], y: [null, 0.4] },
  ])
  expect(bestOn(lines, 4)).toMatchObject([{ series: 'validation', x: 4, y: 0.4 }])
  expect(bestOn(lines, 3)).toEqual([])
  expect(keptLines({ epochs: [1], train: [scored(0.1)], validation: [null] }, 'r2')).toHaveLength(1)
})

test('settings of before the target changed record what the preset does now', () => {
  const classes = defaultRunConfig({
    rows: 100,
    inputs: 2,
    task: 'classification',
    classes: 3,
    preset: 'fast',
    seed: 1,
  })
  expect(withUsualMetric(config, classes)?.training.metrics).toEqual(['accuracy'])
  const chosen = { ...config, training: { ...config.training, metrics: ['mae' as const] } }
  expect(withUsualMetric(chosen, classes)).toBe(chosen)
  expect(withUsualMetric(config, config)).toBe(config)
})

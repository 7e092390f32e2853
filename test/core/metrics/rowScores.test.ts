import { expect, it } from 'vitest'
import { metricsOf } from '../../../src/core/metrics/evaluate.ts'
import { metricOfRows, rowScores, type RowMetric } from '../../../src/core/metrics/rowScores.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
const split = { validation: 0, test: 0, stratify: false, seed: 1 }

it.each<[RowMetric, 'regression' | 'classification']>([
  ['rmse', 'regression'],
  ['mae', 'regression'],
  ['r2', 'regression'],
  ['accuracy', 'classification'],
  ['logLoss', 'classification'],
])('%s follows from the mean over the rows', (metric, task) => {
  const target =
    task === 'regression'
      ? numbers('target', values)
      : coded(
          'target',
          values.map((value) => `class ${value % 3}`),
        )
  const { fitted } = fitRecipe(tableOf(target, numbers('x', values)), recipeFor('target', { split }))
  const actual = task === 'regression' ? Float64Array.from(values) : Float64Array.from(values, (value) => value % 3)
  const outputs =
    task === 'regression'
      ? Float32Array.from(values, (value) => Math.sin(value))
      : Float32Array.from(values.flatMap((value) => [0.2, 0.3 + (value % 2) * 0.1, 0.5 - (value % 2) * 0.1]))
  const scores = rowScores(fitted, metric, actual, outputs)
  const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length
  const whole = new Map(Object.entries(metricsOf(fitted, actual, outputs))).get(metric)
  const middle = actual.reduce((sum, value) => sum + value, 0) / actual.length
  const variance = actual.reduce((sum, value) => sum + (value - middle) ** 2, 0) / actual.length
  expect(metricOfRows(metric)(mean, variance)).toBeCloseTo(whole ?? NaN, 12)
  const wrong = task === 'regression' ? 'accuracy' : 'rmse'
  expect(() => rowScores(fitted, wrong, actual, outputs)).toThrow(RangeError)
})

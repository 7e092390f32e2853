import { describe, expect, it } from 'vitest'
import { fitBaseline } from '../../../src/core/metrics/baseline.ts'
import { classificationMetrics } from '../../../src/core/metrics/classification.ts'
import { evaluate, metricsOf } from '../../../src/core/metrics/evaluate.ts'
import { histogramOf } from '../../../src/core/metrics/histogram.ts'
import { choosePoints } from '../../../src/core/metrics/points.ts'
import { regressionMetrics } from '../../../src/core/metrics/regression.ts'
import type { FittedRecipe } from '../../../src/shared/recipes.ts'
import { recipeFor } from '../../support/tables.ts'

const fittedFor = (target: FittedRecipe['target']): FittedRecipe => ({
  version: 1,
  recipe: recipeFor('target'),
  rawInputs: [],
  steps: [],
  inputs: [],
  target,
})

describe('metrics at the edge', () => {
  it('are null without rows', () => {
    expect(Object.values(classificationMetrics([], new Float64Array(0), 2)).every((value) => value === null)).toBe(true)
    const none = new Float64Array(0)
    expect(Object.values(regressionMetrics(none, none)).every((value) => value === null)).toBe(true)
  })

  it('have no ROC AUC with one class and no R² with one value', () => {
    expect(classificationMetrics([1, 1], Float64Array.of(0.2, 0.8, 0.6, 0.4), 2).rocAuc).toBeNull()
    expect(regressionMetrics(Float64Array.of(3, 3), Float64Array.of(3, 4)).r2).toBeNull()
  })

  it('stay finite after a sure mistake', () => {
    expect(classificationMetrics([0], Float64Array.of(0, 1), 2).logLoss).toBeCloseTo(15 * Math.log(10), 6)
  })

  it('are null where a prediction is not finite', () => {
    expect(regressionMetrics(Float64Array.of(1, 2), Float64Array.of(NaN, 2)).rmse).toBeNull()
    expect(classificationMetrics([0, 1], Float64Array.of(NaN, NaN, 0.5, 0.5), 2).rocAuc).toBeNull()
  })
})

describe('evaluate', () => {
  it('gives classes, counts and a baseline that answers the most frequent training class', () => {
    const fitted = fittedFor({ task: 'classification', name: 'target', classes: ['no', 'yes'] })
    const evaluation = evaluate({
      run: 'a'.repeat(12),
      split: 'test',
      fitted,
      rows: Uint32Array.of(3, 5, 8),
      actual: Float64Array.of(0, 1, 1),
      outputs: Float32Array.of(0.25, 0.75, 0.25),
      baseline: fitBaseline(fitted, Float64Array.of(0, 0, 0, 1)),
    })
    if (evaluation.task !== 'classification') throw new Error('expected classes')
    expect(evaluation.confusion).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect(evaluation.metrics.accuracy).toBeCloseTo(2 / 3, 12)
    expect(evaluation.baseline.accuracy).toBeCloseTo(1 / 3, 12)
    expect(evaluation.baseline.rocAuc).toBeCloseTo(0.5, 12)
    expect(evaluation.perClass[1]).toEqual({ label: 'yes', support: 2, precision: 1, recall: 0.5, f1: 2 / 3 })
  })

  it('turns scaled outputs back, leaves rows without a target out and keeps the largest errors among the points', () => {
    const rows = 3000
    const fitted = fittedFor({ task: 'regression', name: 'target', offset: 100, scale: 10, std: 10 })
    const actual = Float64Array.from({ length: rows }, (_, i) => 100 + Math.sin(i) * 10)
    const outputs = Float32Array.from(actual, (y, i) => (y - 100) / 10 + (i === 1234 ? 5 : 0))
    actual[7] = NaN
    const evaluation = evaluate({
      run: 'a'.repeat(12),
      split: 'validation',
      fitted,
      rows: Uint32Array.from({ length: rows }, (_, i) => i),
      actual,
      outputs,
      baseline: fitBaseline(fitted, Float64Array.of(90, 110)),
    })
    if (evaluation.task !== 'regression') throw new Error('expected numbers')
    expect(evaluation.rows).toBe(rows - 1)
    expect(evaluation.points.length).toBeLessThanOrEqual(400)
    expect(evaluation.points.some(({ row }) => row === 1234)).toBe(true)
    expect(evaluation.metrics.mae).toBeCloseTo(50 / (rows - 1), 4)
    expect(evaluation.baseline.r2).toBeCloseTo(0, 3)
    const { counts, below, above } = evaluation.residuals
    const beyond = (below?.count ?? 0) + (above?.count ?? 0)
    expect(beyond).toBe(1)
    expect(counts.reduce((sum, count) => sum + count, beyond)).toBe(rows - 1)
    expect(metricsOf(fitted, actual, outputs)).toEqual(evaluation.metrics)
  })
})

describe('choosePoints', () => {
  it('gives every point, ordered, where there are few', () => {
    const points = choosePoints(Uint32Array.of(4, 5), Float64Array.of(2, 1), Float64Array.of(0, 0), 10)
    expect(points.map(({ row }) => row)).toEqual([5, 4])
  })

  it('shows errors as often as they are, and yet the farthest', () => {
    const rows = 8000
    const actual = Float64Array.from({ length: rows }, (_, i) => i)
    // Nine in ten are nearly right; one is far off.
    const predicted = actual.map((y, i) => (i === 4321 ? y + 500 : i % 10 === 3 ? y - 50 : y + 0.5))
    const points = choosePoints(Uint32Array.from(actual), actual, predicted, 400)
    expect(points.length).toBeLessThanOrEqual(400)
    expect(points.map(({ row }) => row)).toContain(4321)
    const near = points.filter((point) => Math.abs(point.predicted - point.actual) < 1)
    expect(near.length).toBeGreaterThan(200)
    expect(points.map(({ row }) => row)).toEqual(points.map(({ row }) => row).toSorted((a, b) => a - b))
  })
})

describe('histogramOf', () => {
  it('closes the last bin and leaves missing values out', () => {
    expect(histogramOf(Float64Array.of(0, 1, 2, 4, NaN), 4)).toEqual({ edges: [0, 1, 2, 3, 4], counts: [1, 1, 1, 1] })
  })

  it('makes one bin of one value, and none of nothing', () => {
    expect(histogramOf(Float64Array.of(5, 5), 10)).toEqual({ edges: [5, 5], counts: [2] })
    expect(histogramOf(Float64Array.of(NaN), 10)).toBeNull()
  })
})

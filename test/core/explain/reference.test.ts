import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { partialDependence } from '../../../src/core/explain/partialDependence.ts'
import { integratedGradients } from '../../../src/core/explain/pathGradients.ts'
import { exactShapley, sampledShapley, type Game } from '../../../src/core/explain/shapley.ts'
import type { ExplainedModel } from '../../../src/core/explain/explainedModel.ts'
import { numbers } from '../../support/tables.ts'

interface Reference {
  network: { w1: number[][]; b1: number[]; w2: number[]; b2: number }
  background: number[][]
  rows: { row: number[]; prediction: number; shapley: number[]; integrated: number[] }[]
  base: number
  dependence: { column: number; places: number[]; mean: number[]; curves: number[][] }
}
const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference
const { network, background, rows } = reference
const players = network.w1.length

function predict(row: ArrayLike<number>): number {
  return network.b1.reduce((sum, bias, unit) => {
    const into = network.w1.reduce((total, weights, i) => total + weights[unit]! * row[i]!, bias)
    return sum + Math.tanh(into) * network.w2[unit]!
  }, network.b2)
}

function gameOf(row: readonly number[]): Game {
  return {
    players,
    background: background.length,
    worth: (backgrounds, members) =>
      Float64Array.from(backgrounds, (other, i) =>
        predict(row.map((own, p) => (members[i * players + p] === 1 ? own : background[other]![p]!))),
      ),
  }
}

test('every coalition asked, the values are those of all orders of the players to 1e-9', () => {
  for (const { row, shapley, prediction } of rows) {
    const found = exactShapley(gameOf(row))
    expect(found.prediction).toBeCloseTo(prediction, 12)
    expect(found.base).toBeCloseTo(reference.base, 12)
    for (const [p, value] of shapley.entries()) expect(Math.abs(found.values[p]! - value)).toBeLessThan(1e-9)
    expect(found).toMatchObject({ exact: true, leftOut: 0, asked: 2 ** players * background.length })
  }
})

test('sampled orders lie within four of their standard errors, and whole rounds leave nothing of the sum over', () => {
  for (const { row, shapley, prediction } of rows) {
    const found = sampledShapley(gameOf(row), { pairs: 60 * background.length, seed: 5 })
    expect(found.base).toBeCloseTo(reference.base, 9)
    expect(found.base + found.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(prediction, 9)
    for (const [p, value] of shapley.entries()) {
      expect(found.errors[p]).toBeGreaterThan(0)
      expect(Math.abs(found.values[p]! - value)).toBeLessThan(4 * found.errors[p]!)
    }
  }
})

// Inputs are float32, which is most of the error.
test('integrated gradients are those of the analytic gradient within the error of the steps', () => {
  const baseline = background[0]!.map((_, i) => background.reduce((sum, row) => sum + row[i]! / background.length, 0))
  for (const { row, integrated } of rows) {
    const found = integratedGradients(
      (inputs) => {
        const count = inputs.length / players
        return Float64Array.from({ length: count }, (_, i) => predict(inputs.subarray(i * players, (i + 1) * players)))
      },
      { row: Float32Array.from(row), baseline: Float32Array.from(baseline) },
      row.map((_, i) => ({ name: `x${i}`, inputs: [i] })),
      { steps: 400 },
    )
    for (const [i, value] of integrated.entries()) expect(Math.abs(found.values[i]! - value)).toBeLessThan(1e-4)
    const sum = found.values.reduce((total, value) => total + value, found.base)
    expect(Math.abs(sum - found.prediction)).toBeLessThan(1e-4)
  }
})

test('partial dependence and its curves are scikit-learn’s by brute force', () => {
  const { column, places, mean, curves } = reference.dependence
  const columns = Array.from({ length: players }, (_, i) =>
    numbers(
      `x${i}`,
      background.map((row) => row[i]!),
    ),
  )
  const model: Pick<ExplainedModel, 'width' | 'predictions'> = {
    width: 1,
    predictions: (cells, picks, count) =>
      Float64Array.from({ length: count }, (_, i) =>
        predict(cells.columns.map((cell, at) => ('values' in cell ? cell.values[picks[at]![i]!]! : NaN))),
      ),
  }
  const found = partialDependence(
    model as ExplainedModel,
    { columns },
    { at: column, grid: { kind: 'number', values: places }, rows: background.length },
  )
  for (const [place, value] of mean.entries()) expect(found.means[0]![place]).toBeCloseTo(value, 10)
  for (const [row, values] of curves.entries()) {
    for (const [place, value] of values.entries()) {
      expect(found.curves[row * places.length + place]).toBeCloseTo(value, 10)
    }
  }
})

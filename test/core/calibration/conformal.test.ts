import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibrate, setsOfRule, type JudgedRows } from '../../../src/core/calibration/calibrate.ts'
import { conformalThreshold, rowsNeeded, wilsonInterval } from '../../../src/core/calibration/conformal.ts'
import { intervalsOf } from '../../../src/core/calibration/intervals.ts'
import { mostProbable } from '../../../src/core/network/predictions.ts'
import { createRandom } from '../../../src/core/random.ts'
import type { FittedRecipe } from '../../../src/shared/recipes.ts'
import reference from './reference.json' with { type: 'json' }

type Target = FittedRecipe['target']
const numbers: Extract<Target, { task: 'regression' }> = { task: 'regression', name: 'y', offset: 0, scale: 1, std: 1 }
const ofNumbers = (values: number[], details: number[], actual: number[]): JudgedRows => ({
  predictions: { task: 'regression', values: Float64Array.from(values), details: Float64Array.from(details) },
  actual: Float64Array.from(actual),
})

test.each(reference.residuals.levels)('intervals of level $level are those of the papers', (expected) => {
  const { predicted, deviation, actual, rows } = reference.residuals
  const { level } = expected
  const part = (from: number, to?: number, withDeviation = false) =>
    ofNumbers(
      predicted.slice(from, to),
      withDeviation ? deviation.slice(from, to).flatMap((one) => [one, NaN, NaN]) : [],
      actual.slice(from, to),
    )
  const plain = calibrate({ target: numbers }, { level, sets: 'smallest' }, part(0, rows), part(rows))
  expect(plain.rule?.threshold).toBeCloseTo(expected.plain, 9)
  expect(plain.test?.covered).toBeCloseTo(expected.covered, 9)
  expect(plain.test?.size).toBeCloseTo(expected.size, 9)
  const target = { ...numbers, outputs: { kind: 'gaussian' as const } }
  const scaled = calibrate({ target }, { level, sets: 'smallest' }, part(0, rows, true), part(rows, undefined, true))
  expect(scaled.rule).toMatchObject({ kind: 'scaledResidual' })
  expect(scaled.rule?.threshold).toBeCloseTo(expected.scaled, 9)
  expect(scaled.test?.covered).toBeCloseTo(expected.coveredScaled, 9)
  expect(scaled.test?.size).toBeCloseTo(expected.sizeScaled, 9)
})

test('quantiles of the network are moved as the paper moves them', () => {
  const { lower, upper, actual, rows, threshold, covered, size } = reference.quantiles
  const target = { ...numbers, outputs: { kind: 'quantiles' as const, quantiles: [0.05, 0.5, 0.95] } }
  const part = (from: number, to?: number) =>
    ofNumbers(
      lower.slice(from, to),
      lower.slice(from, to).flatMap((low, i) => [low, low, upper[from + i] ?? NaN]),
      actual.slice(from, to),
    )
  const report = calibrate({ target }, { level: 0.9, sets: 'smallest' }, part(0, rows), part(rows))
  expect(report.rule).toMatchObject({ kind: 'quantiles', lower: 0, upper: 2 })
  expect(report.rule?.threshold).toBeCloseTo(threshold, 9)
  expect(report.test?.covered).toBeCloseTo(covered, 9)
  expect(report.test?.size).toBeCloseTo(size, 9)
})

test('quantiles on one side of the median alone are no interval: residuals are taken', () => {
  const target = { ...numbers, outputs: { kind: 'quantiles' as const, quantiles: [0.5, 0.9] } }
  const rows = ofNumbers([1, 2], [1, 2, 2, 3], [1, 4])
  expect(calibrate({ target }, { level: 0.5, sets: 'smallest' }, rows, null).rule).toMatchObject({ kind: 'residual' })
})

test.each(['smallest', 'adaptive'] as const)('sets that are %s are those of the papers', (sets) => {
  const { probabilities, actual, rows, classes } = reference.sets
  const target = { task: 'classification' as const, name: 'y', classes: ['a', 'b', 'c', 'd'] }
  const part = (from: number, to?: number): JudgedRows => {
    const flat = Float64Array.from(probabilities.slice(from, to).flat())
    return {
      predictions: { task: 'classification', probabilities: flat, classes: mostProbable(flat, classes) },
      actual: Float64Array.from(actual.slice(from, to)),
    }
  }
  const expected = reference.sets[sets]
  const report = calibrate({ target }, { level: 0.8, sets }, part(0, rows), part(rows))
  expect(report.rule?.threshold).toBeCloseTo(expected.threshold, 9)
  expect(report.test?.covered).toBeCloseTo(expected.covered, 9)
  expect(report.test?.size).toBeCloseTo(expected.size, 9)
  const { rule } = report
  if (rule?.kind !== sets) throw new Error('There is no rule.')
  expect(Array.from(setsOfRule(rule, part(rows).predictions).sets)).toEqual(expected.sets.flat())
})

test('adaptive sets of two classes hold the truth as often as asked, and not all of them both classes', () => {
  const random = createRandom(11)
  const uniform = () => random.uint32() / 2 ** 32
  const drawn = (rows: number): JudgedRows => {
    const second = Array.from({ length: rows }, () => 1 / (1 + Math.exp(-6 * (uniform() - 0.5))))
    const probabilities = Float64Array.from(second.flatMap((p) => [1 - p, p]))
    return {
      predictions: { task: 'classification', probabilities, classes: mostProbable(probabilities, 2) },
      actual: Float64Array.from(second, (p) => Number(uniform() < p)),
    }
  }
  const target = { task: 'classification' as const, name: 'y', classes: ['a', 'b'] }
  const [validation, test] = [drawn(2000), drawn(20_000)]
  // Above the share of rows whose most probable class is the true one, which a set holds in any case.
  for (const level of [0.85, 0.9]) {
    const report = calibrate({ target }, { level, sets: 'adaptive' }, validation, test)
    expect(Math.abs((report.test?.covered ?? 0) - level)).toBeLessThan(0.03)
    expect(report.test?.size).toBeLessThan(1.8)
  }
})

test('the fewest rows of a level are those from which there is a threshold', () => {
  expect([0.5, 0.8, 0.9, 0.95, 0.99].map(rowsNeeded)).toEqual([1, 4, 9, 19, 99])
  expect(conformalThreshold(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), 0.9)).toBe(Infinity)
  expect(conformalThreshold(Float64Array.of(9, 2, 3, 4, 5, 6, 7, 8, 1), 0.9)).toBe(9)
  const few = ofNumbers([0, 0], [], [1, 2])
  expect(calibrate({ target: numbers }, { level: 0.9, sets: 'smallest' }, few, few)).toEqual({
    level: 0.9,
    rule: null,
    rows: 2,
    rowsNeeded: 9,
    test: null,
  })
})

test('a target learned as its logarithm has intervals of a factor, never below zero', () => {
  const target = { ...numbers, transform: { kind: 'log' as const } }
  const predicted = Array.from({ length: 9 }, () => 10)
  const actual = Array.from({ length: 9 }, (_, i) => 10 * Math.exp(i / 10))
  const { rule } = calibrate({ target }, { level: 0.9, sets: 'smallest' }, ofNumbers(predicted, [], actual), null)
  if (rule?.kind !== 'residual') throw new Error('There is no rule.')
  const [lower, upper] = intervalsOf(rule, {
    task: 'regression',
    values: Float64Array.of(2),
    details: new Float64Array(0),
  })
  expect(lower).toBeCloseTo(2 / Math.exp(0.8), 9)
  expect(upper).toBeCloseTo(2 * Math.exp(0.8), 9)
})

test('intervals hold new exchangeable rows as often as they say, whatever the level and the number of rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 60 }), fc.constantFrom(0.5, 0.8, 0.9), fc.integer(), (rows, level, seed) => {
      const random = createRandom(seed)
      const draw = (): number => random.uint32() / 2 ** 32
      // One new row a time, beside calibration rows of its own: its chance is at least the level, and at most 1/(n + 1) more.
      const trials = 2000
      let held = 0
      for (let trial = 0; trial < trials; trial++) {
        const scores = Float64Array.from({ length: rows }, () => draw() ** 3)
        if (draw() ** 3 <= conformalThreshold(scores, level)) held++
      }
      const spread = 5 * Math.sqrt((level * (1 - level)) / trials)
      expect(held / trials).toBeGreaterThan(level - spread)
      expect(held / trials).toBeLessThan(level + 1 / (rows + 1) + spread)
    }),
    { numRuns: 20 },
  )
})

test('a wider level never makes an interval narrower nor a set smaller', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30 }), (drawn) => {
      const scores = Float64Array.from(drawn)
      expect(conformalThreshold(scores, 0.9)).toBeGreaterThanOrEqual(conformalThreshold(scores, 0.8))
    }),
  )
})

test('the interval of a share is that of Wilson', () => {
  // 81 of 263: the example of Newcombe (1998).
  const [from, to] = wilsonInterval(81 / 263, 263)
  expect(from).toBeCloseTo(0.2553, 4)
  expect(to).toBeCloseTo(0.3662, 4)
  expect(wilsonInterval(1, 50)[1]).toBe(1)
})

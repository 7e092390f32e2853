import { expect, test } from 'vitest'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'
import { drawnSeries } from '../../../src/core/series/records.ts'
import { createSmoother } from '../../../src/renderer/charts/smoothing.ts'
import { seeded } from '../../support/kill.ts'

function smooth(x: readonly number[], y: readonly number[], strength: number): number[] {
  const next = createSmoother(strength)
  return x.map((position, i) => next(position, y[i]!))
}

test('a constant stays what it is, from the first value on', () => {
  expect(smooth([1, 2, 3], [4, 4, 4], 0.9)).toEqual([4, 4, 4].map((value) => expect.closeTo(value, 12)))
})

test('strength 0 changes nothing', () => {
  expect(smooth([1, 2], [3, 5], 0)).toEqual([3, 5])
})

test('worked by hand: two values at strength 0.5', () => {
  // s1 = 0.5·2 / 0.5 = 2; s2 = (0.5·0.5·2 + 0.5·6) / (0.5·0.5 + 0.5) = 3.5 / 0.75
  expect(smooth([1, 2], [2, 6], 0.5)).toEqual([2, expect.closeTo(3.5 / 0.75, 12)])
})

test('a value behind a gap stands for all positions since the one before', () => {
  expect(smooth([1, 3], [2, 6], 0.5)[1]).toBeCloseTo(smooth([1, 2, 3], [2, 6, 6], 0.5)[2]!, 12)
})

test('a thinned curve smooths as the full one, spikes and all', () => {
  const epochs = 100_000
  const rest = new Array<number>(RECORD_FIELDS - 2).fill(NaN)
  const next = seeded(3)
  const losses = Array.from({ length: epochs }, () => 0.1 + 0.01 * next() + (next() < 0.01 ? 0.5 * next() : 0))
  const records = Float64Array.from(losses.flatMap((loss, i) => [i + 1, loss, ...rest]))
  const { epochs: x, train, means } = drawnSeries(records, {}, { points: 4_000 })
  expect(train.length).toBeLessThan(5_000)
  const levels = (positions: readonly number[], values: readonly (number | null)[]) =>
    smooth(
      positions,
      values.map((value) => value ?? NaN),
      0.95,
    ).filter(Number.isFinite)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const full = levels(
    losses.map((_, i) => i + 1),
    losses,
  )
  expect(mean(levels(x, means!.train))).toBeCloseTo(mean(full), 3)
  expect(mean(levels(x, train))).toBeGreaterThan(1.2 * mean(full))
})

test('holes stay holes and do not disturb what follows', () => {
  const smoothed = smooth([1, 2, 3], [2, NaN, 2], 0.8)
  expect(smoothed[1]).toBeNaN()
  expect(smoothed[2]).toBeCloseTo(2, 12)
})

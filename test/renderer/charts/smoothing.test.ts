import { expect, test } from 'vitest'
import { createSmoother } from '../../../src/renderer/charts/smoothing.ts'

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

test('a gap of two positions decays the past twice', () => {
  // weight of the past 0.25·0.5, of the present 0.5
  expect(smooth([1, 3], [2, 6], 0.5)[1]).toBeCloseTo((0.125 * 2 + 0.5 * 6) / 0.625, 12)
})

test('holes stay holes and do not disturb what follows', () => {
  const smoothed = smooth([1, 2, 3], [2, NaN, 2], 0.8)
  expect(smoothed[1]).toBeNaN()
  expect(smoothed[2]).toBeCloseTo(2, 12)
})

import { expect, test } from 'vitest'
import { nearestRows } from '../../../src/core/passport/nearest.ts'
import { allRows, coded, numbers, tableOf } from '../../support/tables.ts'

test('the nearest rows are those of the distance by hand', () => {
  // Standard deviation of 0, 2, 4, 6: √5.
  const table = tableOf(numbers('x', [0, 2, 4, 6]), coded('k', ['a', 'b', 'a', null]))
  const asked = tableOf(numbers('x', [3]), coded('k', ['a']))
  const scale = 4 * Math.sqrt(5)
  const { nearest } = nearestRows(table, allRows(table), asked, ['x', 'k'], 4)
  expect(nearest.map(({ place }) => place)).toEqual([2, 0, 1, 3])
  const expected = [1 / scale, 3 / scale, Math.hypot(1 / scale, 1), Math.hypot(3 / scale, 1)]
  for (const [i, { distance }] of nearest.entries()) expect(distance).toBeCloseTo(expected[i] ?? NaN, 12)
})

test('missing is like missing and unlike all else, and an unseen level is like none', () => {
  const table = tableOf(numbers('x', [null, 1, 2]), coded('k', ['a', 'a', 'b']))
  const unknown = tableOf(numbers('x', [null]), coded('k', ['moon']))
  const { nearest } = nearestRows(table, allRows(table), unknown, ['x', 'k'], 3)
  expect(nearest.map(({ place, distance }) => [place, distance])).toEqual([
    [0, 1],
    [1, Math.SQRT2],
    [2, Math.SQRT2],
  ])
})

test('a row that lies apart though each column is in range is told by its share', () => {
  // Two columns that go together; the asked row has the one high and the other low.
  const steps = Array.from({ length: 400 }, (_, i) => i / 40)
  const table = tableOf(
    numbers('x', steps),
    numbers(
      'y',
      steps.map((x, i) => x + (i % 7) / 20),
    ),
  )
  const ask = (x: number, y: number) =>
    nearestRows(table, allRows(table), tableOf(numbers('x', [x]), numbers('y', [y])), ['x', 'y']).share
  expect(ask(9, 1)).toBe(0)
  expect(ask(5, 5.05)).toBeGreaterThan(0.05)
})

test('every training row is looked at, however many there are', () => {
  const table = tableOf(
    numbers(
      'x',
      Array.from({ length: 120_001 }, (_, i) => i),
    ),
  )
  const ask = (x: number) => nearestRows(table, allRows(table), tableOf(numbers('x', [x])), ['x'], 3).nearest
  for (const x of [1, 60_001, 119_999]) {
    expect(ask(x).map(({ place }) => place)).toEqual([x, x - 1, x + 1])
    expect(ask(x)[0]?.distance).toBe(0)
  }
})

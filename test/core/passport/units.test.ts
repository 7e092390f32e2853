import fc from 'fast-check'
import { expect, test } from 'vitest'
import { suspectedUnit } from '../../../src/core/passport/units.ts'

test.each([
  [72, { min: 150, max: 200 }, 'inches instead of centimetres', 182.88],
  [1750, { min: 1.5, max: 2 }, '1,000 times too large', 1.75],
  [0.25, { min: 10, max: 40 }, '100 times too small', 25],
  [98.6, { min: 36, max: 38 }, '°F instead of °C', 37],
  [310, { min: 36, max: 38 }, 'kelvins instead of °C', 36.85],
  [160, { min: 50, max: 95 }, 'pounds instead of kilograms', 72.5747792],
])('%d where %o was learned looks like %s', (value, range, name, converted) => {
  const found = suspectedUnit(value, range)
  expect(found?.name).toBe(name)
  expect(found?.converted).toBeCloseTo(converted, 9)
})

test('values within the range, or a little beyond, are in the right unit', () => {
  const range = { min: 150, max: 200 }
  for (const value of [150, 175, 200, 210, 130, NaN]) expect(suspectedUnit(value, range)).toBeNull()
})

test('a suspicion is always of a value that would be within the range', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.double({ noNaN: true, min: 0, max: 1e4 }),
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      (min, width, value) => {
        const found = suspectedUnit(value, { min, max: min + width })
        if (found === null) return
        expect(found.converted).toBeGreaterThanOrEqual(min)
        expect(found.converted).toBeLessThanOrEqual(min + width)
        expect(value < min || value > min + width).toBe(true)
      },
    ),
  )
})

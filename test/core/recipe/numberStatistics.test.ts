import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fencesOf, percentileFences } from '../../../src/core/recipe/numbers/fences.ts'
import { quantileMap, quantilesOf } from '../../../src/core/recipe/numbers/quantileMap.ts'
import { quantileOf, shareEnd, sortedPresent } from '../../../src/core/recipe/numbers/quantiles.ts'
import { valuesOf } from './numbersReference.ts'
import reference from './numbersReference.json' with { type: 'json' }

function expectClose(found: number, wanted: number, tolerance: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1e-300, Math.abs(wanted)))
}

describe('quantiles', () => {
  it.each(reference.quantile)('of $name are those of scikit-learn, $count of them', ({ name, count, quantiles }) => {
    const values = valuesOf(name)
    const found = quantilesOf(sortedPresent(values), count, values.length)
    expect(found).toHaveLength(quantiles.length)
    for (const [index, value] of found.entries()) expectClose(value, quantiles[index]!, 1e-12)
  })

  it('end shares between values in their middle', () => {
    const sorted = Float64Array.of(1, 2, 4, 8)
    expect([0, 1, 2, 3, 4].map((part) => shareEnd(sorted, part, 4))).toEqual([1, 1.5, 3, 6, 8])
    expect([1, 2].map((part) => shareEnd(sorted, part, 3))).toEqual([2, 4])
    expect(shareEnd(Float64Array.of(7), 1, 3)).toBe(7)
    expect(shareEnd(new Float64Array(), 1, 3)).toBeNaN()
  })

  it('of missing values and of the ends of float64 are what they must be', () => {
    expect(sortedPresent(Float64Array.of(NaN, 2, NaN, -1))).toEqual(Float64Array.of(-1, 2))
    expect(quantileOf(new Float64Array(), 0.5)).toBeNaN()
    expect(quantileOf(Float64Array.of(-1e308, 1e308), 0.75)).toBeCloseTo(5e307, -295)
    expect(quantilesOf(Float64Array.of(3, 3, 3), 10, 5)).toEqual([3])
    expect(quantilesOf(new Float64Array(), 10, 5)).toEqual([])
    expect(quantilesOf(Float64Array.of(1, 2), 10, 2)).toEqual([1, 2])
  })

  it('map to shares that ascend from 0 to 1', () => {
    const values = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      {
        minLength: 2,
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 40 }), (drawn, count) => {
        const sorted = Float64Array.from(drawn).sort()
        fc.pre(sorted[0]! < sorted.at(-1)!)
        const { xs, ys } = quantileMap(quantilesOf(sorted, count, sorted.length))
        expect(ys).toHaveLength(xs.length)
        expect([ys[0], ys.at(-1)]).toEqual([0, 1])
        for (let i = 1; i < xs.length; i++) {
          expect(xs[i]!).toBeGreaterThan(xs[i - 1]!)
          expect(ys[i]!).toBeGreaterThanOrEqual(ys[i - 1]!)
        }
      }),
    )
  })
})

describe('fences', () => {
  it.each(reference.scaled)('of $name are quartiles and deviations off', ({ name, iqr, zScore }) => {
    const values = valuesOf(name)
    const size = Math.abs(zScore[0]!) + Math.abs(zScore[1]!)
    const byDeviation = fencesOf(values, 'zScore', 3)!
    expect(Math.abs(byDeviation.low - zScore[0]!)).toBeLessThanOrEqual(1e-12 * size)
    expect(Math.abs(byDeviation.high - zScore[1]!)).toBeLessThanOrEqual(1e-12 * size)
    const byRange = fencesOf(values, 'iqr', 1.5)
    if (iqr === null) return expect(byRange).toBeNull()
    expect(Math.abs(byRange!.low - iqr[0]!)).toBeLessThanOrEqual(1e-12 * size)
    expect(Math.abs(byRange!.high - iqr[1]!)).toBeLessThanOrEqual(1e-12 * size)
  })

  it('of percentiles are those of NumPy', () => {
    // numpy.quantile([9, 1, 4, 2, 30], [0.1, 0.9])
    const fences = percentileFences(Float64Array.of(9, NaN, 1, 4, 2, 30), 0.1)!
    expect(fences.low).toBeCloseTo(1.4, 12)
    expect(fences.high).toBeCloseTo(21.6, 12)
    expect(percentileFences(Float64Array.of(0, 0, 0, 0, 0, 9), 0.25)).toBeNull()
    expect(percentileFences(Float64Array.of(NaN), 0.25)).toBeNull()
  })

  it('of values that hardly vary are none', () => {
    expect(fencesOf(Float64Array.of(0, 0, 0, 0, 0, 9), 'iqr', 1.5)).toBeNull()
    expect(fencesOf(Float64Array.of(4, 4, NaN), 'zScore', 3)).toBeNull()
    expect(fencesOf(Float64Array.of(NaN), 'zScore', 3)).toBeNull()
    expect(fencesOf(new Float64Array(), 'iqr', 1.5)).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitChain } from '../../../src/core/recipe/imputation/chainedRegressions.ts'
import { constant } from '../../../src/core/expression/build.ts'
import { createNearestFilling } from '../../../src/core/expression/evaluation/nearestMean.ts'

const nan = NaN

describe('createNearestFilling', () => {
  const xs = [constant(0), constant(0), constant(0)]
  const reference = Float64Array.of(0, 0, 10, 1, 1, 20, 5, 5, 90, nan, 1, nan)
  const options = { xs, reference, neighbours: 2, otherwise: -7 } as const
  const filled = (row: number[], more: { neighbours?: number; weighting?: 'distance' } = {}): number[] => {
    const values = Float64Array.from(row)
    createNearestFilling({ ...options, weighting: 'uniform', ...more })(values)
    return [...values]
  }
  const mean = (...row: Parameters<typeof filled>): number => filled(...row)[2]!

  it('leaves a row with a target as it is', () => {
    expect(mean([0.4, 0.4, 3])).toBe(3)
  })

  it('takes the mean of the nearest rows that have the target', () => {
    expect(mean([0.4, 0.4, nan])).toBe(15)
    expect(mean([0.4, 0.4, nan], { neighbours: 1 })).toBe(10)
    expect(mean([0.4, 0.4, nan], { neighbours: 9 })).toBe(40)
  })

  it('compares rows by the columns they have in common', () => {
    expect(mean([nan, 4, nan], { neighbours: 1 })).toBe(90)
    expect(mean([nan, nan, nan])).toBe(-7)
  })

  it('weighs by the reciprocal of the distance, and lets equal rows count alone', () => {
    expect(mean([0.25, 0.25, nan], { weighting: 'distance' })).toBeCloseTo((10 * 3 + 20) / 4, 12)
    expect(mean([1, 1, nan], { weighting: 'distance' })).toBe(20)
  })

  it('fills every gap of a row by the values that it had itself', () => {
    expect(filled([nan, 1, nan], { neighbours: 1 })).toEqual([1, 1, 20])
    expect(filled([nan, nan, 85], { neighbours: 2 })).toEqual([3, 3, 85])
  })

  it('takes the earlier of equally near rows', () => {
    expect(mean([0.5, 0.5, nan], { neighbours: 1 })).toBe(10)
  })

  it('finds what comparing with every row to the end finds', () => {
    const width = 9
    const value = fc.oneof(fc.constant(nan), fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1 }))
    const row = fc.array(value, { minLength: width, maxLength: width })
    const table = fc.array(row, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(table, row, fc.integer({ min: 1, max: 4 }), (others, own, neighbours) => {
        const found = Float64Array.from(own)
        createNearestFilling({
          xs: own.map(() => constant(0)),
          reference: Float64Array.from(others.flat()),
          neighbours,
          weighting: 'uniform',
          otherwise: -7,
        })(found)
        expect([...found]).toEqual(own.map((known, at) => (Number.isNaN(known) ? plainMean(at) : known)))

        function plainMean(target: number): number {
          const near = others
            .filter((other) => !Number.isNaN(other[target]))
            .map((other) => ({ value: other[target]!, distance: distanceOf(other) }))
            .filter(({ distance }) => !Number.isNaN(distance))
            .toSorted((a, b) => a.distance - b.distance)
            .slice(0, neighbours)
          return near.length === 0 ? -7 : near.reduce((sum, one) => sum + one.value, 0) / near.length
        }

        function distanceOf(other: readonly number[]): number {
          const squares = own.map((known, at) => (known - other[at]!) ** 2).filter((square) => !Number.isNaN(square))
          return (squares.reduce((sum, square) => sum + square, 0) * width) / squares.length
        }
      }),
    )
  })
})

describe('fitChain', () => {
  const options = { rounds: 5, strength: 1, tolerance: 0 }

  it('learns nothing of columns without gaps, and of columns without values', () => {
    expect(fitChain([Float64Array.of(1, 2), Float64Array.of(3, 4)], options)).toEqual([])
    expect(fitChain([Float64Array.of(nan, nan), Float64Array.of(3, 4)], options)).toEqual([])
    expect(fitChain([], options)).toEqual([])
  })

  it('gives a single column its mean', () => {
    const [first] = fitChain([Float64Array.of(1, nan, 2)], options)
    expect(first).toEqual({ target: 0, offset: 1.5, weights: [0] })
  })

  it('finds a line through the rows that have both', () => {
    const chain = fitChain([Float64Array.of(-1, 0, 1, 2), Float64Array.of(-2, 0, 2, nan)], {
      ...options,
      rounds: 1,
      strength: 1e-12,
    })
    expect(chain).toHaveLength(1)
    expect(chain[0]!.target).toBe(1)
    expect(chain[0]!.offset).toBeCloseTo(0, 10)
    expect(chain[0]!.weights[0]).toBeCloseTo(2, 10)
  })

  it('can be abandoned', () => {
    expect(() =>
      fitChain([Float64Array.of(1, nan), Float64Array.of(1, 2)], {
        ...options,
        onProgress: () => {
          throw new Error('enough')
        },
      }),
    ).toThrow('enough')
  })
})

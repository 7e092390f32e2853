import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resampledCounts, resampledRows } from '../../../src/core/recipe/resample.ts'

const tally = (codes: readonly number[], drawn: Uint32Array, classes: number): number[] =>
  Array.from({ length: classes }, (_, code) => drawn.filter((at) => codes[at] === code).length)

describe('resampledCounts', () => {
  it('brings every class to the most frequent or the rarest one, or within a ratio of it', () => {
    expect(resampledCounts([100, 20, 0, 7], { method: 'over', ratio: 1 })).toEqual([100, 100, 0, 100])
    expect(resampledCounts([100, 20, 0, 7], { method: 'under', ratio: 1 })).toEqual([7, 7, 0, 7])
    expect(resampledCounts([100, 60, 7], { method: 'over', ratio: 0.5 })).toEqual([100, 60, 50])
    expect(resampledCounts([100, 12, 7], { method: 'under', ratio: 0.5 })).toEqual([14, 12, 7])
  })
})

describe('resampledRows', () => {
  it('draws the counts, keeps every row where it draws more, and no row twice where it draws fewer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 5, maxLength: 120 }),
        fc.constantFrom<'over' | 'under'>('over', 'under'),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.nat(),
        (codes, method, ratio, seed) => {
          const settings = { method, ratio, seed }
          const drawn = resampledRows(codes, 4, settings)
          const counts = [0, 1, 2, 3].map((code) => codes.filter((other) => other === code).length)
          expect(tally(codes, drawn, 4)).toEqual(resampledCounts(counts, settings))
          expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b))
          const distinct = new Set(drawn)
          expect(distinct.size).toBe(method === 'over' ? codes.length : drawn.length)
          expect(resampledRows(codes, 4, settings)).toEqual(drawn)
        },
      ),
    )
  })

  it('draws each row of a class about as often as another', () => {
    const codes = [...Array<number>(10_000).fill(0), ...Array<number>(10).fill(1)]
    const drawn = resampledRows(codes, 2, { method: 'over', ratio: 1, seed: 3 })
    for (let at = 10_000; at < 10_010; at++) {
      // Five standard deviations of a count of 1,000.
      expect(Math.abs(drawn.filter((row) => row === at).length - 1000)).toBeLessThan(160)
    }
    expect(resampledRows(codes, 2, { method: 'over', ratio: 1, seed: 4 })).not.toEqual(drawn)
  })
})

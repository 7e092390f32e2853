import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downsampleMinMax, downsampleTogether } from '../../../src/core/series/downsample.ts'

const curve = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 500 })

describe('downsampleMinMax', () => {
  it('keeps both ends, both extremes and the order, within the number of points', () => {
    fc.assert(
      fc.property(curve, fc.integer({ min: 4, max: 60 }), (values, points) => {
        const chosen = Array.from(downsampleMinMax(values, points))
        expect(chosen.length).toBeLessThanOrEqual(Math.max(points, 1))
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b))
        expect(chosen[0]).toBe(0)
        expect(chosen.at(-1)).toBe(values.length - 1)
        const kept = chosen.map((index) => values[index]!)
        expect(Math.min(...kept)).toBe(Math.min(...values))
        expect(Math.max(...kept)).toBe(Math.max(...values))
      }),
    )
  })

  it('keeps a spike of one epoch among a million', () => {
    const values = new Float64Array(1_000_000).fill(1)
    values[654_321] = 99
    expect(downsampleMinMax(values, 100)).toContain(654_321)
  })

  it('looks past gaps', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? NaN : i === 51 ? 7 : 0))
    expect(downsampleMinMax(values, 10)).toContain(51)
    expect(downsampleMinMax(new Array<number>(100).fill(NaN), 10).length).toBeLessThanOrEqual(10)
  })
})

describe('downsampleTogether', () => {
  it('keeps the spikes of every curve on shared places', () => {
    const first = new Float64Array(10_000)
    const second = new Float64Array(10_000)
    first[1234] = 1
    second[4321] = -1
    const chosen = downsampleTogether([first, second], 200)
    expect(chosen).toContain(1234)
    expect(chosen).toContain(4321)
    expect(chosen.length).toBeLessThanOrEqual(200)
  })
})

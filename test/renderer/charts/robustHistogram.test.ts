import { expect, it } from 'vitest'
import { histogramOf, robustHistogramOf } from '../../../src/core/metrics/histogram.ts'
import { beyondText, binsOf } from '../../../src/renderer/charts/histogramBins.ts'

const spread = Array.from({ length: 101 }, (_, at) => at - 50)

it('keeps the whole range where nothing is far out', () => {
  const values = Float64Array.from(spread)
  expect(robustHistogramOf(values, 10)).toEqual(histogramOf(values, 10))
  expect(beyondText(robustHistogramOf(values, 10)!, String)).toBeNull()
})

it('leaves out what is far out, and tells how much and how far', () => {
  const found = robustHistogramOf(Float64Array.of(9000, ...spread, -700, 800, NaN), 10)!
  expect(found).toMatchObject({ below: { count: 1, farthest: -700 }, above: { count: 2, farthest: 9000 } })
  expect(found.edges[0]).toBe(-50)
  expect(found.edges.at(-1)).toBe(50)
  const bins = binsOf(found)
  expect(bins).toHaveLength(12)
  expect(bins[0]).toMatchObject({ from: -700, to: -50, drawnFrom: -60, isBeyond: true, count: 1 })
  expect(bins.at(-1)).toMatchObject({ from: 50, to: 9000, drawnTo: 60, isBeyond: true, count: 2 })
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(104)
  expect(beyondText(found, String)).toContain('1 row below, down to -700; 2 rows above, up to 9000')
})

it('calls nothing far of values half of which are the same, and makes nothing of nothing', () => {
  const mostlySame = Float64Array.from({ length: 20 }, (_, at) => (at === 0 ? 100 : 0))
  expect(robustHistogramOf(mostlySame, 10)).toEqual(histogramOf(mostlySame, 10))
  expect(robustHistogramOf(Float64Array.of(NaN), 10)).toBeNull()
})

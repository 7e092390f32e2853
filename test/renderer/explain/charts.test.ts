import { expect, test } from 'vitest'
import { dateTicks } from '../../../src/renderer/features/explain/charts/dateTicks.ts'
import {
  dependenceLines,
  dependenceSummary,
  placeNames,
  placeNumbers,
} from '../../../src/renderer/features/explain/charts/dependenceLines.ts'
import { columnPlot, fitted } from '../../../src/renderer/features/explain/charts/plot.ts'
import { swarm } from '../../../src/renderer/features/explain/charts/swarm.ts'
import { waterfallSteps } from '../../../src/renderer/features/explain/charts/waterfallSteps.ts'
import { importanceMetrics } from '../../../src/renderer/features/explain/metrics.ts'
import type { DependenceReport } from '../../../src/shared/explain.ts'

const adds = (column: string, contribution: number, error = 0) => ({ column, value: '1', contribution, error })

test('the steps of a waterfall lead from the base to the prediction, the greatest first, the small ones together', () => {
  const few = waterfallSteps(10, [adds('a', 1), adds('b', -3), adds('c', 0.5)])
  expect(few.map(({ label, from, to }) => [label, from, to])).toEqual([
    ['b', 10, 7],
    ['a', 7, 8],
    ['c', 8, 8.5],
  ])
  const many = waterfallSteps(
    0,
    Array.from({ length: 30 }, (_, i) => adds(`x${i}`, i + 1, 0.1)),
  )
  expect(many.length).toBe(14)
  expect(many.at(-1)).toMatchObject({ label: '17 other columns', value: '' })
  expect(many.at(-1)?.to).toBe(465)
  expect(many.at(-1)?.error).toBeCloseTo(Math.sqrt(17) / 10, 9)
})

test('points of a swarm keep their place along the axis, and those at one place lie beside each other', () => {
  const points = swarm([10, 10, 10, 50])
  expect(points.map(({ x }) => x)).toEqual([10, 10, 10, 50])
  expect(new Set(points.slice(0, 3).map(({ offset }) => offset)).size).toBe(3)
  expect(points[3]?.offset).toBe(0)
  for (const { offset } of swarm(new Array<number>(500).fill(3))) expect(Math.abs(offset)).toBeLessThanOrEqual(1)
})

const report: DependenceReport = {
  split: 'validation',
  column: 'age',
  columns: [],
  grid: { kind: 'number', values: [1, 2, 4] },
  distribution: null,
  classes: ['no', 'yes'],
  means: [
    [0.9, 0.5, null],
    [0.1, 0.5, null],
  ],
  curves: [
    {
      row: 7,
      values: [
        [1, 0, 0],
        [0, 1, 1],
      ],
    },
  ],
  rows: 1,
  ofRows: 1,
}

test('lines of a predicted number, as they are or from 0, and where the mean is lowest and highest', () => {
  expect(dependenceLines(report, 1, false)).toEqual({
    mean: [0.1, 0.5, null],
    rows: [{ row: 7, values: [0, 1, 1] }],
  })
  expect(dependenceLines(report, 0, true).mean).toEqual([0, -0.4, null])
  expect(dependenceLines(report, 0, true).rows[0]?.values).toEqual([0, -1, -1])
  expect(dependenceSummary(report, report.means[1]!, 'probability of yes')).toBe(
    'The mean probability of yes is lowest, 0.1000, where age is 1, and highest, 0.5000, where it is 2.',
  )
  expect(placeNames({ kind: 'date', values: [0, 86_400_000] })).toEqual(['1970-01-01', '1970-01-02'])
  expect(placeNumbers({ kind: 'category', levels: ['x', 'y'] })).toEqual([0, 1])
})

test('lines of a chart by columns stand below each other within its axis', () => {
  const plot = columnPlot({ width: 800, height: 300 }, 3, [-1, 4])
  expect(plot.toX(plot.axis.domain[0])).toBe(plot.left)
  expect(plot.toX(plot.axis.domain[1])).toBe(plot.right)
  expect([0, 1, 2].map(plot.toY)).toEqual([0, 1, 2].map(plot.toY).toSorted((a, b) => a - b))
  expect(plot.toY(2)).toBeLessThan(plot.bottom)
  expect(fitted('a very long name of a column', 80)).toMatch(/^a very .*…$/)
  expect(fitted('short', 80)).toBe('short')
})

test('importance is measured by metrics that have words', () => {
  expect(importanceMetrics('regression').map(({ key }) => key)).toEqual(['rmse', 'mae', 'r2'])
  expect(importanceMetrics('classification').map(({ key }) => key)).toContain('accuracy')
})

test('dates along an axis are whole days, and no more than there is room for', () => {
  const day = 86_400_000
  const ticks = dateTicks(10 * day, 410 * day, 700)
  expect(ticks.length).toBe(6)
  for (const { at } of ticks) expect(at % day).toBe(0)
  expect(ticks.at(-1)?.at).toBe(410 * day)
  expect(dateTicks(0, 5000, 300).map(({ at }) => at)).toEqual([0, 3000, 5000])
})

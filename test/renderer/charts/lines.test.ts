import { describe, expect, test } from 'vitest'
import { toCsv } from '../../../src/renderer/charts/csv.ts'
import { curveTable, zoomed } from '../../../src/renderer/charts/curveViews.ts'
import { drawLines, pointBudget } from '../../../src/renderer/charts/lineRows.ts'
import { extent, valueNear, within, type LineSeries } from '../../../src/renderer/charts/series.ts'

function curve(id: string, length: number, value: (epoch: number) => number | null): LineSeries {
  const x = Array.from({ length }, (_, i) => i + 1)
  return { id, label: id, x, y: x.map(value), style: 0 }
}
const whole = { range: [1, 10_000] as const, strength: 0, log: false }

describe('what is drawn', () => {
  test('10,000 epochs of two curves stay within the budget and keep a spike', () => {
    const train = curve('train', 10_000, (epoch) => (epoch === 7_777 ? 99 : 1 / epoch))
    const drawn = drawLines([train, curve('validation', 10_000, (epoch) => 2 / epoch)], whole)
    expect(drawn.points).toBeLessThanOrEqual(pointBudget)
    expect(drawn.rows.find(({ x }) => x === 7_777)?.['train']).toBe(99)
  })

  test('smoothing draws both lines of every curve within the same budget', () => {
    const drawn = drawLines([curve('a', 10_000, Math.sin), curve('b', 10_000, Math.cos)], { ...whole, strength: 0.9 })
    expect(drawn.points).toBeLessThanOrEqual(pointBudget)
    expect(drawn.lines.map(({ key, faint }) => [key, faint])).toEqual([
      ['a:measured', true],
      ['a', false],
      ['b:measured', true],
      ['b', false],
    ])
  })

  test('a zoomed range is drawn in full detail, one point beyond each edge', () => {
    const drawn = drawLines([curve('a', 10_000, (epoch) => epoch)], { ...whole, range: [500, 520] })
    expect(drawn.rows.map(({ x }) => x)).toEqual(Array.from({ length: 23 }, (_, i) => 499 + i))
    expect(Math.max(...drawn.values)).toBe(520)
  })

  test('a logarithmic scale leaves out what is not positive; holes and infinity are never drawn', () => {
    const values = [1, 0, -1, null, Infinity, 2]
    const drawn = drawLines([curve('a', 6, (epoch) => values[epoch - 1] ?? null)], { ...whole, log: true })
    expect(drawn.values).toEqual([1, 2])
  })

  test('rows are fresh objects: freezing them leaves the curve alone', () => {
    const series = curve('a', 3, (epoch) => epoch)
    drawLines([series], whole).rows.forEach((row) => Object.freeze(row))
    expect(Object.isFrozen(series.y)).toBe(false)
    expect(drawLines([series], whole).rows).toHaveLength(3)
  })
})

test('the value under the crosshair is the curve’s own, nearest to the position', () => {
  const series = { x: [1, 5, 9], y: [10, 50, null] }
  expect(valueNear(series, 4)).toEqual({ x: 5, y: 50 })
  expect(valueNear(series, 2)).toEqual({ x: 1, y: 10 })
  expect(valueNear(series, 9)).toBeNull()
  expect(valueNear(series, 10)).toBeNull()
})

test('cutting a curve and its extent', () => {
  const series = curve('a', 10, (epoch) => epoch)
  expect(within(series, [4, 6]).x).toEqual([3, 4, 5, 6, 7])
  expect(extent([series, curve('b', 20, () => 1)])).toEqual([1, 20])
  expect(extent([])).toBeNull()
})

test('the table of all curves has a line an epoch and a blank where a curve has none', () => {
  const table = curveTable([curve('a', 2, (epoch) => epoch), curve('b', 3, (epoch) => epoch * 10)])
  expect(table).toEqual({
    header: ['epoch', 'a', 'b'],
    rows: [
      [1, 1, 10],
      [2, 2, 20],
      [3, null, 30],
    ],
  })
})

test('zooming by keys', () => {
  expect(zoomed('+', [0, 100], [0, 100])).toEqual([25, 75])
  expect(zoomed('-', [25, 75], [0, 200])).toEqual([0, 100])
  expect(zoomed('-', [25, 75], [0, 100])).toBeNull()
  expect(zoomed('0', [25, 75], [0, 100])).toBeNull()
  expect(zoomed('a', [25, 75], [0, 100])).toBeUndefined()
})

test('CSV keeps full precision and quotes what needs it', () => {
  expect(
    toCsv(
      ['epoch', 'Run "1", best'],
      [
        [1, 0.1 + 0.2],
        [2, null],
      ],
    ),
  ).toBe('epoch,"Run ""1"", best"\r\n1,0.30000000000000004\r\n2,\r\n')
})

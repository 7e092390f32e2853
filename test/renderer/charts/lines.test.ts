import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Curve } from '../../../src/core/series/curve.ts'
import { toCsv } from '../../../src/renderer/charts/csv.ts'
import { curveTable, zoomed } from '../../../src/renderer/charts/curveViews.ts'
import { DerivedCurves } from '../../../src/renderer/charts/derived.ts'
import { columnsOf, countPoints, drawnLines, rowsOf, valuesWithin } from '../../../src/renderer/charts/drawing.ts'
import { placedMarks } from '../../../src/renderer/charts/marks.ts'
import { plotFrame } from '../../../src/renderer/charts/plotFrame.ts'
import { extent, valueNear, type LineSeries } from '../../../src/renderer/charts/series.ts'

function curve(id: string, length: number, value: (epoch: number) => number | null): LineSeries {
  const x = Array.from({ length }, (_, i) => i + 1)
  return { id, label: id, x, y: x.map(value), style: 0 }
}
const growing = (id: string, y: ArrayLike<number | null>): LineSeries => ({
  id,
  label: id,
  style: 0,
  curve: Curve.from(places(y.length), y),
})
const places = (length: number, first = 0) => Array.from({ length }, (_, i) => first + i)
const values = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(null)), {
  minLength: 1,
  maxLength: 300,
})
const valuesOf = (curve: Curve) => places(curve.length).map((i) => [curve.x(i), curve.y(i)])

const drawnOf = (visible: readonly LineSeries[], { strength = 0, log = false } = {}) =>
  drawnLines(visible, new DerivedCurves(strength, log))

describe('lines that are drawn', () => {
  test('of a smoothed curve are both, the measured one faint beneath', () => {
    const lines = drawnOf([curve('a', 10, Math.sin), curve('b', 10, Math.cos)], { strength: 0.9 })
    expect(lines.map(({ key, faint }) => [key, faint])).toEqual([
      ['a:measured', true],
      ['a', false],
      ['b:measured', true],
      ['b', false],
    ])
  })

  test('lie faint around the line that they belong to, and go with it', () => {
    const around = [1, 3].map((value) => Curve.from([1, 2], [value, value]))
    const lines = drawnOf([{ ...curve('a', 2, () => 2), around }])
    expect(lines.map(({ key, faint }) => [key, faint])).toEqual([
      ['a:around0', true],
      ['a:around1', true],
      ['a', false],
    ])
    expect(valuesWithin(lines, [1, 2])).toEqual([1, 1, 3, 3, 2, 2])
  })

  test('have nothing that a logarithmic scale cannot show', () => {
    const values = [1, 0, -1, null, Infinity, 2]
    const lines = drawnOf([curve('a', 6, (epoch) => values[epoch - 1] ?? null)], { log: true })
    expect(valuesWithin(lines, [1, 6])).toEqual([1, 2])
    expect(rowsOf(lines, [1, 6]).map(({ x }) => x)).toEqual([1, 6])
  })

  test('follow a curve that grows and one that went back as if each had been there at once', () => {
    fc.assert(
      fc.property(values, values, fc.nat(300), (first, second, position) => {
        const derived = new DerivedCurves(0.9, false)
        const start = Curve.from(places(first.length), first)
        const cut = Math.min(position, first.length)
        const back = start.before(cut).append(places(second.length, cut), second)
        for (const [state, all] of [
          [start, first],
          [back, [...first.slice(0, cut), ...second]],
        ] as const) {
          const followed = derived.smoothed('a', state)!
          const atOnce = new DerivedCurves(0.9, false).smoothed('a', Curve.from(places(all.length), all))!
          expect(valuesOf(followed)).toEqual(valuesOf(atOnce))
        }
      }),
    )
  })

  test('within a zoomed range are whole, one point beyond each edge, and set the axis by what is inside', () => {
    const lines = drawnOf([curve('a', 10_000, (epoch) => epoch)])
    expect(rowsOf(lines, [500, 520]).map(({ x }) => x)).toEqual(Array.from({ length: 23 }, (_, i) => 499 + i))
    expect(countPoints(lines, [500, 520])).toBe(23)
    expect(valuesWithin(lines, [500, 520])).toEqual([500, 520])
    expect(valuesWithin(lines, [499.5, 520.5])).toEqual([500, 520])
  })

  test('come in fresh rows: freezing them leaves the curve alone', () => {
    const lines = drawnOf([curve('a', 3, (epoch) => epoch)])
    rowsOf(lines, [1, 3]).forEach((row) => Object.freeze(row))
    expect(rowsOf(lines, [1, 3])).toHaveLength(3)
  })
})

describe('columns of many points', () => {
  test('keep the extremes of every curve and its order, within the number of places', () => {
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 4, max: 60 }),
        (curves, buckets) => {
          const lines = drawnOf(curves.map((y, i) => growing(`${i}`, y)))
          const range: [number, number] = [0, Math.max(1, ...curves.map(({ length }) => length - 1))]
          const { x, y } = columnsOf(lines, range, buckets)
          expect(x.length).toBeLessThanOrEqual(2 * buckets * curves.length + 8)
          expect(x).toEqual([...x].sort((a, b) => a - b))
          curves.forEach((all, i) => {
            const finite = all.filter((value) => value !== null)
            const kept = y[i]!.filter((value) => value !== null)
            expect(y[i]).toHaveLength(x.length)
            expect(kept.length > 0).toBe(finite.length > 0)
            expect(Math.min(...kept)).toBe(Math.min(...finite))
            expect(Math.max(...kept)).toBe(Math.max(...finite))
            // Thinned, not changed in order: what is kept is found in the curve one after the other.
            let at = 0
            for (const value of kept) {
              at = all.indexOf(value, at)
              expect(at).toBeGreaterThanOrEqual(0)
              at += 1
            }
          })
        },
      ),
    )
  })

  test('show a spike of one epoch among 100,000 less than a bucket from its place', () => {
    const lines = drawnOf([
      growing(
        'a',
        Float64Array.from({ length: 100_000 }, (_, i) => (i === 54_321 ? 99 : 1)),
      ),
    ])
    const { x, y } = columnsOf(lines, [0, 99_999], 1000)
    const spike = y[0]!.indexOf(99)
    expect(Math.abs(x[spike]! - 54_321)).toBeLessThan(128)
    expect(x.length).toBeLessThanOrEqual(2008)
  })

  test('stay where they are while the curve grows', () => {
    const at = (length: number) =>
      columnsOf(
        drawnOf([
          growing(
            'a',
            Float64Array.from({ length }, (_, i) => Math.sin(i * i)),
          ),
        ]),
        [0, 65_000],
        500,
      )
    const [before, after] = [at(50_000), at(50_100)]
    expect(after.x).toEqual(before.x)
    const whole = before.x.findIndex((position) => position > 50_000 - 256)
    expect(after.y[0]!.slice(0, whole)).toEqual(before.y[0]!.slice(0, whole))
  })

  test('are the points themselves where these are few', () => {
    const lines = drawnOf([curve('a', 3, (epoch) => epoch), { id: 'b', label: 'b', style: 1, x: [2, 5], y: [7, 8] }])
    expect(columnsOf(lines, [1, 5], 100)).toEqual({
      x: [1, 2, 3, 5],
      y: [
        [1, 2, 3, null],
        [null, 7, null, 8],
      ],
    })
  })
})

describe('marks', () => {
  const visible = [curve('a', 10, (epoch) => epoch), { ...curve('b', 10, (epoch) => epoch), style: 1 }]
  const marker = (series: string, x: number, y = 1) => ({ series, label: `best of ${series}`, x, y })

  test('a marker alone has a name beside a line, on the side where there is room', () => {
    const side = (x: number) => placedMarks({ visible, markers: [marker('a', x)], events: [] }, [0, 10], false)
    expect(side(2).markers).toMatchObject([{ alone: true, labelSide: 'insideTopLeft', colour: 'var(--chart-best)' }])
    expect(side(8).markers).toMatchObject([{ labelSide: 'insideTopRight' }])
  })

  test('of hidden curves, outside the range or not positive on a logarithmic scale are left out', () => {
    const markers = [marker('a', 2), marker('b', 4, -1), marker('hidden', 5), marker('a', 20)]
    const events = [1, 20].map((x) => ({ x, label: '', kind: 'change' as const }))
    const marks = placedMarks({ visible, markers, events }, [0, 10], true)
    expect(marks.markers).toMatchObject([{ id: 'a', x: 2, colour: 'var(--chart-1)', alone: false }])
    expect(marks.events.map(({ x }) => x)).toEqual([1])
  })
})

test('places in the picture follow the axes, and back', () => {
  const axis = (from: number, to: number) => ({ domain: [from, to] as [number, number], ticks: [] })
  const linear = plotFrame({ width: 180, height: 134 }, axis(0, 50), axis(0, 10), false)
  expect([linear.toX(25), linear.toY(10), linear.toY(0), linear.atX(104)]).toEqual([104, 8, 108, 25])
  const log = plotFrame({ width: 180, height: 134 }, axis(0, 50), axis(1, 100), true)
  expect(log.toY(10)).toBeCloseTo(58, 9)
})

test('the value under the crosshair is the curve’s own, nearest to the position', () => {
  const series = Curve.from([1, 5, 9], [10, 50, null])
  expect(valueNear(series, 4)).toEqual({ x: 5, y: 50 })
  expect(valueNear(series, 2)).toEqual({ x: 1, y: 10 })
  expect(valueNear(series, 9)).toBeNull()
  expect(valueNear(series, 10)).toBeNull()
})

test('the extent of curves', () => {
  const series = curve('a', 10, (epoch) => epoch)
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

test('the table tells the part that is looked at, and says where epochs are left out', () => {
  const a = curve('a', 9, (epoch) => epoch)
  expect(curveTable([a], [3, 5]).rows).toEqual([
    [3, 3],
    [4, 4],
    [5, 5],
  ])
  const thinned = Curve.from([1, 50, 100], [1, 2, 3])
  expect(curveTable([{ id: 'b', label: 'b', style: 0, curve: thinned, means: thinned }]).note).toContain('lowest')
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

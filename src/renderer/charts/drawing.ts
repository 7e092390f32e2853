import type { Curve } from '../../core/series/curve.ts'
import type { DerivedCurves } from './derived.ts'
import { curveOf, type LineSeries } from './series.ts'

/** Up to so many points a chart is drawn as elements, above it on a canvas. */
export const pointBudget = 400

type Range = readonly [number, number]

export interface DrawnLine {
  key: string
  line: LineSeries
  curve: Curve
  /** The measured line beneath a smoothed one, or one that lies around it. */
  faint: boolean
}

/** The lines of the visible curves: where they are smoothed, each measured one lies faint beneath. */
export function drawnLines(visible: readonly LineSeries[], derived: DerivedCurves): DrawnLine[] {
  return visible.flatMap((line): DrawnLine[] => {
    const source = curveOf(line)
    const curve = derived.measured(line.id, source)
    const smoothed = derived.smoothed(line.id, 'means' in line ? (line.means ?? source) : source)
    const around = (line.around ?? []).map((edge, index): DrawnLine => {
      const key = `${line.id}:around${index}`
      return { key, line, curve: derived.measured(key, edge), faint: true }
    })
    if (smoothed === null) return [...around, { key: line.id, line, curve, faint: false }]
    return [
      ...around,
      { key: `${line.id}:measured`, line, curve, faint: true },
      { key: line.id, line, curve: smoothed, faint: false },
    ]
  })
}

/** Indices of a curve's points within a range, and of one beyond each end so that the line reaches the edges. */
function reaching(curve: Curve, [from, to]: Range): [number, number] {
  return [Math.max(0, curve.indexOf(from) - 1), Math.min(curve.length, curve.indexOf(to) + 2)]
}

/** Points that the lines have in a range. */
export function countPoints(lines: readonly DrawnLine[], range: Range): number {
  return lines.reduce((sum, { curve }) => {
    const [from, to] = reaching(curve, range)
    return sum + Math.max(0, to - from)
  }, 0)
}

/** Least and greatest value of the lines in a range, none where there is none: for the vertical axis. */
export function valuesWithin(lines: readonly DrawnLine[], [from, to]: Range): number[] {
  return lines.flatMap(({ curve }) => {
    const first = curve.indexOf(from)
    const last = curve.indexOf(to)
    const found = curve.extremes(first, curve.x(last) === to ? last + 1 : last)
    return found === null ? [] : [curve.y(found[0]), curve.y(found[1])]
  })
}

/** One position with the value of every line there; a line without a value there is absent. */
export type LineRow = { x: number } & Record<string, number | null>

/** Every point of the lines in a range, in rows. They are fresh objects: the library freezes what it is handed. */
export function rowsOf(lines: readonly DrawnLine[], range: Range): LineRow[] {
  const rows = new Map<number, LineRow>()
  for (const { key, curve } of lines) {
    const [from, to] = reaching(curve, range)
    for (let i = from; i < to; i++) {
      if (Number.isNaN(curve.y(i))) continue
      const x = curve.x(i)
      let row = rows.get(x)
      if (row === undefined) {
        row = { x }
        rows.set(x, row)
      }
      row[key] = curve.y(i)
    }
  }
  return [...rows.values()].sort((a, b) => a.x - b.x)
}

/** Positions that all lines share, and the values of each line at them: null where it has none. */
export interface LineColumns {
  x: number[]
  y: (number | null)[][]
}

/**
 * The lines in a range, thinned to at most about two places for each of `buckets`. Of every bucket both extremes are
 * kept, in the order in which they came, so that a spike of one epoch stays visible; they stand at shared places in
 * it, less than a bucket from their own. Buckets are as wide as a power of two and stay where they are while curves
 * grow, so that what is drawn does not tremble.
 */
export function columnsOf(lines: readonly DrawnLine[], range: Range, buckets: number): LineColumns {
  const width = 2 ** Math.ceil(Math.log2((range[1] - range[0]) / Math.max(1, buckets)))
  const most = Math.max(
    0,
    ...lines.map(({ curve }) => {
      const [from, to] = reaching(curve, range)
      return to - from
    }),
  )
  if (most <= 2 * buckets || !(width > 0)) return exactColumns(lines, range)
  const first = Math.floor(range[0] / width) - 1
  const count = Math.floor(range[1] / width) + 2 - first
  const x: number[] = []
  for (let bucket = 0; bucket < count; bucket++) {
    x.push((first + bucket + 0.25) * width, (first + bucket + 0.75) * width)
  }
  const y = lines.map(({ curve }) => {
    const values = new Array<number | null>(2 * count).fill(null)
    let at = curve.indexOf(first * width)
    for (let bucket = 0; bucket < count && at < curve.length; bucket++) {
      const next = curve.indexOf((first + bucket + 1) * width, at)
      const found = curve.extremes(at, next)
      if (found !== null) {
        values[2 * bucket] = curve.y(Math.min(...found))
        if (found[0] !== found[1]) values[2 * bucket + 1] = curve.y(Math.max(...found))
      }
      at = next
    }
    return values
  })
  return { x, y }
}

/** As they are: places where any of the lines has a point. */
function exactColumns(lines: readonly DrawnLine[], range: Range): LineColumns {
  const places = new Set<number>()
  const spans = lines.map(({ curve }) => {
    const [from, to] = reaching(curve, range)
    for (let i = from; i < to; i++) places.add(curve.x(i))
    return { curve, from, to }
  })
  const x = [...Float64Array.from(places).sort()]
  const y = spans.map(({ curve, from, to }) => {
    let at = from
    return x.map((position) => {
      if (at >= to || curve.x(at) !== position) return null
      const value = curve.y(at)
      at += 1
      return Number.isNaN(value) ? null : value
    })
  })
  return { x, y }
}

import type { ChartTable } from './csv.ts'
import type { Curve } from '../../core/series/curve.ts'
import { curveOf, type LineSeries } from './series.ts'

/**
 * All curves as one table: an epoch a row, a curve a column, empty where a curve has no value; of the part that is looked
 * at, where it is one. Says where the curves are thinned.
 */
export function curveTable(series: readonly LineSeries[], range: readonly [number, number] | null = null): ChartTable {
  const curves = series.map(curveOf)
  const places = new Set<number>()
  for (const curve of curves) for (let i = 0; i < curve.length; i++) places.add(curve.x(i))
  const [low, high] = range ?? [-Infinity, Infinity]
  const positions = Float64Array.from([...places].filter((place) => place >= low && place <= high)).sort()
  const next = curves.map(() => 0)
  const rows = Array.from(positions, (position) => [
    position,
    ...curves.map((curve, line) => {
      const at = curve.indexOf(position, next[line] ?? 0)
      if (curve.x(at) !== position) return null
      next[line] = at + 1
      return Number.isNaN(curve.y(at)) ? null : curve.y(at)
    }),
  ])
  return {
    header: ['epoch', ...series.map(({ label }) => label)],
    rows,
    ...(areThinned(series)
      ? { note: 'Of many epochs those with the lowest and highest values of every stretch. Zoom in to have them all.' }
      : {}),
  }
}

/** Whether of some curve not all epochs are at hand. */
export function areThinned(series: readonly LineSeries[]): boolean {
  return series.some((line) => 'means' in line && line.means !== undefined && isSparse(line.curve))
}

/** Whether epochs lie between the curve's points. */
function isSparse(curve: Curve): boolean {
  return curve.length > 1 && curve.x(curve.length - 1) - curve.x(0) + 1 > curve.length
}

/**
 * The range after a key: + halves it about its middle, − doubles it, 0 and Escape show everything (null),
 * undefined for any other key.
 */
export function zoomed(
  key: string,
  range: readonly [number, number],
  whole: readonly [number, number],
): [number, number] | null | undefined {
  const middle = (range[0] + range[1]) / 2
  const half = (range[1] - range[0]) / 2
  switch (key) {
    case '+':
    case '=':
      return half <= 1 ? undefined : [middle - half / 2, middle + half / 2]
    case '-': {
      const next: [number, number] = [Math.max(whole[0], middle - half * 2), Math.min(whole[1], middle + half * 2)]
      return next[0] <= whole[0] && next[1] >= whole[1] ? null : next
    }
    case '0':
    case 'Escape':
      return null
    default:
      return undefined
  }
}

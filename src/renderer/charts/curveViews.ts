import type { ChartTable } from './csv.ts'
import { curveOf, type LineSeries } from './series.ts'

/** All curves as one table: an epoch a row, a curve a column, empty where a curve has no value. */
export function curveTable(series: readonly LineSeries[]): ChartTable {
  const curves = series.map(curveOf)
  const places = new Set<number>()
  for (const curve of curves) for (let i = 0; i < curve.length; i++) places.add(curve.x(i))
  const positions = Float64Array.from(places).sort()
  const next = curves.map(() => 0)
  const rows = Array.from(positions, (position) => [
    position,
    ...curves.map((curve, line) => {
      const at = next[line] ?? 0
      if (curve.x(at) !== position) return null
      next[line] = at + 1
      return Number.isNaN(curve.y(at)) ? null : curve.y(at)
    }),
  ])
  return { header: ['epoch', ...series.map(({ label }) => label)], rows }
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

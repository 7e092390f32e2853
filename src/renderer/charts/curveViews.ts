import type { ChartTable } from './csv.ts'
import { lowerBound, type LineSeries } from './series.ts'

/** All curves as one table: an epoch a row, a curve a column, empty where a curve has no value. */
export function curveTable(series: readonly LineSeries[]): ChartTable {
  const positions = [...new Set(series.flatMap(({ x }) => [...x]))].sort((a, b) => a - b)
  const rows = positions.map((position) => [
    position,
    ...series.map(({ x, y }) => {
      const i = lowerBound(x, position)
      return x[i] === position ? (y[i] ?? null) : null
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

import { downsampleMinMax } from '../../core/series/downsample.ts'
import { smooth } from './smoothing.ts'
import { within, type LineSeries } from './series.ts'

/** A chart draws no more points than this, whatever it is given. */
export const pointBudget = 400

/** One position with the value of every drawn line there; a line without a value there is absent. */
export type LineRow = { x: number } & Record<string, number | null>

export interface DrawnLine {
  /** Key in the rows. */
  key: string
  series: LineSeries
  /** The measured line beneath a smoothed one. */
  faint: boolean
}

export interface DrawnChart {
  lines: DrawnLine[]
  rows: LineRow[]
  /** All drawn values, for the vertical axis. */
  values: number[]
  points: number
}

/**
 * What is drawn of the visible curves: cut to the range, smoothed, thinned to the budget keeping the extremes,
 * and merged into rows. The rows are fresh objects, because the drawing library freezes what it is handed.
 *
 * @param strength smoothing, 0 (none) to below 1; above 0 every curve is drawn twice, measured and smoothed
 */
export function drawLines(
  visible: readonly LineSeries[],
  options: { range: readonly [number, number]; strength: number; log: boolean; budget?: number },
): DrawnChart {
  const smoothing = options.strength > 0
  const count = visible.length * (smoothing ? 2 : 1)
  const share = Math.max(4, Math.floor((options.budget ?? pointBudget) / Math.max(1, count)))
  const lines: DrawnLine[] = []
  const rows = new Map<number, LineRow>()
  const values: number[] = []
  let points = 0

  const add = (key: string, series: LineSeries, faint: boolean) => {
    lines.push({ key, series, faint })
    const cut = within(series, options.range)
    const x: number[] = []
    const y: number[] = []
    cut.y.forEach((value, i) => {
      const position = cut.x[i]
      if (value === null || position === undefined || !Number.isFinite(value)) return
      if (options.log && value <= 0) return
      x.push(position)
      y.push(value)
    })
    const kept = downsampleMinMax(y, share)
    for (const i of kept) {
      const position = x[i]
      const value = y[i]
      if (position === undefined || value === undefined) continue
      let row = rows.get(position)
      if (row === undefined) {
        row = { x: position }
        rows.set(position, row)
      }
      row[key] = value
      if (position >= options.range[0] && position <= options.range[1]) values.push(value)
      points += 1
    }
  }

  for (const series of visible) {
    if (smoothing) {
      add(`${series.id}:measured`, series, true)
      add(series.id, { ...series, y: smooth(series.x, series.y, options.strength) }, false)
    } else {
      add(series.id, series, false)
    }
  }
  return { lines, rows: [...rows.values()].sort((a, b) => a.x - b.x), values, points }
}

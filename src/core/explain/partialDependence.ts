import type { OnProgress } from '../progress.ts'
import { isNumericColumn, type TableColumn } from '../table.ts'
import { withCodes, withNumbers, type Cells } from './cells.ts'
import type { ExplainedModel } from './explainedModel.ts'

/** Places of a grid over numbers and dates. */
const mostPlaces = 41
/** Levels of a grid over categories. */
const mostLevels = 30

/** The values of a column at which is predicted: numbers in ascending order, or levels from the most frequent on. */
export type Grid = { kind: 'number' | 'date'; values: number[] } | { kind: 'category'; levels: string[] }

/**
 * Quantiles of a column's values, each different one once; all of them where there are few. Levels from the most frequent
 * on, the rare ones beyond thirty left out. Missing values are no place.
 */
export function gridOf(column: TableColumn): Grid {
  if (!isNumericColumn(column)) {
    const counts = levelCounts(column)
    const order = column.levels.map((_, code) => code).filter((code) => (counts[code] ?? 0) > 0)
    order.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    return { kind: 'category', levels: order.slice(0, mostLevels).map((code) => column.levels[code] ?? '') }
  }
  const sorted = column.values.filter(Number.isFinite).sort()
  const distinct = [...new Set(sorted)]
  if (distinct.length <= mostPlaces) return { kind: column.kind, values: distinct }
  const places = Array.from({ length: mostPlaces }, (_, i) => {
    return sorted[Math.round((i / (mostPlaces - 1)) * (sorted.length - 1))] ?? NaN
  })
  return { kind: column.kind, values: [...new Set(places)] }
}

export function levelCounts({ codes, levels }: Extract<TableColumn, { levels: string[] }>): number[] {
  const counts = new Array<number>(levels.length).fill(0)
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

export function gridLength(grid: Grid): number {
  return grid.kind === 'category' ? grid.levels.length : grid.values.length
}

export interface Dependence {
  /** The mean prediction at each place, one list for each predicted number. */
  means: number[][]
  /** Individual conditional expectations: rows × places × predicted numbers; NaN where there is no prediction. */
  curves: Float64Array
}

/**
 * Partial dependence (Friedman, 2001) and the individual curves that it is the mean of (Goldstein et al., 2015): the
 * predictions of rows with one column set to each value of a grid in turn, all else as it is.
 *
 * @param at which column of the cells it is
 * @param rows of the cells, from the first one on
 */
export function partialDependence(
  model: ExplainedModel,
  cells: Cells,
  { at, grid, rows, onProgress = () => {} }: { at: number; grid: Grid; rows: number; onProgress?: OnProgress },
): Dependence {
  const { cells: all, first } = withGrid(cells, at, grid)
  const places = gridLength(grid)
  const total = rows * places
  const rowOf = Uint32Array.from({ length: total }, (_, i) => Math.floor(i / places))
  const placeOf = Uint32Array.from({ length: total }, (_, i) => first + (i % places))
  const picks = all.columns.map((_, column) => (column === at ? placeOf : rowOf))
  const curves = model.predictions(all, picks, total, onProgress)
  onProgress(1)
  return { means: meansOf(curves, rows, places, model.width), curves }
}

/** Cells with the values of a grid behind those of a column, and where they begin. */
export function withGrid(cells: Cells, at: number, grid: Grid): { cells: Cells; first: number } {
  const column = cells.columns[at]
  if (column === undefined) throw new RangeError(`There is no column ${at}.`)
  if (isNumericColumn(column)) {
    const values = grid.kind === 'category' ? [] : grid.values
    return { cells: withNumbers(cells, at, values), first: column.values.length }
  }
  const levels = grid.kind === 'category' ? grid.levels : []
  const codes = levels.map((level) => column.levels.indexOf(level))
  return { cells: withCodes(cells, at, codes), first: column.codes.length }
}

function meansOf(curves: Float64Array, rows: number, places: number, width: number): number[][] {
  return Array.from({ length: width }, (_, output) =>
    Array.from({ length: places }, (_, place) => {
      let [sum, count] = [0, 0]
      for (let row = 0; row < rows; row++) {
        const value = curves[(row * places + place) * width + output] ?? NaN
        if (Number.isNaN(value)) continue
        sum += value
        count++
      }
      return sum / count
    }),
  )
}

import type { OnProgress } from '../progress.ts'
import { isNumericColumn, type TableColumn } from '../table.ts'
import type { Cells } from './cells.ts'
import type { ExplainedModel } from './explainedModel.ts'
import { gridLength, withGrid, type Grid } from './partialDependence.ts'

/** Places along either column. */
const mostPlaces = 15

export interface PairDependence {
  /** Thinned, evenly in the order of the values. */
  grids: { x: Grid; y: Grid }
  /** The mean prediction in each cell, y × x, one list for each predicted number. */
  means: number[][]
  /** Training rows whose values are nearest to each cell, y × x: where there are none, the mean is a guess. */
  counts: number[]
}

/** Partial dependence on two columns at once (Friedman, 2001): with interactions, its rows are not alike. */
export function pairDependence(
  model: ExplainedModel,
  cells: Cells,
  training: Cells,
  asked: { x: { at: number; grid: Grid }; y: { at: number; grid: Grid }; rows: number; onProgress?: OnProgress },
): PairDependence {
  const { rows, onProgress = () => {} } = asked
  const grids = { x: thinned(asked.x.grid), y: thinned(asked.y.grid) }
  const [wide, tall] = [gridLength(grids.x), gridLength(grids.y)]
  const { cells: withX, first: firstX } = withGrid(cells, asked.x.at, grids.x)
  const { cells: all, first: firstY } = withGrid(withX, asked.y.at, grids.y)
  const places = wide * tall
  const total = rows * places
  const pick = (of: (i: number) => number) => Uint32Array.from({ length: total }, (_, i) => of(i))
  const rowOf = pick((i) => Math.floor(i / places))
  const xOf = pick((i) => firstX + (i % wide))
  const yOf = pick((i) => firstY + (Math.floor(i / wide) % tall))
  const picks = all.columns.map((_, column) => (column === asked.x.at ? xOf : column === asked.y.at ? yOf : rowOf))
  const found = model.predictions(all, picks, total, onProgress)
  const means = Array.from({ length: model.width }, (_, output) =>
    Array.from({ length: places }, (_, place) => {
      let [sum, count] = [0, 0]
      for (let row = 0; row < rows; row++) {
        const value = found[(row * places + place) * model.width + output] ?? NaN
        if (Number.isNaN(value)) continue
        sum += value
        count++
      }
      return sum / count
    }),
  )
  onProgress(1)
  return { grids, means, counts: countsOf(training, asked, grids) }
}

function thinned(grid: Grid): Grid {
  // Levels stand from the most frequent on: the first ones count.
  if (grid.kind === 'category') return { ...grid, levels: grid.levels.slice(0, mostPlaces) }
  const { values } = grid
  if (values.length <= mostPlaces) return grid
  const at = (i: number) => values[Math.round((i / (mostPlaces - 1)) * (values.length - 1))] ?? NaN
  return { ...grid, values: Array.from({ length: mostPlaces }, (_, i) => at(i)) }
}

function countsOf(
  { columns }: Cells,
  asked: { x: { at: number }; y: { at: number } },
  grids: { x: Grid; y: Grid },
): number[] {
  const [x, y] = [columns[asked.x.at], columns[asked.y.at]]
  const wide = gridLength(grids.x)
  const counts = new Array<number>(wide * gridLength(grids.y)).fill(0)
  if (x === undefined || y === undefined) return counts
  const [xs, ys] = [nearestPlaces(x, grids.x), nearestPlaces(y, grids.y)]
  for (const [row, left] of xs.entries()) {
    const up = ys[row] ?? -1
    if (left >= 0 && up >= 0) counts[up * wide + left] = (counts[up * wide + left] ?? 0) + 1
  }
  return counts
}

/** Of every row the nearest place of a grid; -1 where its value is missing, or a level that the grid lacks. */
function nearestPlaces(column: TableColumn, grid: Grid): Int32Array {
  if (!isNumericColumn(column)) {
    const places = column.levels.map((level) => (grid.kind === 'category' ? grid.levels.indexOf(level) : -1))
    return column.codes.map((code) => places[code] ?? -1)
  }
  const values = grid.kind === 'category' ? [] : grid.values
  return Int32Array.from(column.values, (value) => nearestOf(values, value))
}

function nearestOf(ascending: readonly number[], value: number): number {
  if (!Number.isFinite(value)) return -1
  let best = -1
  for (const [place, other] of ascending.entries()) {
    if (best < 0 || Math.abs(other - value) < Math.abs((ascending[best] ?? NaN) - value)) best = place
  }
  return best
}

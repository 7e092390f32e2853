import type { NearestMean } from '../types.ts'
import { chunkRows, createNode, type ColumnsNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'

/** All columns with their gaps filled; see `NearestMean`. Rows without gaps are not worked on. */
export function compileNearest(compiler: Compiling, expression: NearestMean): ColumnsNode {
  const columns = expression.xs.map((x) => compiler.number(x))
  const filled = columns.map(() => new Float64Array(chunkRows))
  const row = new Float64Array(columns.length)
  const fill = createNearestFilling(expression)
  return createNode(compiler.chunk, filled, (count) => {
    const values = columns.map((column) => column.read())
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < row.length; k++) row[k] = values[k]?.[i] ?? NaN
      fill(row)
      for (let k = 0; k < row.length; k++) {
        const into = filled[k]
        if (into !== undefined) into[i] = row[k] ?? NaN
      }
    }
  })
}

/** Columns that are added to a distance before it is asked whether the row can still be near. */
const columnsBetweenChecks = 4

/** More than rounding takes away, so that the cut-off never leaves out a row that is near. */
const slack = 1 + 1e-9

/**
 * Fills the gaps of a row in place, as `NearestMean` says of each column. The reference is gone through once a row,
 * whatever the number of its gaps; a reference row's distance is left unfinished as soon as it is too far for every gap
 * (partial distance search: Bei and Gray, 1985, doi:10.1109/TCOM.1985.1096214). Results are those of all distances.
 *
 * @returns a function of one row, NaN where missing, length: the columns
 */
export function createNearestFilling({
  xs,
  reference,
  neighbours,
  weighting,
  otherwise,
}: Omit<NearestMean, 'op' | 'target'>): (row: Float64Array) => void {
  const width = xs.length
  const rows = width === 0 ? 0 : reference.length / width
  const nearest = xs.map(() => createNearest(neighbours))
  const gaps = new Int32Array(width)
  const known = new Int32Array(width)
  const own = new Float64Array(width)
  return (row) => {
    let missing = 0
    let present = 0
    for (let column = 0; column < width; column++) {
      const value = row[column] ?? NaN
      if (Number.isNaN(value)) gaps[missing++] = column
      else {
        own[present] = value
        known[present++] = column
      }
    }
    if (missing === 0) return
    for (let k = 0; k < missing; k++) nearest[gaps[k] ?? 0]?.clear()
    search(missing, present)
    for (let k = 0; k < missing; k++) {
      const target = gaps[k] ?? 0
      row[target] = nearest[target]?.mean(weighting) ?? otherwise
    }
  }

  function search(missing: number, present: number): void {
    // A squared distance is Σ × columns / common columns, and no more columns are common than the row has.
    let farthest = Infinity
    for (let other = 0; other < rows; other++) {
      const start = other * width
      let sum = 0
      let common = 0
      for (let k = 0; k < present && sum <= farthest;) {
        const end = Math.min(present, k + columnsBetweenChecks)
        for (; k < end; k++) {
          const difference = (own[k] ?? NaN) - (reference[start + (known[k] ?? 0)] ?? NaN)
          if (Number.isNaN(difference)) continue
          sum += difference * difference
          common++
        }
      }
      if (!(sum <= farthest)) continue
      // NaN without a common column.
      const distance = (sum * width) / common
      let limit = 0
      for (let k = 0; k < missing; k++) {
        const target = gaps[k] ?? 0
        const found = nearest[target]
        if (found === undefined) continue
        const value = reference[start + target] ?? NaN
        if (distance < found.limit && !Number.isNaN(value)) found.add(distance, value)
        if (found.limit > limit) limit = found.limit
      }
      farthest = ((limit * present) / width) * slack
    }
  }
}

/** The nearest rows so far of one column, by ascending squared distance. */
interface Nearest {
  /** What a further row's squared distance must be below. */
  readonly limit: number
  clear(): void
  /** Of a row below the limit. Of equally near rows the one that was added first stays ahead. */
  add(distance: number, value: number): void
  /** null where there is none. */
  mean(weighting: NearestMean['weighting']): number | null
}

function createNearest(neighbours: number): Nearest {
  const distances = new Float64Array(neighbours)
  const values = new Float64Array(neighbours)
  let count = 0
  const self = {
    limit: Infinity,
    clear: () => {
      count = 0
      self.limit = Infinity
    },
    add: (distance: number, value: number) => {
      let place = count < neighbours ? count++ : neighbours - 1
      for (; place > 0 && (distances[place - 1] ?? NaN) > distance; place--) {
        distances[place] = distances[place - 1] ?? NaN
        values[place] = values[place - 1] ?? NaN
      }
      distances[place] = distance
      values[place] = value
      if (count === neighbours) self.limit = distances[neighbours - 1] ?? NaN
    },
    mean: (weighting: NearestMean['weighting']) =>
      count === 0 ? null : weightedMean(distances, values, count, weighting),
  }
  return self
}

function weightedMean(
  distances: Float64Array,
  values: Float64Array,
  count: number,
  weighting: NearestMean['weighting'],
): number {
  const isSame = distances[0] === 0
  let sum = 0
  let weights = 0
  for (let i = 0; i < count; i++) {
    const distance = distances[i] ?? NaN
    const weight = weighting === 'uniform' ? 1 : isSame ? (distance === 0 ? 1 : 0) : 1 / Math.sqrt(distance)
    sum += weight * (values[i] ?? NaN)
    weights += weight
  }
  return sum / weights
}

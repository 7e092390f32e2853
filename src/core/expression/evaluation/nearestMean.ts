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

/**
 * Fills the gaps of a row in place, as `NearestMean` says of each column. The distances to the reference rows are worked
 * out once a row, whatever the number of its gaps.
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
  const columns = xs.map((_, column) => columnOf(reference, column, xs.length))
  const donors = columns.map(rowsWithValue)
  const distancesTo = createDistances(columns)
  // Ascending squared distances of the nearest rows so far, and their values.
  const nearest = new Float64Array(neighbours)
  const values = new Float64Array(neighbours)
  const gaps = new Int32Array(xs.length)
  return (row) => {
    let missing = 0
    for (let column = 0; column < row.length; column++) if (Number.isNaN(row[column])) gaps[missing++] = column
    if (missing === 0) return
    const distances = distancesTo(row)
    for (let k = 0; k < missing; k++) {
      const target = gaps[k] ?? 0
      row[target] = meanAt(target, distances)
    }
  }

  function meanAt(target: number, distances: Float64Array): number {
    const rows = donors[target] ?? new Int32Array(0)
    const column = columns[target] ?? new Float64Array(0)
    let found = 0
    for (let k = 0; k < rows.length; k++) {
      const other = rows[k] ?? 0
      const distance = distances[other] ?? NaN
      const limit = found < neighbours ? Infinity : (nearest[neighbours - 1] ?? NaN)
      // NaN without a common column.
      if (!(distance < limit)) continue
      let place = found < neighbours ? found++ : neighbours - 1
      for (; place > 0 && (nearest[place - 1] ?? NaN) > distance; place--) {
        nearest[place] = nearest[place - 1] ?? NaN
        values[place] = values[place - 1] ?? NaN
      }
      nearest[place] = distance
      values[place] = column[other] ?? NaN
    }
    return found === 0 ? otherwise : weightedMean(nearest, values, found, weighting)
  }
}

/** Squared distances of a row to every reference row, over their common columns; NaN where there is none. */
function createDistances(columns: readonly Float64Array[]): (row: Float64Array) => Float64Array {
  const rows = columns[0]?.length ?? 0
  const sums = new Float64Array(rows)
  const common = new Float64Array(rows)
  return (row) => {
    sums.fill(0)
    common.fill(0)
    for (let k = 0; k < columns.length; k++) {
      const own = row[k] ?? NaN
      const others = columns[k]
      if (others === undefined || Number.isNaN(own)) continue
      for (let other = 0; other < rows; other++) {
        const difference = own - (others[other] ?? NaN)
        if (Number.isNaN(difference)) continue
        sums[other] = (sums[other] ?? NaN) + difference * difference
        common[other] = (common[other] ?? NaN) + 1
      }
    }
    for (let other = 0; other < rows; other++) {
      sums[other] = ((sums[other] ?? NaN) * columns.length) / (common[other] ?? NaN)
    }
    return sums
  }
}

function columnOf(reference: Float64Array, column: number, width: number): Float64Array {
  return Float64Array.from({ length: reference.length / width }, (_, row) => reference[row * width + column] ?? NaN)
}

function rowsWithValue(column: Float64Array): Int32Array {
  return Int32Array.from(column.keys()).filter((row) => !Number.isNaN(column[row]))
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

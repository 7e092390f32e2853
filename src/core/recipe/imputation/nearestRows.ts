/** How much each of the nearest rows counts: all the same, or by the reciprocal of its distance. */
export type NeighbourWeighting = 'uniform' | 'distance'

/** Rows to take values from: row-major, NaN is missing. Length of values: rows × columns. */
export interface ReferenceRows {
  columns: number
  values: Float64Array
}

export interface NearestMean {
  /** The column whose value is wanted. */
  target: number
  neighbours: number
  weighting: NeighbourWeighting
  /** Where no reference row has both a target and a column in common with the row. */
  otherwise: number
}

/**
 * The mean of the target over the nearest reference rows that have one, as scikit-learn's KNNImputer defines it. The
 * squared distance of two rows is that over the columns both have, times all columns / common columns
 * (`nan_euclidean_distances`); rows with no column in common are no neighbours. Of equally near rows the earlier count.
 *
 * @returns a function of one row, NaN where missing, length `columns`
 */
export function createNearestMean(
  { columns, values }: ReferenceRows,
  { target, neighbours, weighting, otherwise }: NearestMean,
): (row: Float64Array) => number {
  const rows = columns === 0 ? 0 : values.length / columns
  // Ascending squared distances of the nearest rows so far, and their targets.
  const distances = new Float64Array(neighbours)
  const targets = new Float64Array(neighbours)
  return (row) => {
    let found = 0
    for (let other = 0; other < rows; other++) {
      const wanted = values[other * columns + target] ?? NaN
      if (Number.isNaN(wanted)) continue
      const limit = found < neighbours ? Infinity : (distances[neighbours - 1] ?? NaN)
      const distance = squaredDistance(row, values, other * columns, columns, limit)
      if (!(distance < limit)) continue
      let place = found < neighbours ? found++ : neighbours - 1
      for (; place > 0 && (distances[place - 1] ?? NaN) > distance; place--) {
        distances[place] = distances[place - 1] ?? NaN
        targets[place] = targets[place - 1] ?? NaN
      }
      distances[place] = distance
      targets[place] = wanted
    }
    return found === 0 ? otherwise : weightedMean(distances, targets, found, weighting)
  }
}

/** NaN if no column is common; Infinity as soon as it is certain to reach the limit. */
function squaredDistance(row: Float64Array, values: Float64Array, at: number, columns: number, limit: number): number {
  let sum = 0
  let common = 0
  for (let column = 0; column < columns; column++) {
    const difference = (row[column] ?? NaN) - (values[at + column] ?? NaN)
    if (Number.isNaN(difference)) continue
    common++
    sum += difference * difference
    // The factor to come is at least 1.
    if (sum >= limit) return Infinity
  }
  return common === 0 ? NaN : (sum * columns) / common
}

/** Rows at distance 0 count alone where weights are reciprocals. */
function weightedMean(
  distances: Float64Array,
  targets: Float64Array,
  count: number,
  weighting: NeighbourWeighting,
): number {
  const isSame = distances[0] === 0
  let sum = 0
  let weights = 0
  for (let i = 0; i < count; i++) {
    const distance = distances[i] ?? NaN
    const weight = weighting === 'uniform' ? 1 : isSame ? (distance === 0 ? 1 : 0) : 1 / Math.sqrt(distance)
    sum += weight * (targets[i] ?? NaN)
    weights += weight
  }
  return sum / weights
}

import type { NearestMean } from '../types.ts'

/**
 * What a row's target becomes; see `NearestMean`.
 *
 * @returns a function of one row, NaN where missing, length: the columns
 */
export function createNearestMean({
  xs,
  reference,
  target,
  neighbours,
  weighting,
  otherwise,
}: NearestMean): (row: Float64Array) => number {
  const columns = xs.length
  const rows = reference.length / columns
  // Ascending squared distances of the nearest rows so far, and their targets.
  const distances = new Float64Array(neighbours)
  const targets = new Float64Array(neighbours)
  return (row) => {
    const own = row[target] ?? NaN
    if (!Number.isNaN(own)) return own
    let found = 0
    for (let other = 0; other < rows; other++) {
      const wanted = reference[other * columns + target] ?? NaN
      if (Number.isNaN(wanted)) continue
      const limit = found < neighbours ? Infinity : (distances[neighbours - 1] ?? NaN)
      const distance = squaredDistance(row, reference, other * columns, limit)
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
function squaredDistance(row: Float64Array, reference: Float64Array, at: number, limit: number): number {
  const columns = row.length
  let sum = 0
  let common = 0
  for (let column = 0; column < columns; column++) {
    const difference = (row[column] ?? NaN) - (reference[at + column] ?? NaN)
    if (Number.isNaN(difference)) continue
    common++
    sum += difference * difference
    // The factor to come is at least 1.
    if (sum >= limit) return Infinity
  }
  return common === 0 ? NaN : (sum * columns) / common
}

function weightedMean(
  distances: Float64Array,
  targets: Float64Array,
  count: number,
  weighting: NearestMean['weighting'],
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

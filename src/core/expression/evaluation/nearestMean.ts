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
  const donors = rowsWith(reference, columns, target)
  const count = donors.length / columns
  // Ascending squared distances of the nearest rows so far, and their targets.
  const distances = new Float64Array(neighbours)
  const targets = new Float64Array(neighbours)
  const present = new Int32Array(columns)
  return (row) => {
    const own = row[target] ?? NaN
    if (!Number.isNaN(own)) return own
    let known = 0
    for (let column = 0; column < columns; column++) if (!Number.isNaN(row[column])) present[known++] = column
    let found = 0
    for (let other = 0; other < count; other++) {
      const at = other * columns
      const limit = found < neighbours ? Infinity : (distances[neighbours - 1] ?? NaN)
      let sum = 0
      let common = 0
      for (let k = 0; k < known; k++) {
        const column = present[k] ?? 0
        const difference = (row[column] ?? NaN) - (donors[at + column] ?? NaN)
        if (Number.isNaN(difference)) continue
        common++
        sum += difference * difference
      }
      const distance = (sum * columns) / common
      // NaN without a common column.
      if (!(distance < limit)) continue
      let place = found < neighbours ? found++ : neighbours - 1
      for (; place > 0 && (distances[place - 1] ?? NaN) > distance; place--) {
        distances[place] = distances[place - 1] ?? NaN
        targets[place] = targets[place - 1] ?? NaN
      }
      distances[place] = distance
      targets[place] = donors[at + target] ?? NaN
    }
    return found === 0 ? otherwise : weightedMean(distances, targets, found, weighting)
  }
}

/** The rows that have the target, row-major. */
function rowsWith(reference: Float64Array, columns: number, target: number): Float64Array {
  const kept = new Float64Array(reference.length)
  let end = 0
  for (let at = 0; at < reference.length; at += columns) {
    if (Number.isNaN(reference[at + target])) continue
    kept.set(reference.subarray(at, at + columns), end)
    end += columns
  }
  return kept.subarray(0, end)
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

import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { OwnPredictions } from './own.ts'

/** What an exported file says of some rows. */
export interface FoundPredictions {
  /** The class, or the number as text; '' where there is no prediction. */
  predictions: readonly string[]
  /** The predicted numbers, NaN where there is none; of classes none. */
  values: Float64Array
  /** Row-major, rows × details of the target: of classes their probabilities or scores. */
  details: Float64Array
}

/**
 * The largest difference between a file and the studio: of a probability, or of a predicted number in units of the
 * target's standard deviation on the training rows. A row that only one of the two predicts, a number that is none, and
 * another class where the file's own probabilities do not say so count as infinitely different.
 */
export function largestDifference(
  { target }: Pick<FittedRecipe, 'target'>,
  { decoded, kept }: OwnPredictions,
  found: FoundPredictions,
  rows: Uint32Array,
): number {
  const isNumber = decoded.task === 'regression'
  const own = isNumber ? [decoded.values, decoded.details] : [decoded.probabilities]
  const others = isNumber ? [found.values, found.details] : [found.details]
  const unit = target.task === 'regression' ? target.std : 1
  const positions = positionsOf(kept, rows)
  const isSame = hasPredictionsAt(positions, found.predictions) && namesGreatest(target, found, positions)
  return own.reduce(
    (most, numbers, k) => Math.max(most, largestGap(numbers, others[k] ?? found.values, positions, rows.length) / unit),
    isSame ? 0 : Infinity,
  )
}

/** Where the kept ones of the rows, in the same order, lie among them. */
function positionsOf(kept: Uint32Array, rows: Uint32Array): Uint32Array {
  let next = 0
  return Uint32Array.from(rows.keys()).filter((at) => {
    const isKept = kept[next] === rows[at]
    if (isKept) next++
    return isKept
  })
}

/** Whether there are predictions in these positions alone, and in all of them. */
function hasPredictionsAt(positions: Uint32Array, predictions: readonly string[]): boolean {
  const expected = new Set(positions)
  return predictions.every((text, at) => (text !== '') === expected.has(at))
}

/** Whether each class named is the one to which the file itself gives the most. */
function namesGreatest(
  target: FittedRecipe['target'],
  { predictions, details }: FoundPredictions,
  positions: Uint32Array,
): boolean {
  if (target.task === 'regression') return true
  const width = target.classes.length
  return positions.every((row) => {
    const own = details.subarray(row * width, (row + 1) * width)
    return (own[target.classes.indexOf(predictions[row] ?? '')] ?? -Infinity) >= Math.max(...own)
  })
}

/** @param found of all rows; those in the positions are compared */
function largestGap(own: Float64Array, found: Float64Array, positions: Uint32Array, rows: number): number {
  if (positions.length === 0) return 0
  const width = own.length / positions.length
  if (found.length !== rows * width) return Infinity
  let largest = 0
  for (const [i, value] of own.entries()) {
    const row = positions[Math.floor(i / width)] ?? NaN
    const gap = Math.abs(value - (found[row * width + (i % width)] ?? NaN))
    if (!(gap <= largest)) largest = Number.isNaN(gap) ? Infinity : gap
  }
  return largest
}

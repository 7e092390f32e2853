import type { SetKind } from '../../shared/calibration.ts'

/**
 * The score of each class of each row: minus its probability (Sadinle, Lei and Wasserman, 2019, 'Least Ambiguous Set-Valued
 * Classifiers with Bounded Error Levels'; the order is that of 1 - p, and holds of scores that are no probabilities, too), or
 * the sum of the probabilities above it, the most probable class first and of several the first of them, and a random part of
 * its own (Romano, Sesia and Candès, 2020, 'Classification with Valid and Adaptive Coverage'). The part follows from the row's
 * probabilities: the same question is answered in the same way, and as the score of a row depends on nothing but the row, it is
 * exchangeable all the same. Without a random part, sets of few classes would hold all of them.
 *
 * @param probabilities row-major, rows × classes
 * @returns row-major, rows × classes
 */
export function classScores(kind: SetKind, probabilities: Float64Array, classes: number): Float64Array {
  if (kind === 'smallest') return probabilities.map((p) => -p)
  const scores = new Float64Array(probabilities.length)
  const order = Array.from({ length: classes }, (_, k) => k)
  for (let at = 0; at < probabilities.length; at += classes) {
    const probability = (k: number): number => probabilities[at + k] ?? 0
    order.sort((a, b) => probability(b) - probability(a) || a - b)
    const part = partOf(probabilities.subarray(at, at + classes))
    let sum = 0
    for (const k of order) {
      scores[at + k] = sum + part * probability(k)
      sum += probability(k)
    }
  }
  return scores
}

/** A number between 0 and 1 that follows from a row's probabilities: the finalizer of MurmurHash3 over each of them. */
function partOf(probabilities: Float64Array): number {
  let hash = 0
  for (const probability of probabilities) {
    // What differs by the last digits alone, as where rows are predicted together, is the same.
    hash = Math.imul(hash, 31) + Math.floor(probability * 1e6 + 0.5)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return ((hash >>> 0) + 0.5) / 2 ** 32
}

/** The score of each row's true class. */
export function trueScores(scores: Float64Array, classes: number, actual: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: actual.length }, (_, row) => scores[row * classes + (actual[row] ?? 0)] ?? NaN)
}

/**
 * The classes of each row whose score is at most the threshold; where none is, the one that scores least, by which a set can
 * only hold the truth more often.
 *
 * @returns 1 for a class in the set, row-major, rows × classes
 */
export function setsOf(scores: Float64Array, classes: number, threshold: number): Uint8Array {
  const sets = new Uint8Array(scores.length)
  for (let at = 0; at < scores.length; at += classes) {
    let least = at
    for (let k = at; k < at + classes; k++) {
      if ((scores[k] ?? 0) < (scores[least] ?? 0)) least = k
      if ((scores[k] ?? Infinity) <= threshold) sets[k] = 1
    }
    sets[least] = 1
  }
  return sets
}

import type { ClassificationMetrics } from '../../shared/evaluation.ts'
import { mostProbable } from '../network/predictions.ts'
import { rocAuc } from './rocAuc.ts'

/** Probabilities are kept at least this far from 0 (and 1), so that one sure mistake costs no infinity. */
export const leastProbability = 1e-15

export interface ClassCounts {
  /** confusion[actual][predicted] */
  confusion: number[][]
  /** Rows of each actual class. */
  support: number[]
  /** null where nothing was predicted as the class. */
  precision: (number | null)[]
  /** null where the class has no rows. */
  recall: (number | null)[]
  /** Harmonic mean of both, 0 if both are 0; null where the class neither occurs nor is predicted. */
  f1: (number | null)[]
}

/** Counts of actual against predicted class, and what follows from them for each class. */
export function countClasses(actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): ClassCounts {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let i = 0; i < actual.length; i++) {
    const row = confusion[actual[i] ?? 0]
    const column = predicted[i] ?? 0
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1
  }
  const support = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const predictedAs = support.map((_, k) => confusion.reduce((sum, row) => sum + (row[k] ?? 0), 0))
  const hits = support.map((_, k) => confusion[k]?.[k] ?? 0)
  const ratio = (of: number[]): (number | null)[] => of.map((whole, k) => (whole === 0 ? null : (hits[k] ?? 0) / whole))
  const f1 = support.map((rows, k) => {
    const sum = rows + (predictedAs[k] ?? 0)
    return sum === 0 ? null : (2 * (hits[k] ?? 0)) / sum
  })
  return { confusion, support, precision: ratio(predictedAs), recall: ratio(support), f1 }
}

/** What the numbers by class are: scores only rank the classes. */
export type ClassNumbers = 'probabilities' | 'scores'

/**
 * @param actual class index of each row
 * @param probabilities row-major, rows × classes
 * @param meaning there is no log loss of scores
 * Definitions as in scikit-learn 1.x (`balanced_accuracy_score`, `f1_score(average='macro')`, `log_loss`,
 * `roc_auc_score(multi_class='ovr')`), with these choices: balanced accuracy averages over the classes that occur;
 * macro F1 over those that occur or are predicted; ROC AUC over those that occur. Without rows all are null.
 */
export function classificationMetrics(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  meaning: ClassNumbers = 'probabilities',
): ClassificationMetrics {
  const rows = actual.length
  if (rows === 0) return { accuracy: null, balancedAccuracy: null, macroF1: null, logLoss: null, rocAuc: null }
  const counts = countClasses(actual, mostProbable(probabilities, classes), classes)
  const hits = counts.confusion.reduce((sum, row, k) => sum + (row[k] ?? 0), 0)
  return {
    accuracy: hits / rows,
    balancedAccuracy: meanOf(counts.recall),
    macroF1: meanOf(counts.f1),
    logLoss: meaning !== 'probabilities' ? null : finite(logLoss(actual, probabilities, classes)),
    rocAuc: finite(meanAuc(actual, probabilities, classes, counts.support)),
  }
}

function logLoss(actual: ArrayLike<number>, probabilities: Float64Array, classes: number): number {
  let sum = 0
  for (let i = 0; i < actual.length; i++) {
    const p = probabilities[i * classes + (actual[i] ?? 0)] ?? NaN
    sum -= Math.log(Math.min(Math.max(p, leastProbability), 1 - leastProbability))
  }
  return sum / actual.length
}

/** NaN where no class has both rows of its own and rows of others. */
function meanAuc(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  support: readonly number[],
): number {
  const present = support.flatMap((rows, k) => (rows > 0 ? [k] : []))
  if (present.length < 2) return NaN
  const subjects = classes === 2 ? [1] : present
  let sum = 0
  for (const k of subjects) {
    const scores = new Float64Array(actual.length)
    const positive = new Uint8Array(actual.length)
    for (let i = 0; i < actual.length; i++) {
      scores[i] = probabilities[i * classes + k] ?? NaN
      positive[i] = actual[i] === k ? 1 : 0
    }
    sum += rocAuc(scores, positive)
  }
  return sum / subjects.length
}

function meanOf(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null)
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

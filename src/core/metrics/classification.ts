import type { ClassificationMetrics } from '../../shared/evaluation.ts'
import { mostProbable } from '../network/predictions.ts'
import type { ClassNumbers } from './classNumbers.ts'
import { finite } from './finite.ts'
import { classificationScores } from './scores/classification.ts'

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

/**
 * The metrics that every run is stored with.
 *
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
  const predicted = mostProbable(probabilities, classes)
  const { scores } = classificationScores({ actual, predicted, probabilities, classes, meaning })
  return {
    accuracy: finite(scores.accuracy),
    balancedAccuracy: finite(scores.balancedAccuracy),
    macroF1: finite(scores.macroF1),
    logLoss: finite(scores.logLoss),
    rocAuc: finite(scores.rocAuc),
    macroPrecision: finite(scores.macroPrecision),
    macroRecall: finite(scores.macroRecall),
    weightedF1: finite(scores.weightedF1),
    weightedPrecision: finite(scores.weightedPrecision),
    weightedRecall: finite(scores.weightedRecall),
    mcc: finite(scores.mcc),
    kappa: finite(scores.kappa),
    brier: finite(scores.brier),
    calibrationError: finite(scores.calibrationError),
    averagePrecision: finite(scores.averagePrecision),
  }
}

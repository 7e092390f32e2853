import { studentTQuantile } from '../math/studentT.ts'

/** A mean and how sure it is. */
export interface MeanInterval {
  count: number
  mean: number
  /** Sample standard deviation, over count - 1; null for a single value. */
  deviation: number | null
  /** Ends of the interval of confidence; null for a single value. */
  interval: { low: number; high: number } | null
}

/** Confidence of all intervals unless it is said. */
export const usualConfidence = 0.95

/** Mean and sample variance of values; both NaN without any, the variance NaN for one. */
export function meanAndVariance(values: ArrayLike<number>): { mean: number; variance: number } {
  const count = values.length
  let sum = 0
  for (let i = 0; i < count; i++) sum += values[i] ?? NaN
  const mean = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) squares += ((values[i] ?? NaN) - mean) ** 2
  return { mean, variance: squares / (count - 1) }
}

/**
 * The mean of independent values, such as the scores of a run that was repeated with other seeds, with the interval of
 * Student's t.
 */
export function meanInterval(scores: readonly number[], confidence = usualConfidence): MeanInterval {
  return intervalOf(scores, 1 / scores.length, confidence)
}

/**
 * The mean over the folds of a cross-validation. Their training rows overlap, so that the variance of the mean is not
 * S²/n but S² · (1/n + n_test/n_train) (Nadeau and Bengio, 2003, Machine Learning 52:239–281).
 *
 * @param scores of all folds, of all repeats
 * @param folds k: one part in k is tested, the others are learned from
 */
export function foldInterval(scores: readonly number[], folds: number, confidence = usualConfidence): MeanInterval {
  return intervalOf(scores, 1 / scores.length + 1 / (folds - 1), confidence)
}

/** @param factor variance of the mean, in variances of the values */
function intervalOf(scores: readonly number[], factor: number, confidence: number): MeanInterval {
  const count = scores.length
  const { mean, variance } = meanAndVariance(scores)
  if (count < 2) return { count, mean, deviation: null, interval: null }
  const half = studentTQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(factor * variance)
  return { count, mean, deviation: Math.sqrt(variance), interval: { low: mean - half, high: mean + half } }
}

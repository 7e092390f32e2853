import type { RegressionMetrics } from '../../shared/evaluation.ts'

/**
 * Root mean squared error, mean absolute error (both in the target's unit) and R² = 1 - Σ(y - ŷ)² / Σ(y - ȳ)², ȳ
 * being the mean of these rows. R² is null if all actual values are the same; everything is null without rows, and
 * where a prediction is not finite.
 */
export function regressionMetrics(actual: Float64Array, predicted: Float64Array): RegressionMetrics {
  const rows = actual.length
  if (rows === 0) return { rmse: null, mae: null, r2: null }
  const mean = actual.reduce((sum, value) => sum + value, 0) / rows
  let squares = 0
  let absolute = 0
  let total = 0
  let varies = false
  for (let i = 0; i < rows; i++) {
    const y = actual[i] ?? NaN
    const error = y - (predicted[i] ?? NaN)
    squares += error * error
    absolute += Math.abs(error)
    total += (y - mean) * (y - mean)
    varies ||= y !== actual[0]
  }
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
  return {
    rmse: finite(Math.sqrt(squares / rows)),
    mae: finite(absolute / rows),
    r2: varies ? finite(1 - squares / total) : null,
  }
}

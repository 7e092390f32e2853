import type { RegressionMetrics } from '../../shared/evaluation.ts'
import { finite } from './finite.ts'
import { RegressionScorer } from './scores/regression.ts'

/**
 * The metrics that every run is stored with: root mean squared error, mean absolute error (both in the target's unit) and
 * R² = 1 - Σ(y - ŷ)² / Σ(y - ȳ)², ȳ being the mean of these rows, and the scorer's other ones. R² is null if all actual values
 * are the same; everything is null without rows, and where a prediction is not finite.
 */
export function regressionMetrics(actual: Float64Array, predicted: Float64Array): RegressionMetrics {
  const scores = new RegressionScorer(actual, predicted).score()
  return {
    rmse: finite(scores.rmse),
    mae: finite(scores.mae),
    r2: finite(scores.r2),
    medianAe: finite(scores.medianAe),
    mape: finite(scores.mape),
    explainedVariance: finite(scores.explainedVariance),
    bias: finite(scores.bias),
  }
}

import { z } from 'zod'
import type { Task } from '../recipes.ts'
import type { Loss } from './losses.ts'

/** What early stopping may watch, and by what the best weights are chosen. */
export const watchedMetrics = [
  'loss',
  'rmse',
  'mae',
  'maxError',
  'r2',
  'pinball',
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'mcc',
  'rocAuc',
  'logLoss',
  'brier',
] as const
export const watchedMetricSchema = z.enum(watchedMetrics)
export type WatchedMetric = z.infer<typeof watchedMetricSchema>

/** Those that a network trained for a task with a loss has. */
export function metricsOfLoss(task: Task, loss: Loss | undefined): readonly WatchedMetric[] {
  if (task === 'regression') {
    return ['loss', 'rmse', 'mae', 'maxError', 'r2', ...(loss?.kind === 'quantile' ? (['pinball'] as const) : [])]
  }
  const ranked = ['loss', 'accuracy', 'balancedAccuracy', 'macroF1', 'mcc', 'rocAuc'] as const
  return loss?.kind === 'hinge' ? ranked : [...ranked, 'logLoss', 'brier']
}

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

const maximized: readonly WatchedMetric[] = ['r2', 'accuracy', 'balancedAccuracy', 'macroF1', 'mcc', 'rocAuc']

/** Whether a metric is better the greater it is, or the smaller. */
export function directionOf(metric: WatchedMetric): 'minimize' | 'maximize' {
  return maximized.includes(metric) ? 'maximize' : 'minimize'
}

/** What may be recorded at each epoch's end beside the loss; those that early stopping cannot watch are neither good low nor high. */
export const recordedMetricSchema = z.enum([
  'rmse',
  'mae',
  'mse',
  'r2',
  'maxError',
  'meanBias',
  'pinball',
  'coverage',
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'mcc',
  'rocAuc',
  'logLoss',
  'brier',
])
export type RecordedMetric = z.infer<typeof recordedMetricSchema>

/** What is recorded of the training itself at each epoch's end: one curve, whatever the rows. */
export const trainingCurves = ['learningRate', 'gradientNorm', 'deadUnits', 'secondsPerEpoch'] as const
export type TrainingCurve = (typeof trainingCurves)[number]

/** What a curve can be of. */
export const curveMetricSchema = z.union([z.literal('loss'), z.enum(trainingCurves), recordedMetricSchema])
export type CurveMetric = z.infer<typeof curveMetricSchema>

/** What a network trained for a task with a loss can be measured by, beside the loss. */
export function recordedOfLoss(task: Task, loss: Loss | undefined): readonly RecordedMetric[] {
  if (task === 'regression') {
    const errors = ['rmse', 'mae', 'mse', 'r2', 'maxError', 'meanBias'] as const
    if (loss?.kind === 'quantile') return [...errors, 'pinball', 'coverage']
    return loss?.kind === 'gaussian' ? [...errors, 'coverage'] : errors
  }
  const ranked = ['accuracy', 'balancedAccuracy', 'macroF1', 'mcc', 'rocAuc'] as const
  return loss?.kind === 'hinge' ? ranked : [...ranked, 'logLoss', 'brier']
}

/** What early stopping can watch of such a network. */
export function watchedOfLoss(task: Task, loss: Loss | undefined): readonly WatchedMetric[] {
  const measured: readonly string[] = recordedOfLoss(task, loss)
  return watchedMetrics.filter((metric) => metric === 'loss' || measured.includes(metric))
}

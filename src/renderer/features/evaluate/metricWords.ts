import type { ClassificationMetrics, Metrics, RegressionMetrics } from '../../../shared/evaluation.ts'
import type { Task } from '../../../shared/recipes.ts'
import { directionOf } from '../../../shared/training.ts'
import { mainMetric } from '../../../core/metrics/mainMetric.ts'
import { formatValue } from '../../charts/format.ts'
import { formatNumber } from '../../components/format.ts'

export type MetricKey = keyof ClassificationMetrics | keyof RegressionMetrics

export interface MetricWord {
  key: MetricKey
  name: string
  /** In plain language, for hover. */
  meaning: string
  better: 'higher' | 'lower'
}

const classification: readonly MetricWord[] = withDirections([
  {
    key: 'accuracy',
    name: 'Accuracy',
    meaning: 'The share of rows whose class was predicted rightly.',
  },
  {
    key: 'balancedAccuracy',
    name: 'Balanced accuracy',
    meaning:
      'The share predicted rightly within each class, averaged over the classes: rare classes count as much as common ones.',
  },
  {
    key: 'macroF1',
    name: 'Macro F1',
    meaning:
      'F1 joins precision (how many of the rows called X are X) and recall (how many X are found); here averaged over the classes.',
  },
  {
    key: 'logLoss',
    name: 'Log loss',
    meaning:
      'How surprised the model is by the truth. Confident mistakes cost most; 0 would be certain and right everywhere.',
  },
  {
    key: 'rocAuc',
    name: 'ROC AUC',
    meaning:
      'How often a row of a class is rated above a row of another. 0.5 is a coin toss, 1 a perfect order. With several classes: each against the rest, averaged.',
  },
])

const regression: readonly MetricWord[] = withDirections([
  {
    key: 'rmse',
    name: 'RMSE',
    meaning:
      'Root mean squared error, in the unit of the target: the typical size of an error, large ones weighing more.',
  },
  {
    key: 'mae',
    name: 'MAE',
    meaning: 'Mean absolute error, in the unit of the target: how far off a prediction is on average.',
  },
  {
    key: 'r2',
    name: 'R²',
    meaning:
      'The share of the target’s variance that is explained. 1 is perfect, 0 no better than the mean, below 0 worse than it.',
  },
])

function withDirections(words: readonly Omit<MetricWord, 'better'>[]): MetricWord[] {
  return words.map((word) => ({ ...word, better: directionOf(word.key) === 'minimize' ? 'lower' : 'higher' }))
}

export function metricWords(task: Task): readonly MetricWord[] {
  return task === 'classification' ? classification : regression
}

/** The metric that is named first where there is room for one only. */
export function leadMetric(task: Task): MetricWord {
  const lead = metricWords(task).find(({ key }) => key === mainMetric(task))
  if (lead === undefined) throw new Error('the main metric of a task is one of its metrics')
  return lead
}

/** A metric's value, null where it is not defined or the split is empty. */
export function metricOf(metrics: Metrics | null | undefined, key: MetricKey): number | null {
  if (metrics === null || metrics === undefined) return null
  const value = (metrics as Partial<Record<MetricKey, number | null>>)[key]
  return value ?? null
}

/** The metrics that a model has: one with scores in place of probabilities has no log loss. */
export function measuredWords(task: Task, of: readonly (Metrics | null | undefined)[]): readonly MetricWord[] {
  const missing = (key: MetricKey) => of.every((metrics) => metricOf(metrics, key) === null)
  return metricWords(task).filter(({ key }) => key !== 'logLoss' || !missing(key))
}

/** With a fixed number of decimals, so that columns of scores line up; small errors and large values keep their digits. */
export function formatMetric(value: number | null, decimals = 4): string {
  if (value === null || !Number.isFinite(value)) return formatValue(value)
  const size = Math.abs(value)
  if (size >= 10) return formatValue(value, 5)
  if (value > 0 && size < 0.01) return formatNumber(value, 3)
  return value.toLocaleString(undefined, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: 'negative',
  })
}

/** Whether a value beats another in the direction of the metric; null where one of them is missing. */
export function beats(word: MetricWord, value: number | null, other: number | null): boolean | null {
  if (value === null || other === null) return null
  return word.better === 'higher' ? value > other : value < other
}

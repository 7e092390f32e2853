import type { ClassificationMetrics, Metrics, RegressionMetrics } from '../../../shared/evaluation.ts'
import type { Task } from '../../../shared/recipes.ts'
import { mainMetric } from '../../../core/metrics/mainMetric.ts'
import { scoreWords } from '../../../core/words/scoreWords.ts'
import { formatValue } from '../../../core/words/values.ts'
import { formatNumber } from '../../../core/words/format.ts'

const keys = {
  classification: ['accuracy', 'balancedAccuracy', 'macroF1', 'logLoss', 'rocAuc'],
  regression: ['rmse', 'mae', 'r2'],
} as const satisfies Record<Task, readonly (keyof ClassificationMetrics | keyof RegressionMetrics)[]>

/** One of those that are told first. */
export type MetricKey = (typeof keys)[Task][number]

export interface MetricWord {
  key: MetricKey
  name: string
  /** In plain language, for hover. */
  meaning: string
  better: 'higher' | 'lower'
}

/** The metrics that are told first of a task, in their order. */
export function metricWords(task: Task): readonly MetricWord[] {
  return words[task]
}

function wordsOf(task: Task): MetricWord[] {
  const known = scoreWords(task)
  return keys[task].flatMap((key) => {
    const word = known.find(({ name }) => name === key)
    if (word === undefined || word.better === 'zero') return []
    return { key, name: word.label, meaning: word.meaning, better: word.better }
  })
}

const words: Record<Task, readonly MetricWord[]> = {
  classification: wordsOf('classification'),
  regression: wordsOf('regression'),
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

import type { Evaluation } from '../../../shared/evaluation.ts'
import type { Run } from '../../../shared/runs.ts'
import type { SplitName } from '../../../shared/recipes.ts'
import { formatCount, plural } from '../../../core/words/format.ts'
import { formatPercent, formatValue } from '../../../core/words/values.ts'
import { metricOf } from './metricWords.ts'

export const splitWords: Record<SplitName, { name: string; meaning: string }> = {
  train: { name: 'Training', meaning: 'The rows the network learned from: too kind to it to be trusted alone.' },
  validation: {
    name: 'Validation',
    meaning: 'Rows not learned from, but used to choose the best epoch: a little too kind.',
  },
  test: { name: 'Test', meaning: 'Rows that played no part in training: the honest judge, best looked at once, last.' },
}

/** The splits of a run that have rows. */
export function splitsOf(run: Run): SplitName[] {
  return (['validation', 'test', 'train'] as const).filter((split) => run.rows[split] > 0)
}

/**
 * How far a score of so few rows can be trusted, in a sentence; null where there are enough. For a share p of n rows
 * the standard error is √(p (1 − p) / n) (binomial), so about one such step either way is chance.
 */
export function smallSplitNote(run: Run, split: SplitName): string | null {
  const rows = run.rows[split]
  if (rows >= 1000) return null
  const accuracy = run.task === 'classification' ? metricOf(run.metrics?.[split], 'accuracy') : null
  const name = splitWords[split].name.toLowerCase()
  if (accuracy !== null && rows > 0) {
    const error = Math.sqrt((accuracy * (1 - accuracy)) / rows)
    const one = formatPercent(1 / rows, rows < 100 ? 1 : 2)
    return rows < 100 || error > 0.02
      ? `The ${name} split has ${plural(rows, 'row')}: one row more or less right moves the accuracy by ${one}. Differences of a few rows are chance.`
      : null
  }
  return rows < 200
    ? `The ${name} split has ${plural(rows, 'row')}: a few unusual rows can move these figures a good deal.`
    : null
}

/**
 * A doubt about scores that are too good: every row right (R² of 0.9999 or more), in validation and test alike. Null
 * where there is none, and where so few rows leave room for luck.
 */
export function tooGoodNote(run: Run): string | null {
  const judged = (['validation', 'test'] as const).filter((split) => run.rows[split] > 0)
  const rows = judged.reduce((sum, split) => sum + run.rows[split], 0)
  const perfect = judged.every((split) =>
    run.task === 'classification'
      ? metricOf(run.metrics?.[split], 'accuracy') === 1
      : (metricOf(run.metrics?.[split], 'r2') ?? 0) >= 0.9999,
  )
  return perfect && rows >= 100
    ? `Every prediction for ${plural(rows, 'row')} never learned from is right. That is rare: look in Prepare whether a column gives ${run.target} away.`
    : null
}

/** What the simplest answer is. */
export function baselineMeaning(evaluation: Evaluation): string {
  return evaluation.task === 'classification'
    ? 'The simplest answer: always the most frequent class of the training rows.'
    : 'The simplest answer: always the mean of the training rows.'
}

/** The text alternative of predicted against actual. */
export function scatterSummary(evaluation: Extract<Evaluation, { task: 'regression' }>, target: string): string {
  const { metrics, rows, points } = evaluation
  return `Predicted against actual ${target} for ${formatCount(points.length)} of ${plural(rows, 'row')}. The typical error (RMSE) is ${formatValue(metrics.rmse)}, R² is ${formatValue(metrics.r2)}.`
}

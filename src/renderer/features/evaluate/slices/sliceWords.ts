import type { ColumnSummary } from '../../../../shared/datasets.ts'
import type { SliceCondition } from '../../../../shared/evaluation.ts'
import type { Task } from '../../../../shared/recipes.ts'
import type { Slice, SliceMetric } from '../../../../shared/slices.ts'
import { formatPercent, formatValue } from '../../../../core/words/values.ts'
import { formatCell, formatDateValue } from '../../../../core/words/format.ts'
import { conditionText } from '../rows/behindText.ts'

/** What slices of a task can be compared by. */
export const metricChoices: Record<Task, { value: SliceMetric; label: string }[]> = {
  classification: [
    { value: 'accuracy', label: 'Accuracy' },
    { value: 'logLoss', label: 'Log loss' },
  ],
  regression: [{ value: 'mae', label: 'MAE' }],
}

export function metricName(metric: SliceMetric): string {
  return { accuracy: 'accuracy', logLoss: 'log loss', mae: 'MAE' }[metric]
}

export function valueText(metric: SliceMetric, value: number): string {
  return metric === 'accuracy' ? formatPercent(value, 1) : formatValue(value, 4)
}

export function intervalText(metric: SliceMetric, interval: Slice['interval']): string {
  return interval === null ? '–' : `${valueText(metric, interval.low)} to ${valueText(metric, interval.high)}`
}

/** Conditions in words, numbers as the table's columns show them. */
export function sliceText(
  conditions: readonly SliceCondition[],
  columns: readonly Pick<ColumnSummary, 'name' | 'kind'>[],
): string {
  return conditions
    .map((condition) => {
      const isDate = columns.some(({ name, kind }) => name === condition.column && kind === 'date')
      const format = (value: number): string => (isDate ? formatDateValue(value) : formatCell(value, 4))
      const { column } = condition
      // Levels of numbers are their shortest texts.
      return condition.kind === 'level' && condition.level !== null && isDate
        ? `${column} is ${format(Number(condition.level))}`
        : conditionText(condition, format)
    })
    .join(' and ')
}

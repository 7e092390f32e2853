import { assertNever } from '../../../../shared/assertNever.ts'
import type { Interval, RowsBehind, SliceCondition } from '../../../../shared/evaluation.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { formatCount } from '../../../../core/words/format.ts'

/** Which rows stand behind a mark, in words; `labelOf` names a class by its index. */
export function behindText(behind: RowsBehind, labelOf: (index: number) => string, target: string): string {
  switch (behind.kind) {
    case 'worst':
      return 'all rows'
    case 'cell': {
      const { actual, predicted } = behind
      if (actual === null && predicted === null) return 'all rows'
      if (predicted === null) return `${target} is ${labelOf(actual ?? 0)}`
      if (actual === null) return `predicted as ${labelOf(predicted)}`
      return actual === predicted
        ? `${labelOf(actual)}, predicted rightly`
        : `${labelOf(actual)}, predicted as ${labelOf(predicted)}`
    }
    case 'outcome': {
      const label = labelOf(behind.class)
      const is = behind.isClass ? label : `not ${label}`
      return `${is}, probability of ${label} ${behind.isPredicted ? 'at least' : 'below'} ${formatValue(behind.threshold, 3)}`
    }
    case 'probability':
      return `probability of ${labelOf(behind.class)} ${intervalText(behind.within)}`
    case 'residual':
      return `actual − predicted ${target} ${intervalText(behind.within)}`
    case 'point':
      return `row ${formatCount(behind.row + 1)}`
    case 'bin':
    case 'level':
      return conditionText(behind)
    case 'slice':
      return behind.conditions.map((condition) => conditionText(condition)).join(' and ')
    default:
      return assertNever(behind)
  }
}

/** A condition on one column in words. */
export function conditionText(
  condition: SliceCondition,
  formatNumber: (value: number) => string = (value) => formatValue(value, 4),
): string {
  const { column } = condition
  if (condition.kind === 'bin') return `${column} ${intervalText(condition.within, formatNumber)}`
  return condition.level === null ? `${column} is missing` : `${column} is ${condition.level}`
}

/** “from 3 to below 5”, “above 2”. */
export function intervalText(
  { from, to, closed }: Interval,
  format: (value: number) => string = (value) => formatValue(value, 4),
): string {
  const low = from === null ? null : `${closed === 'to' ? 'above' : 'from'} ${format(from)}`
  if (to === null) return low ?? 'of any value'
  if (low === null) return `${closed === 'from' ? 'below' : 'up to'} ${format(to)}`
  return `${low} ${closed === 'from' ? 'to below' : 'to'} ${format(to)}`
}

import type { Step, StepState } from '../../../shared/recipes.ts'
import { millisecondsPerDay } from '../../time.ts'
import { ignoreRemedy, type Problem } from '../columns.ts'
import { datePartValues } from '../dates/parts.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type DatePartsStep = Extract<Step, { kind: 'dateParts' }>
type FittedDateParts = Extract<StepState, { kind: 'dateParts' }>['columns'][number]

/** A date becomes numbers called COLUMN PART. Nothing is learned. */
export function expressDateParts(fitted: FittedDateParts): ExpressColumn {
  return (column, nameOf) => {
    if (column.kind !== 'date') return [column]
    const { name, from } = column
    return datePartValues(column.value, fitted).map(({ label, value }) => ({
      kind: 'number',
      name: nameOf(`${name} ${label}`),
      from,
      value,
    }))
  }
}

export function datePartsFitter(step: DatePartsStep): Fitter {
  const { parts, cyclical, keepDays } = step
  const since = step.since === undefined ? null : Date.parse(`${step.since}T00:00:00Z`) / millisecondsPerDay
  return columnFitter(
    ({ kind, name, from }): FittedDateParts | Problem | null => {
      if (kind !== 'date') return null
      if (parts.length === 0 && since === null && !keepDays) return nothingChosen(from)
      return { name, parts, cyclical, keepDays, since }
    },
    expressDateParts,
    (columns) => ({ kind: 'dateParts', columns }),
  )
}

function nothingChosen(column: string): Problem {
  return {
    kind: 'noDateParts',
    column,
    message: `Nothing of the date “${column}” is chosen.`,
    hint: 'Choose a part, such as the month, the days since a date, or the days themselves.',
    remedies: [ignoreRemedy(column)],
  }
}

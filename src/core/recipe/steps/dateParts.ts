import type { Step, StepState } from '../../../shared/recipes.ts'
import { millisecondsPerDay } from '../../time.ts'
import { ignoreRemedy, type Problem } from '../columns.ts'
import { fitHolidays } from '../dates/holidays.ts'
import { datePartValues } from '../dates/parts.ts'
import { columnFitter, isProblem, type ExpressColumn, type Fitter } from './step.ts'

type DatePartsStep = Extract<Step, { kind: 'dateParts' }>
type FittedDateParts = Extract<StepState, { kind: 'dateParts' }>['columns'][number]

/** A date becomes numbers called COLUMN PART. */
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

/** Nothing is learned but the public holidays, where they are wanted, around the years of the training rows. */
export function datePartsFitter(step: DatePartsStep): Fitter {
  const { parts, cyclical, keepDays, holidays: place } = step
  const since = step.since === undefined ? null : Date.parse(`${step.since}T00:00:00Z`) / millisecondsPerDay
  return columnFitter(
    (column, { calendar }): FittedDateParts | Problem | null => {
      if (column.kind !== 'date') return null
      const { name, from } = column
      if (parts.length === 0 && since === null && !keepDays && place === undefined) return nothingChosen(from)
      const holidays = place === undefined ? null : fitHolidays(column.values, from, { place, calendar })
      if (holidays !== null && isProblem(holidays)) return holidays
      const marked = holidays === null ? null : { ...holidays, until: step.untilHoliday }
      return { name, parts, cyclical, keepDays, since, holidays: marked }
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
    hint: 'Choose a part, such as the month, the days since a date, public holidays, or the days themselves.',
    remedies: [ignoreRemedy(column)],
  }
}

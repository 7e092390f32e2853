import { dateParts, type DatePart } from '../../../shared/recipes/dates.ts'
import { binary, constant, unary } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { calendarParts, type CalendarParts } from '../../expression/calendar.ts'
import { daysToHoliday, isHoliday, type Holidays } from './holidays.ts'

export interface DatePartsChoice {
  parts: readonly DatePart[]
  /** Parts that come round again become a sine and a cosine each, so that the last is next to the first. */
  cyclical: boolean
  /** Days since this one, as days since 1970-01-01; null if not wanted. */
  since: number | null
  /** Keep the days since 1970-01-01. */
  keepDays: boolean
  /** The public holidays of a place, to be marked, and if `until` counted down to; null if not wanted. */
  holidays: (Holidays & { until: boolean }) | null
}

export interface DatePartValue {
  /** Of the new column, behind the date's own name. */
  label: string
  value: NumberExpression
}

const labels: Record<DatePart, string> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  day: 'day',
  weekday: 'weekday',
  hour: 'hour',
  dayOfYear: 'day of year',
}

/** The chosen parts of a date given as days since 1970-01-01, in the order of `dateParts`, then what holidays give. */
export function datePartValues(days: NumberExpression, choice: DatePartsChoice): DatePartValue[] {
  const calendar = calendarParts(days)
  const values: DatePartValue[] = []
  if (choice.keepDays) values.push({ label: 'days', value: days })
  if (choice.since !== null) {
    values.push({ label: 'elapsed days', value: binary('subtract', days, constant(choice.since)) })
  }
  for (const part of dateParts) {
    if (!choice.parts.includes(part)) continue
    const share = choice.cyclical ? shareOfCycle(calendar, part) : null
    if (share === null) {
      values.push({ label: labels[part], value: calendar[part] })
      continue
    }
    values.push(
      { label: `${labels[part]} sine`, value: sineOf(share) },
      { label: `${labels[part]} cosine`, value: sineOf(binary('add', share, constant(0.25))) },
    )
  }
  if (choice.holidays !== null) {
    const until = daysToHoliday(calendar.dayNumber, choice.holidays)
    values.push({ label: 'public holiday', value: isHoliday(until) })
    if (choice.holidays.until) values.push({ label: 'days to public holiday', value: until })
  }
  return values
}

/** Digits of a sine behind the point: libraries differ in what comes after them. */
const sineDigits = 1e15

/**
 * The sine of so many cycles; a quarter on, it is the cosine, which onnxruntime does not have of float64. Where it is 0
 * one library says 1e-16 and another 0, and a later step may make much of that: it is rounded to 0 everywhere.
 */
function sineOf(cycles: NumberExpression): NumberExpression {
  const sine = unary('sine', binary('multiply', cycles, constant(2 * Math.PI)))
  return binary('divide', unary('round', binary('multiply', sine, constant(sineDigits))), constant(sineDigits))
}

/** How much of its cycle has gone, from 0 to below 1; null for a year, which never comes again. A month counts as 31 days. */
function shareOfCycle(calendar: CalendarParts, part: DatePart): NumberExpression | null {
  const ofCycle = (first: number, length: NumberExpression): NumberExpression =>
    binary('divide', binary('subtract', calendar[part], constant(first)), length)
  switch (part) {
    case 'year':
      return null
    case 'quarter':
      return ofCycle(1, constant(4))
    case 'month':
      return ofCycle(1, constant(12))
    case 'day':
      return ofCycle(1, constant(31))
    case 'weekday':
      return ofCycle(1, constant(7))
    case 'hour':
      return ofCycle(0, constant(24))
    case 'dayOfYear':
      return ofCycle(1, calendar.daysInYear)
  }
}

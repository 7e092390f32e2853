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
    const angle = binary('multiply', share, constant(2 * Math.PI))
    values.push(
      { label: `${labels[part]} sine`, value: unary('sine', angle) },
      { label: `${labels[part]} cosine`, value: unary('cosine', angle) },
    )
  }
  if (choice.holidays !== null) {
    const until = daysToHoliday(calendar.dayNumber, choice.holidays)
    values.push({ label: 'public holiday', value: isHoliday(until) })
    if (choice.holidays.until) values.push({ label: 'days to public holiday', value: until })
  }
  return values
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

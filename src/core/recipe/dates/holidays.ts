import { binary, constant, less, unary, where } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import { millisecondsPerDay } from '../../time.ts'
import type { Problem } from '../columns.ts'

/**
 * The public holidays of a place, such as DE or DE-BY, from the first day of one year to the last one of another: whole
 * days since 1970-01-01, ascending, each once. Null for a place that is not known.
 */
export type HolidayCalendar = (place: string, first: number, last: number) => readonly number[] | null

/** Years whose holidays are known of every place: those of the Hijri and the Hebrew calendar are in tables of these. */
export const holidayYears = { first: 1970, last: 2076 } as const

/** Years before and after those of the training rows that a model knows the holidays of, too. */
const margins = { before: 10, after: 30 } as const

/** What is kept of a calendar. */
export interface Holidays {
  place: string
  /** The first day that is known, as days since 1970-01-01; the last one is the last holiday. */
  from: number
  /** The holidays, ascending. */
  days: number[]
}

/** The holidays of the years that the dates, in milliseconds since 1970-01-01, lie in, and of some before and after. */
export function fitHolidays(
  dates: Float64Array,
  column: string,
  { place, calendar }: { place: string; calendar: HolidayCalendar },
): Holidays | Problem {
  const years = yearsOf(dates)
  const first = Math.max(holidayYears.first, years.first - margins.before)
  const last = Math.min(holidayYears.last, years.last + margins.after)
  if (first > last) return outOfRange(column)
  const days = calendar(place, first, last)
  if (days === null || days.length === 0) return unknownPlace(place, column)
  return { place, from: Date.UTC(first, 0, 1) / millisecondsPerDay, days: [...days] }
}

/** Without a date any years will do. */
function yearsOf(dates: Float64Array): { first: number; last: number } {
  let first = Infinity
  let last = -Infinity
  for (let i = 0; i < dates.length; i++) {
    const date = dates[i] ?? NaN
    if (date < first) first = date
    if (date > last) last = date
  }
  if (first > last) return { first: holidayYears.first, last: holidayYears.first }
  return { first: new Date(first).getUTCFullYear(), last: new Date(last).getUTCFullYear() }
}

/**
 * Days from a day to the next public holiday: 0 on one, whole numbers else; missing for a missing day, and outside the
 * days that are known.
 *
 * @param day whole days since 1970-01-01
 */
export function daysToHoliday(day: NumberExpression, { from, days }: Omit<Holidays, 'place'>): NumberExpression {
  // A sawtooth: it falls by one a day to 0 at a holiday, and the day after is as far as the next holiday from there.
  const xs: number[] = []
  const ys: number[] = []
  let before = from - 1
  for (const holiday of days) {
    if (holiday > before + 1) {
      xs.push(before + 1)
      ys.push(holiday - before - 1)
    }
    xs.push(holiday)
    ys.push(0)
    before = holiday
  }
  const known = unary('round', { op: 'interpolate', x: day, xs, ys })
  const isOutside = { op: 'or', x: less(day, constant(from)), y: less(constant(before), day) } as const
  return where(isOutside, constant(NaN), known)
}

/** 1 on a public holiday, 0 else; missing where the days to the next one are. */
export function isHoliday(until: NumberExpression): NumberExpression {
  return binary('subtract', constant(1), binary('minimum', until, constant(1)))
}

function unknownPlace(place: string, column: string): Problem {
  return {
    kind: 'unknownHolidays',
    column,
    message: `No public holidays of “${place}” are known to mark in “${column}”.`,
    hint: 'Choose a country or region from the list of the step, or none.',
    remedies: [],
  }
}

function outOfRange(column: string): Problem {
  const { first, last } = holidayYears
  return {
    kind: 'unknownHolidays',
    column,
    message: `Public holidays are known from ${first} to ${last}, and no date of “${column}” is near these years.`,
    hint: `Choose no country for the holidays of “${column}”.`,
    remedies: [],
  }
}

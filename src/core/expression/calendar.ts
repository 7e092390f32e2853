import { millisecondsPerDay } from '../time.ts'
import { binary, constant, unary, where } from './build.ts'
import type { BooleanExpression, NumberExpression } from './types.ts'

/** Parts of a date in the Gregorian calendar, UTC; each missing where the date is. */
export interface CalendarParts {
  year: NumberExpression
  /** 1 to 12. */
  month: NumberExpression
  /** Of the month, from 1. */
  day: NumberExpression
  /** 1 Monday to 7 Sunday (ISO 8601). */
  weekday: NumberExpression
  /** 0 to 23. */
  hour: NumberExpression
}

const millisecondsPerHour = 3_600_000

/**
 * Civil date from days since 1970-01-01 by floors alone, in whole numbers that float64 holds exactly: years are counted
 * from March, so that the leap day ends them (the algorithm days_from_civil/civil_from_days of Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", 2013).
 */
export function calendarParts(days: NumberExpression): CalendarParts {
  const day = floor(days)
  // From 0000-03-01, in eras of 400 years, whose days are alike.
  const shifted = plus(day, 719_468)
  const era = floor(over(shifted, 146_097))
  const dayOfEra = binary('subtract', shifted, times(era, 146_097))
  const leapDays = binary(
    'add',
    binary('subtract', floor(over(dayOfEra, 36_524)), floor(over(dayOfEra, 1460))),
    times(floor(over(dayOfEra, 146_096)), -1),
  )
  const yearOfEra = floor(over(binary('add', dayOfEra, leapDays), 365))
  const daysBefore = binary(
    'add',
    times(yearOfEra, 365),
    binary('subtract', floor(over(yearOfEra, 4)), floor(over(yearOfEra, 100))),
  )
  const dayOfYear = binary('subtract', dayOfEra, daysBefore)
  const fromMarch = floor(over(plus(times(dayOfYear, 5), 2), 153))
  const dayOfMonth = plus(binary('subtract', dayOfYear, floor(over(plus(times(fromMarch, 153), 2), 5))), 1)
  const isEarly: BooleanExpression = {
    op: 'compare',
    name: 'lessOrEqual',
    x: constant(10),
    y: fromMarch,
  }
  const year = binary('add', yearOfEra, times(era, 400))
  return {
    year: where(isEarly, plus(year, 1), year),
    month: where(isEarly, plus(fromMarch, -9), plus(fromMarch, 3)),
    day: dayOfMonth,
    weekday: plus(binary('modulo', plus(day, 3), constant(7)), 1),
    // A time of day is a fraction of a day, which float64 rounds: whole milliseconds are exact again.
    hour: floor(
      over(
        binary('modulo', unary('round', times(days, millisecondsPerDay)), constant(millisecondsPerDay)),
        millisecondsPerHour,
      ),
    ),
  }
}

function floor(x: NumberExpression): NumberExpression {
  return unary('floor', x)
}

function plus(x: NumberExpression, value: number): NumberExpression {
  return binary('add', x, constant(value))
}

function times(x: NumberExpression, value: number): NumberExpression {
  return binary('multiply', x, constant(value))
}

function over(x: NumberExpression, value: number): NumberExpression {
  return binary('divide', x, constant(value))
}

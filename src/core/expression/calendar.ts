import { millisecondsPerDay } from '../time.ts'
import { binary, constant, less, unary, where } from './build.ts'
import type { BooleanExpression, NumberExpression } from './types.ts'

const millisecondsPerHour = 3_600_000

/** The fields of a date, each a whole number; missing for a missing date. */
export interface CalendarParts {
  /** Whole days since 1970-01-01 */
  dayNumber: NumberExpression
  year: NumberExpression
  /** 1 to 4 */
  quarter: NumberExpression
  /** 1 to 12 */
  month: NumberExpression
  /** 1 to 31 */
  day: NumberExpression
  /** Monday 1 to Sunday 7, as ISO 8601 counts. */
  weekday: NumberExpression
  /** 0 to 23 */
  hour: NumberExpression
  /** 1 to 366 */
  dayOfYear: NumberExpression
  daysInYear: NumberExpression
}

/**
 * The proleptic Gregorian date in UTC of days since 1970-01-01, by Howard Hinnant's `civil_from_days`
 * (https://howardhinnant.github.io/date_algorithms.html): exact for the years 1 to 9999. Times are taken to the
 * nearest millisecond.
 */
export function calendarParts(days: NumberExpression): CalendarParts {
  const milliseconds = unary('round', times(days, millisecondsPerDay))
  const whole = floorOf(milliseconds, millisecondsPerDay)
  const timeOfDay = minus(milliseconds, times(whole, millisecondsPerDay))

  // Years begin in March, so that the leap day is their last; eras are 400 such years from 0000-03-01.
  const sinceEra0 = plus(whole, 719_468)
  const era = floorOf(sinceEra0, 146_097)
  const dayOfEra = minus(sinceEra0, times(era, 146_097))
  const leapless = minus(
    binary('add', minus(dayOfEra, floorOf(dayOfEra, 1460)), floorOf(dayOfEra, 36_524)),
    floorOf(dayOfEra, 146_096),
  )
  const yearOfEra = floorOf(leapless, 365)
  const dayFromMarch = minus(
    dayOfEra,
    minus(binary('add', times(yearOfEra, 365), floorOf(yearOfEra, 4)), floorOf(yearOfEra, 100)),
  )
  const monthFromMarch = floorOf(plus(times(dayFromMarch, 5), 2), 153)
  const day = plus(minus(dayFromMarch, floorOf(plus(times(monthFromMarch, 153), 2), 5)), 1)
  const fromMarchOn = less(monthFromMarch, constant(10))
  const month = binary('add', monthFromMarch, where(fromMarchOn, constant(3), constant(-9)))
  const year = binary('add', binary('add', yearOfEra, times(era, 400)), where(fromMarchOn, constant(0), constant(1)))
  const leapDay = where(isLeap(year), constant(1), constant(0))
  return {
    dayNumber: whole,
    year,
    quarter: floorOf(plus(month, 2), 3),
    month,
    day,
    weekday: plus(binary('modulo', plus(whole, 3), constant(7)), 1),
    hour: floorOf(timeOfDay, millisecondsPerHour),
    dayOfYear: binary('add', dayFromMarch, where(fromMarchOn, plus(leapDay, 60), constant(-305))),
    daysInYear: plus(leapDay, 365),
  }
}

function isLeap(year: NumberExpression): BooleanExpression {
  const divisible = (by: number): BooleanExpression => ({
    op: 'compare',
    name: 'equal',
    x: binary('modulo', year, constant(by)),
    y: constant(0),
  })
  const isCentury = { op: 'and', x: divisible(100), y: { op: 'not', x: divisible(400) } } as const
  return { op: 'and', x: divisible(4), y: { op: 'not', x: isCentury } }
}

function plus(x: NumberExpression, value: number): NumberExpression {
  return binary('add', x, constant(value))
}

function minus(x: NumberExpression, y: NumberExpression): NumberExpression {
  return binary('subtract', x, y)
}

function times(x: NumberExpression, value: number): NumberExpression {
  return binary('multiply', x, constant(value))
}

function floorOf(x: NumberExpression, divisor: number): NumberExpression {
  return unary('floor', binary('divide', x, constant(divisor)))
}

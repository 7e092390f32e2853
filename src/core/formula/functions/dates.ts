import { millisecondsPerDay } from '../../time.ts'
import { constant } from '../../expression/build.ts'
import { calendarParts, type CalendarParts } from '../../expression/calendar.ts'
import { dateOf } from '../arguments.ts'
import { FormulaError, wordsAt } from '../problem.ts'
import { argumentAt, type FunctionDefinition } from './definition.ts'

const isoDate = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z?)?\s*$/

function part(name: keyof CalendarParts, help: string, example: string): FunctionDefinition {
  return {
    name,
    group: 'dates',
    usage: `${name}(date)`,
    help,
    example,
    arity: [1, 1],
    build(call) {
      const days = dateOf(argumentAt(call, 0), call)
      return { type: 'number', x: calendarParts(days)[name], overflows: false }
    },
  }
}

/** Days since 1970-01-01 of an ISO date, with or without a time of day, UTC; null of any other text. */
function daysOf(text: string): number | null {
  const found = isoDate.exec(text)
  if (found === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0))
  const thousandths = Number((found[7] ?? '').padEnd(3, '0'))
  const time = Date.UTC(year, month - 1, day, hour, minute, second, thousandths)
  // Date.UTC carries over what does not exist, 31 February, and moves years before 100.
  const again = new Date(time)
  const isSame =
    again.getUTCFullYear() === year &&
    again.getUTCMonth() === month - 1 &&
    again.getUTCDate() === day &&
    again.getUTCHours() === hour &&
    again.getUTCMinutes() === minute &&
    again.getUTCSeconds() === second
  return isSame ? time / millisecondsPerDay : null
}

export const dateFunctions: FunctionDefinition[] = [
  {
    name: 'date',
    group: 'dates',
    usage: "date('2020-01-31')",
    help: 'The date that a text names, year-month-day, with a time of day where one follows.',
    example: "ordered - date('2020-01-31')",
    arity: [1, 1],
    build(call) {
      const { node } = argumentAt(call, 0)
      const days = node.kind === 'text' ? daysOf(node.value) : null
      if (days !== null) return { type: 'date', x: constant(days), overflows: false }
      throw new FormulaError(
        `${wordsAt(call.source, node)} is no date; write year, month and day in quotes, date('2020-01-31').`,
        node,
      )
    },
  },
  part('year', 'The year of a date.', 'year(built)'),
  part('month', 'The month of a date, 1 to 12.', 'month(ordered)'),
  part('day', 'The day of the month of a date, from 1.', 'day(ordered)'),
  part('weekday', 'The day of the week of a date, 1 Monday to 7 Sunday.', 'weekday(ordered) >= 6'),
  part('hour', 'The hour of a date with a time of day, 0 to 23.', 'hour(ordered)'),
]

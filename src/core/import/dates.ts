import { dateOrders } from '../../shared/datasets.ts'
import type { DateOrder } from '../../shared/datasets.ts'

const time = String.raw`(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?)?$`
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}`)
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}),?${time}`)
const dayNamed = new RegExp(String.raw`^(\d{1,2})[-. ]\s?([A-Za-z]{3,9})[-., ]\s?(\d{4}),?${time}`)
const monthNamed = new RegExp(String.raw`^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}),?${time}`)

const monthNames = 'january february march april may june july august september october november december'.split(' ')
const monthByName = new Map(
  monthNames.flatMap((name, index) => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]),
)

/**
 * Milliseconds since 1970-01-01 UTC, or NaN where the text is no date in this order. A time without a zone is taken
 * as UTC. Blanks around the text must be gone. Days a month does not have are no dates.
 */
export function parseDate(text: string, order: DateOrder): number {
  switch (order) {
    case 'yearFirst': {
      const match = yearFirst.exec(text)
      if (match === null) return Number.NaN
      return moment(part(match, 1), part(match, 3), part(match, 4), match, 5)
    }
    case 'dayFirst':
    case 'monthFirst': {
      const match = yearLast.exec(text)
      // With points the day always stands first.
      if (match === null || (order === 'monthFirst' && match[2] === '.')) return Number.NaN
      const [first, second] = [part(match, 1), part(match, 3)]
      const [day, month] = order === 'dayFirst' ? [first, second] : [second, first]
      return moment(part(match, 4), month, day, match, 5)
    }
    case 'named': {
      const byDay = dayNamed.exec(text)
      if (byDay !== null) return moment(part(byDay, 3), monthOf(byDay[2]), part(byDay, 1), byDay, 4)
      const byMonth = monthNamed.exec(text)
      if (byMonth !== null) return moment(part(byMonth, 3), monthOf(byMonth[1]), part(byMonth, 2), byMonth, 4)
      return Number.NaN
    }
  }
}

/** Whether a text is a date in any order. */
export function looksLikeDate(text: string): boolean {
  return text.length >= 8 && dateOrders.some((order) => !Number.isNaN(parseDate(text, order)))
}

/** A date as text: 2019-03-23, or with the time where there is one. */
export function formatDate(milliseconds: number): string {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return ''
  const text = date.toISOString()
  if (milliseconds % 86_400_000 === 0) return text.slice(0, 10)
  return text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23)
}

function part(match: RegExpExecArray, index: number): number {
  return Number(match[index] ?? 0)
}

function monthOf(name: string | undefined): number {
  return monthByName.get((name ?? '').toLowerCase()) ?? 0
}

/** `at` is the match's group of the hour; minute, second, fraction, am/pm and zone follow. */
function moment(year: number, month: number, day: number, match: RegExpExecArray, at: number): number {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return Number.NaN
  const midnight = Date.UTC(year, month - 1, day)
  if (match[at] === undefined) return midnight
  const half = match[at + 4]?.toLowerCase()
  let hour = part(match, at)
  const minute = part(match, at + 1)
  const second = part(match, at + 2)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN
    hour = (hour % 12) + (half === 'pm' ? 12 : 0)
  }
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN
  const fraction = match[at + 3] === undefined ? 0 : Math.floor(Number(`0.${match[at + 3]}`) * 1000)
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - zoneOffset(match[at + 5])
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Watches which orders fit every text of a column so far. */
export class DateTally {
  private alive: DateOrder[] = [...dateOrders]

  /** Takes one trimmed text that is not a marker; false once no order is left. */
  add(text: string): boolean {
    if (this.alive.length === 0) return false
    const [only] = this.alive
    if (this.alive.length === 1 && only !== undefined) {
      if (Number.isNaN(parseDate(text, only))) this.alive = []
    } else {
      this.alive = this.alive.filter((order) => !Number.isNaN(parseDate(text, order)))
    }
    return this.alive.length > 0
  }

  /** The one order that fits; `ambiguous` where 3/4/2019 could be either; null where none fits. */
  decide(): DateOrder | 'ambiguous' | null {
    if (this.alive.length > 1) return 'ambiguous'
    return this.alive[0] ?? null
  }
}

import Calendars from 'date-holidays'
import type { HolidayCalendar } from '../../core/recipe/dates/holidays.ts'
import { remembered } from '../../core/remembered.ts'
import { millisecondsPerDay } from '../../core/time.ts'
import type { HolidayPlace } from '../../shared/recipes/dates.ts'

const calendars = new Map<string, Calendars | null>()
const years = new Map<string, readonly number[]>()

/** Public holidays by the rules of date-holidays; a year of a place is worked out once. */
export const holidayCalendar: HolidayCalendar = (place, first, last) => {
  const calendar = remembered(calendars, place, () => calendarOf(place))
  if (calendar === null) return null
  const days = new Set<number>()
  for (let year = first; year <= last; year++) {
    for (const day of remembered(years, `${place} ${year}`, () => holidaysOf(calendar, year))) days.add(day)
  }
  const [from, to] = [Date.UTC(first, 0, 1), Date.UTC(last, 11, 31)]
  return [...days]
    .filter((day) => day * millisecondsPerDay >= from && day * millisecondsPerDay <= to)
    .sort((a, b) => a - b)
}

/** Countries by their English names, each before its regions. */
export function holidayPlaces(): HolidayPlace[] {
  const calendar = new Calendars()
  const countries = named(calendar.getCountries('en'))
  return countries.flatMap((country) => {
    const places: HolidayPlace[] = [country]
    for (const state of named(calendar.getStates(country.code, 'en'))) {
      const ofState = { code: `${country.code}-${state.code}`, name: `${country.name}, ${state.name}` }
      places.push(ofState)
      for (const region of named(calendar.getRegions(country.code, state.code, 'en'))) {
        places.push({ code: `${ofState.code}-${region.code}`, name: `${ofState.name}, ${region.name}` })
      }
    }
    return places
  })
}

/** By name, in the order of English. */
function named(names: Record<string, string> | undefined): HolidayPlace[] {
  const places = Object.entries(names ?? {}).map(([code, name]) => ({ code, name }))
  return places.sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Null where there is no such place; the library would take the country for a region that it does not know. */
function calendarOf(place: string): Calendars | null {
  if (!holidayPlaces().some(({ code }) => code === place)) return null
  const [country = '', ...regions] = place.split('-')
  const calendar = new Calendars()
  calendar.init(country, ...regions, { types: ['public'] })
  return calendar
}

/** Whole days since 1970-01-01 that a public holiday covers for the most part, as days are counted there. */
function holidaysOf(calendar: Calendars, year: number): number[] {
  return calendar.getHolidays(year, 'en').flatMap(({ type, date, start, end }) => {
    if (type !== 'public') return []
    const first = Date.parse(date.slice(0, 10)) / millisecondsPerDay
    // A day has 23 or 25 hours where clocks change; half a day, such as an afternoon, is none.
    const length = Math.ceil((end.getTime() - start.getTime()) / millisecondsPerDay - 0.5)
    return Array.from({ length }, (_, day) => first + day)
  })
}

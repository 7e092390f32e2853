import { describe, expect, it } from 'vitest'
import { holidayYears } from '../../../src/core/recipe/dates/holidays.ts'
import { holidayCalendar, holidayPlaces } from '../../../src/main/compute/holidays.ts'

function datesOf(place: string, year: number): string[] | undefined {
  return holidayCalendar(place, year, year)?.map((day) => new Date(day * 86_400_000).toISOString().slice(5, 10))
}

describe('holidayCalendar', () => {
  it('has the holidays of a country, fixed and movable', () => {
    // Easter Sunday was 31 March.
    const germany = ['01-01', '03-29', '04-01', '05-01', '05-09', '05-20', '10-03', '12-25', '12-26']
    expect(datesOf('DE', 2024)).toEqual(germany)
  })

  it('has those of a region and of a part of it beside those of the country', () => {
    const bavaria = ['01-01', '01-06', '03-29', '04-01', '05-01', '05-09', '05-20', '05-30', '10-03', '11-01', '12-25']
    expect(datesOf('DE-BY', 2024)).toEqual([...bavaria, '12-26'])
    expect(datesOf('DE-BY-A', 2024)).toEqual([...bavaria, '12-26', '08-08', '08-15'].sort())
  })

  it('counts every day of a holiday that lasts several, and no half day', () => {
    // Eid al-Fitr 2024 began on 10 April.
    expect(datesOf('AE', 2024)).toEqual(expect.arrayContaining(['04-10', '04-11', '04-12']))
    expect(datesOf('IS', 2024)).not.toContain('12-24')
  })

  it('has a movable holiday of every calendar in the first and the last year that is known', () => {
    const { first, last } = holidayYears
    for (const place of ['IR', 'IL', 'CN', 'TH', 'IN', 'BD', 'ET']) {
      const inside = datesOf(place, first + 5)?.length ?? 0
      for (const year of [first, last])
        expect(datesOf(place, year)!.length, `${place} ${year}`).toBeGreaterThan(inside / 2)
    }
  })

  it('gives the days of several years in one ascending list within them', () => {
    const days = holidayCalendar('TR', 2020, 2030)!
    expect(days).toEqual([...new Set(days)].sort((a, b) => a - b))
    expect(days[0]).toBeGreaterThanOrEqual(Date.UTC(2020, 0, 1) / 86_400_000)
    expect(days.at(-1)).toBeLessThan(Date.UTC(2031, 0, 1) / 86_400_000)
  })

  it('does not know other places, such as another region of a country', () => {
    for (const place of ['', 'XX', 'de', 'DE-XX', 'DE-BY-XX', 'DE-'])
      expect(holidayCalendar(place, 2024, 2024)).toBeNull()
  })
})

describe('holidayPlaces', () => {
  it('names each country before its regions, and each place once', () => {
    const places = holidayPlaces()
    const at = (code: string) => places.findIndex((place) => place.code === code)
    expect(places[at('DE')]).toEqual({ code: 'DE', name: 'Germany' })
    expect(places[at('DE-BY')]).toEqual({ code: 'DE-BY', name: 'Germany, Bayern' })
    expect(at('DE')).toBeLessThan(at('DE-BY'))
    expect(at('DE-BY')).toBeLessThan(at('DE-BY-A'))
    expect(new Set(places.map(({ code }) => code)).size).toBe(places.length)
  })
})

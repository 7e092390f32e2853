import { describe, expect, it } from 'vitest'
import { fitHolidays, holidayYears, type HolidayCalendar } from '../../../src/core/recipe/dates/holidays.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { fittedRecipeSchema, type FittedRecipe, type Step } from '../../../src/shared/recipes.ts'
import { preparedNumbers, stateOf, stepOf } from '../../support/preparation.ts'
import { dates, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const dayOf = (iso: string): number => Date.parse(iso) / 86_400_000

/** New Year, two days of Christmas, and the last day of the years asked for. */
const calendar: HolidayCalendar = (place, first, last) => {
  if (place !== 'AB') return null
  const years = Array.from({ length: last - first + 1 }, (_, k) => first + k)
  const ofYear = (year: number) => [`${year}-01-01`, `${year}-12-25`, `${year}-12-26`].map(dayOf)
  return [...years.flatMap(ofYear), dayOf(`${last}-12-31`)]
}

const target = numbers('target', [1, 2])
const training = tableOf(target, dates('d', ['2020-06-01', '2023-06-01T18:00:00Z']))

const split = { validation: 0, test: 0, stratify: false, seed: 0 }

function fitted(settings: object, options: { calendar?: HolidayCalendar } = { calendar }): FittedRecipe {
  const parts: Step = stepOf('dateParts', { parts: [], ...settings })
  const recipe = recipeFor('target', { steps: [parts], split, task: 'regression' })
  return fittedRecipeSchema.parse(JSON.parse(JSON.stringify(fitRecipe(training, recipe, options).fitted)))
}

function marked(when: readonly (string | null)[], settings: object = {}): Record<string, number[]> {
  const table = tableOf(
    numbers(
      'target',
      when.map(() => 0),
    ),
    dates('d', when),
  )
  return preparedNumbers(table, fitted({ holidays: 'AB', ...settings }))
}

describe('public holidays', () => {
  it('marks the whole of each holiday, and counts down to the next', () => {
    const when = [
      '2021-12-24',
      '2021-12-25',
      '2021-12-26T23:59:59Z',
      '2021-12-27',
      '2021-12-31T12:00:00Z',
      '2022-01-01',
    ]
    expect(marked(when, { untilHoliday: true })).toEqual({
      'd public holiday': [0, 1, 1, 0, 0, 1],
      'd days to public holiday': [1, 0, 0, 5, 1, 0],
    })
  })

  it('gives whole numbers for every day between two holidays', () => {
    const first = dayOf('2021-01-02')
    const when = Array.from({ length: 357 }, (_, k) => new Date((first + k) * 86_400_000).toISOString())
    const counted = marked(when, { untilHoliday: true })['d days to public holiday']
    expect(counted).toEqual(when.map((_, k) => 357 - k))
  })

  it('marks without counting down unless asked', () => {
    expect(Object.keys(marked(['2021-12-24']))).toEqual(['d public holiday'])
  })

  it('knows ten years before the training rows and thirty after them, and nothing of other days', () => {
    const { holidays } = stateOf(fitted({ holidays: 'AB' }), 'dateParts').columns[0]!
    expect(holidays).toMatchObject({ place: 'AB', from: dayOf('2010-01-01'), until: false })
    expect(holidays!.days.at(-1)).toBe(dayOf('2053-12-31'))
    const when = ['2009-12-31', '2010-01-01', '2010-01-02', '2053-12-31T10:00:00Z', '2054-01-01', null]
    expect(marked(when)['d public holiday']).toEqual([NaN, 1, 0, 1, NaN, NaN])
  })

  it('asks for no year whose holidays are not known of every place', () => {
    const asked: number[][] = []
    const noting: HolidayCalendar = (place, first, last) => {
      asked.push([first, last])
      return calendar(place, first, last)
    }
    fitHolidays(new Float64Array([Date.UTC(1975, 0, 1), NaN, Date.UTC(2070, 0, 1)]), 'd', {
      place: 'AB',
      calendar: noting,
    })
    expect(asked).toEqual([[holidayYears.first, holidayYears.last]])
    const old = new Float64Array([Date.UTC(1850, 0, 1), Date.UTC(1900, 0, 1)])
    expect(fitHolidays(old, 'born', { place: 'AB', calendar })).toMatchObject({
      column: 'born',
      message: expect.stringContaining('no date of “born” is near these years'),
    })
  })

  it('refuses a place that the calendar does not know, and any without a calendar', () => {
    expect(() => fitted({ holidays: 'ZZ' })).toThrow(/No public holidays of “ZZ” are known to mark in “d”/)
    expect(() => fitted({ holidays: 'AB' }, {})).toThrow(/No public holidays of “AB”/)
  })

  it('adds nothing unless a place is named', () => {
    const { fitted: plain } = fitRecipe(
      training,
      recipeFor('target', {
        steps: [stepOf('dateParts', { parts: ['year'], untilHoliday: true })],
        split,
        task: 'regression',
      }),
      { calendar },
    )
    expect(plain.inputs.map(({ name }) => name)).toEqual(['d year'])
  })
})

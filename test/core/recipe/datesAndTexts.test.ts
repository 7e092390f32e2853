import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashText } from '../../../src/core/expression/hash.ts'
import { fitSteps, preparedNumbers, stepOf } from '../../support/preparation.ts'
import { coded, dates, numbers, tableOf } from '../../support/tables.ts'
import { dateParts } from '../../../src/shared/recipes/dates.ts'

const day = 86_400_000
const firstDate = Date.UTC(2000, 0, 1) - 730_119 * day // 0001-01-01
const lastDate = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

describe('dateParts', () => {
  const every = stepOf('dateParts', { parts: [...dateParts], keepDays: true, since: '2000-02-29' })
  const { fitted } = fitSteps([dates('d', ['2020-01-31', '1970-01-01'])], [every])

  it('agrees with the calendar of JavaScript for every date from year 1 to 9999', () => {
    const someDate = fc.oneof(
      fc.integer({ min: firstDate, max: lastDate }),
      fc.integer({ min: firstDate / day, max: Math.floor(lastDate / day) }).map((whole) => whole * day),
      fc.integer({ min: firstDate / day, max: Math.floor(lastDate / day) }).map((whole) => whole * day - 1),
    )
    fc.assert(
      fc.property(fc.array(someDate, { minLength: 1, maxLength: 50 }), (times) => {
        const inRange = times.map((time) => Math.max(firstDate, time))
        const iso = inRange.map((time) => new Date(time).toISOString())
        const found = preparedNumbers(tableOf(dates('d', iso)), fitted)
        for (const [row, time] of inRange.entries()) {
          const date = new Date(time)
          const month = date.getUTCMonth() + 1
          const year = date.getUTCFullYear()
          const newYear = new Date(time)
          newYear.setUTCMonth(0, 1)
          newYear.setUTCHours(0, 0, 0, 0)
          expect({
            year: found['d year']![row],
            quarter: found['d quarter']![row],
            month: found['d month']![row],
            day: found['d day']![row],
            weekday: found['d weekday']![row],
            hour: found['d hour']![row],
            dayOfYear: found['d day of year']![row],
          }).toEqual({
            year,
            quarter: Math.ceil(month / 3),
            month,
            day: date.getUTCDate(),
            weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
            hour: date.getUTCHours(),
            dayOfYear: Math.floor((time - newYear.getTime()) / day) + 1,
          })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('counts days since a date and since 1970, and leaves gaps missing', () => {
    const found = preparedNumbers(tableOf(dates('d', ['2000-03-01T12:00:00Z', null])), fitted)
    expect(found['d elapsed days']).toEqual([1.5, NaN])
    expect(found['d days']).toEqual([11017.5, NaN])
    expect(found['d year']).toEqual([2000, NaN])
    expect(found['d month']).toEqual([3, NaN])
  })

  it('puts the end of a cycle next to its beginning', () => {
    const cyclical = stepOf('dateParts', { parts: [...dateParts], cyclical: true })
    const table = tableOf(dates('d', ['2019-01-01', '2019-07-02T12:00:00Z', '2020-12-31T18:00:00Z']))
    const found = preparedNumbers(table, fitSteps(table.columns, [cyclical]).fitted)
    expect(found['d year']).toEqual([2019, 2019, 2020])
    expect(found['d month sine']![0]).toBeCloseTo(0, 12)
    expect(found['d month cosine']!.map((value) => Number(value.toFixed(9)))).toEqual([1, -1, 0.866025404])
    expect(found['d hour sine']!.map((value) => Number(value.toFixed(9)))).toEqual([0, 0, -1])
    expect(found['d day of year cosine']![2]).toBeCloseTo(Math.cos((2 * Math.PI * 365) / 366), 12)
    for (const part of ['quarter', 'day', 'weekday']) {
      for (const row of [0, 1, 2]) {
        expect(found[`d ${part} sine`]![row]! ** 2 + found[`d ${part} cosine`]![row]! ** 2).toBeCloseTo(1, 12)
      }
    }
  })

  it('refuses to make nothing of a date', () => {
    expect(() => fitSteps([dates('d', ['2020-01-31', null])], [stepOf('dateParts', { parts: [] })])).toThrow(
      /Nothing of the date “d” is chosen/,
    )
  })
})

describe('textLength', () => {
  it('counts characters, none of a missing text, and keeps the text if asked', () => {
    const columns = [coded('t', ['', '日本語', 'a😀', null], 'text')]
    const { table, fitted } = fitSteps(columns, [stepOf('textLength')])
    expect(preparedNumbers(table, fitted)).toEqual({ 't length': [0, 3, 2, 0] })
    const kept = fitSteps(columns, [stepOf('textLength', { keepText: true }), stepOf('frequency')])
    expect(preparedNumbers(kept.table, kept.fitted)).toEqual({
      t: [0.25, 0.25, 0.25, 0.25],
      't length': [0, 3, 2, 0],
    })
  })
})

describe('textWords', () => {
  it('gives zeros to empty and missing texts, and to those of unknown words', () => {
    const { fitted } = fitSteps([coded('t', ['red cat', 'red dog', null], 'text')], [stepOf('textWords')])
    expect(preparedNumbers(tableOf(coded('t', ['', null, 'RED!', 'new words'], 'text')), fitted)).toEqual({
      't: red': [0, 0, 1, 0],
    })
  })

  it('says so where no word is frequent enough', () => {
    expect(() => fitSteps([coded('t', ['a', 'b', null], 'text')], [stepOf('textWords')])).toThrow(
      /No word of “t” occurs in at least 2 training rows/,
    )
    expect(() => fitSteps([coded('t', ['', null], 'text')], [stepOf('textWords', { minRows: 1 })])).toThrow(/No word/)
  })

  it('keeps the first of equally frequent words', () => {
    const step = stepOf('textWords', { minRows: 1, maxWords: 2 })
    const { table, fitted } = fitSteps([coded('t', ['c b a', 'c b a'], 'text')], [step])
    expect(Object.keys(preparedNumbers(table, fitted))).toEqual(['t: a', 't: b'])
  })

  it('counts words by their hash, as long as 1', () => {
    const { fitted } = fitSteps([coded('t', ['x', 'y'], 'text')], [stepOf('textWords', { method: 'hash', buckets: 4 })])
    const found = preparedNumbers(tableOf(coded('t', ['one two two', '', null], 'text')), fitted)
    const counts = [0, 0, 0, 0]
    for (const word of ['one', 'two', 'two']) counts[hashText(word) % 4]!++
    const length = Math.hypot(...counts)
    for (const [bucket, count] of counts.entries()) {
      const values = found[`t: words ${bucket + 1}`]!
      expect(values[0]).toBeCloseTo(count / length, 12)
      expect(values.slice(1)).toEqual([0, 0])
    }
  })

  it('takes many words', () => {
    const words = Array.from({ length: 2000 }, (_, index) => `w${index}`)
    const { table, fitted } = fitSteps(
      [coded('t', [words.join(' '), words.join(' ')], 'text'), numbers('x', [1, 2])],
      [stepOf('textWords', { maxWords: 2000 })],
    )
    const found = preparedNumbers(table, fitted)
    expect(found['t: w7']![0]).toBeCloseTo(1 / Math.sqrt(2000), 12)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDate } from '../../../src/core/import/dates.ts'
import { isPlainNumber, parseNumber } from '../../../src/core/import/numbers.ts'
import { parseColumn, valueText } from '../../../src/core/import/parseColumn.ts'
import type { ColumnKind } from '../../../src/shared/datasets.ts'

function kindOf(texts: string[]): ColumnKind {
  return parseColumn(texts, { name: 'c' }).column.kind
}

function values(texts: string[], kind?: ColumnKind): string[] {
  const { column } = parseColumn(texts, { name: 'c', ...(kind === undefined ? {} : { kind }) })
  return texts.map((_, row) => valueText(column, row))
}

describe('the kind of a column', () => {
  test.each<[string, string[], ColumnKind]>([
    ['integers', ['1', '-2', '+3'], 'number'],
    ['decimals', ['1.5', '.5', '5.', '-0.25', '1e-3'], 'number'],
    ['zeros and ones', ['0', '1', '1', '0'], 'number'],
    ['numbers with missing markers', ['1', 'NA', '', '?', '-', '.', 'null', '2'], 'number'],
    ['numbers with blanks around', [' 1', '2 ', ' 3 '], 'number'],
    ['decimal commas', ['1,5', '2,25', '3'], 'number'],
    ['thousands with decimals', ['1,234.5', '12', '999.25'], 'number'],
    ['several groups', ['1,234,567', '12'], 'number'],
    ['leading zeros', ['007', '123', '456'], 'category'],
    ['integers beyond 2^53', ['9007199254740993', '1'], 'category'],
    ['hexadecimal', ['0x10', '0x11'], 'category'],
    ['infinity', ['1', 'Infinity'], 'category'],
    ['overflow', ['1e999', '1'], 'category'],
    ['1,234 that could be either', ['1,234', '5,678'], 'category'],
    ['true and false', ['True', 'false', 'TRUE'], 'boolean'],
    ['yes and no with missing', ['yes', 'no', '', 'NA'], 'boolean'],
    ['t and f', ['t', 'f'], 'boolean'],
    ['one word of a pair', ['True', 'True'], 'boolean'],
    ['one letter of a pair', ['t', 't'], 'category'],
    ['yes, no and maybe', ['yes', 'no', 'maybe'], 'category'],
    ['ISO dates', ['2019-03-23', '2020-02-29'], 'date'],
    ['ISO date-times', ['2019-03-23 20:21:09', '2019-03-04T16:11:55.250Z', '2019-01-01 00:00:00+02:00'], 'date'],
    ['a day that is not', ['2019-02-29', '2019-03-01'], 'category'],
    ['day first, by one value', ['03/04/2019', '23/04/2019'], 'date'],
    ['month first, by one value', ['03/04/2019', '03/24/2019'], 'date'],
    ['neither', ['23/04/2019', '04/23/2019'], 'category'],
    ['day and month undecided', ['03/04/2019', '05/06/2019'], 'category'],
    ['points are always day first', ['3.4.2019', '5.6.2019'], 'date'],
    ['month names', ['23 Mar 2019', '1-April-2020'], 'date'],
    ['American month names', ['March 3, 2019', 'Apr 1, 2020'], 'date'],
    ['years', ['1949', '1950'], 'number'],
    ['times of day', ['12:30', '13:45'], 'category'],
    ['nothing at all', ['', 'NA', ''], 'text'],
    ['plus and minus signs as values', ['+', '-', '+'], 'category'],
  ])('%s', (_, texts, expected) => {
    expect(kindOf(texts)).toBe(expected)
  })

  test('looks at every value, not at a sample', () => {
    const texts = Array.from({ length: 200_000 }, (_, row) => String(row % 7))
    expect(kindOf(texts)).toBe('number')
    texts[199_999] = 'x'
    expect(kindOf(texts)).toBe('category')
  })

  test('mostly distinct texts are text, repeated ones a category', () => {
    const names = Array.from({ length: 40 }, (_, row) => `name ${row}`)
    expect(kindOf(names)).toBe('text')
    expect(kindOf(names.map((_, row) => `name ${row % 10}`))).toBe('category')
    expect(kindOf(names.slice(0, 10))).toBe('category')
  })

  test('rows that slipped do not decide, and count as unparsed', () => {
    const parsed = parseColumn(['1', 'x', '3'], { name: 'c', irregular: new Set([1]) })
    expect(parsed.column.kind).toBe('number')
    expect(parsed.unparsed).toMatchObject({ count: 1, examples: ['x'], firstRow: 1 })
    expect(parsed.missing).toBe(1)
  })
})

describe('missing values', () => {
  test('are counted by marker', () => {
    const parsed = parseColumn(['1', 'NA', '', 'NA', ' ', '?'], { name: 'c' })
    expect(parsed.missing).toBe(5)
    expect(parsed.missingMarkers).toEqual([
      { marker: '', count: 2 },
      { marker: 'NA', count: 2 },
      { marker: '?', count: 1 },
    ])
  })

  test('a question mark among words is missing; a minus beside a plus is a value', () => {
    expect(values(['private', '?', 'state'])).toEqual(['private', '', 'state'])
    expect(values(['+', '-', '?'])).toEqual(['+', '-', '?'])
  })

  test('a person says exactly which texts count; the empty one always does', () => {
    const kept = parseColumn(['1', 'NA', '-999', ''], { name: 'c', missingMarkers: ['-999'], kind: 'number' })
    expect(kept.missingMarkers).toEqual([
      { marker: '', count: 1 },
      { marker: '-999', count: 1 },
    ])
    expect(kept.unparsed.count).toBe(1)
    const country = parseColumn(['NA', 'DE', 'NA', ''], { name: 'c', missingMarkers: [] })
    expect(country.column).toMatchObject({ kind: 'category', levels: ['NA', 'DE'] })
  })
})

describe('a kind that a person chose', () => {
  test('what does not fit is missing and counted', () => {
    const parsed = parseColumn(['1', 'x', '2', 'y', ''], { name: 'c', kind: 'number' })
    expect(parsed.unparsed).toMatchObject({ count: 2, firstRow: 1 })
    expect(parsed.missing).toBe(3)
    expect(parsed.inferredKind).toBe('category')
  })

  test('zeros and ones may be a boolean, numbers a category', () => {
    expect(parseColumn(['0', '1', '0'], { name: 'c', kind: 'boolean' }).column).toMatchObject({
      levels: ['0', '1'],
      codes: Int32Array.of(0, 1, 0),
    })
    expect(values(['3', '1', '3'], 'category')).toEqual(['3', '1', '3'])
  })

  test('the first spelling of a boolean stands for all, false first', () => {
    expect(parseColumn(['TRUE', 'true', 'No', 'False'], { name: 'c', kind: 'boolean' }).column).toMatchObject({
      levels: ['No', 'TRUE'],
      codes: Int32Array.of(1, 1, 0, 0),
    })
  })

  test('a date may be asked for where the order is undecided', () => {
    expect(values(['03/04/2019', '05/06/2019'], 'date')).toEqual(['2019-04-03', '2019-06-05'])
  })
})

test('every finite float64 written by JavaScript is read back to the bit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = String(value)
      fc.pre(isPlainNumber(text))
      expect(Object.is(parseNumber(text, 'plain'), value === 0 ? Number(text) : value)).toBe(true)
    }),
  )
})

test('a plain number is what JavaScript reads as one, but for codes', () => {
  const reference = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
  const character = fc.constantFrom(...'0123456789+-.eE x'.split(''))
  fc.assert(
    fc.property(fc.array(character, { maxLength: 9 }), (characters) => {
      const text = characters.join('')
      const expected = reference.test(text) && !/^[+-]?0\d/.test(text) && Number.isFinite(Number(text))
      expect(isPlainNumber(text)).toBe(expected)
    }),
    { numRuns: 3000 },
  )
})

test('integers are numbers up to 2^53 - 1 and texts beyond', () => {
  expect(isPlainNumber('9007199254740991')).toBe(true)
  expect(isPlainNumber('-9007199254740991')).toBe(true)
  expect(isPlainNumber('9007199254740992')).toBe(false)
  expect(isPlainNumber('123456789012345678901234567890')).toBe(false)
})

test('dates are moments in UTC, with zone and half of the day', () => {
  expect(parseDate('2019-03-23 20:21:09', 'yearFirst')).toBe(Date.UTC(2019, 2, 23, 20, 21, 9))
  expect(parseDate('2019-03-23T20:21:09.125+02:00', 'yearFirst')).toBe(Date.UTC(2019, 2, 23, 18, 21, 9, 125))
  expect(parseDate('3/23/2019 12:05 AM', 'monthFirst')).toBe(Date.UTC(2019, 2, 23, 0, 5))
  expect(parseDate('2019-13-01', 'yearFirst')).toBeNaN()
  expect(parseDate('2019-01-01 24:00', 'yearFirst')).toBeNaN()
})

test('any day written as an ISO date is read back', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(parseDate(date.toISOString(), 'yearFirst')).toBe(date.getTime())
    }),
  )
})

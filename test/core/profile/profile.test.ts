import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readColumn } from '../../../src/core/profile/readColumn.ts'
import { describeNumbers } from '../../../src/core/profile/statistics.ts'
import { columnSummarySchema } from '../../../src/shared/datasets.ts'

function summaryOf(texts: string[], choices: Parameters<typeof readColumn>[1] = { name: 'c', index: 0 }) {
  const { summary } = readColumn(texts, choices)
  return columnSummarySchema.parse(summary)
}

function warningsOf(texts: string[]): string[] {
  return summaryOf(texts).warnings.map((finding) => finding.kind)
}

describe('statistics', () => {
  test('are those of a column worked by hand', () => {
    const summary = summaryOf(['2', '4', '4', '4', '5', '5', '7', '9', ''])
    expect(summary).toMatchObject({ kind: 'number', missing: 1, distinct: 5, min: 2, max: 9, mean: 5 })
    expect(summary.std).toBeCloseTo(Math.sqrt(32 / 7), 12)
    expect(summary.quartiles).toEqual([4, 4.5, 5.5])
    expect(summary.top[0]).toEqual({ value: '4', count: 3 })
    expect(summary.histogram).toEqual({
      edges: [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5],
      counts: [1, 0, 3, 2, 0, 1, 0, 1],
    })
  })

  test('quartiles interpolate linearly (type 7)', () => {
    expect(summaryOf(['1', '2', '3', '4']).quartiles).toEqual([1.75, 2.5, 3.25])
  })

  test('a mean far from zero loses nothing of the spread', () => {
    const statistics = describeNumbers(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16))
    expect(statistics).toMatchObject({ mean: 1e9 + 10 })
    expect(statistics?.std).toBeCloseTo(Math.sqrt(30), 9)
  })

  test('hold for any column', () => {
    // Not so small that float64 itself has no digits left to interpolate with.
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Math.abs(x) < 1e-300 ? 0 : x))
    const numbers = fc.array(number, { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(numbers, (values) => {
        const found = describeNumbers(Float64Array.from(values))
        expect(found).not.toBeNull()
        if (found === null) return
        expect(found.min).toBe(Math.min(...values))
        expect(found.max).toBe(Math.max(...values))
        expect(found.mean).toBeGreaterThanOrEqual(found.min)
        expect(found.mean).toBeLessThanOrEqual(found.max)
        expect(found.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        expect(found.histogram.counts.length).toBeLessThanOrEqual(30)
        expect(found.histogram.edges.length).toBe(found.histogram.counts.length + 1)
        expect(found.distinct).toBe(new Set(values.map((value) => (value === 0 ? 0 : value))).size)
        expect([...found.quartiles]).toEqual([...found.quartiles].sort((a, b) => a - b))
      }),
    )
  })

  test('dates are described by moments and shown as dates', () => {
    const summary = summaryOf(['2019-03-23', '2019-03-25', '2019-03-23'])
    expect(summary).toMatchObject({ kind: 'date', min: Date.UTC(2019, 2, 23), max: Date.UTC(2019, 2, 25) })
    expect(summary.top).toEqual([
      { value: '2019-03-23', count: 2 },
      { value: '2019-03-25', count: 1 },
    ])
  })

  test('levels come most frequent first, at most 20', () => {
    const summary = summaryOf(['b', 'a', 'b', 'b', 'b', ...Array.from({ length: 30 }, (_, index) => `x${index % 10}`)])
    expect(summary.top[0]).toEqual({ value: 'b', count: 4 })
    expect(summaryOf(Array.from({ length: 60 }, (_, index) => `x${index % 30}`)).top).toHaveLength(20)
    expect(summary).toMatchObject({ kind: 'category', distinct: 12, min: null, histogram: null })
  })
})

describe('findings', () => {
  const numbered = Array.from({ length: 100 }, (_, row) => String(row + 1))
  test.each<[string, string[], string]>([
    ['always the same', ['a', 'a', 'a'], 'constant'],
    ['nearly always the same', numbered.map((_, row) => (row === 7 ? 'b' : 'a')), 'almostConstant'],
    ['a running number', numbered, 'identifier'],
    ['a name for every row', numbered.map((number) => `id-${number}`), 'identifier'],
    ['many missing', ['1', '', '', '2'], 'manyMissing'],
    ['no values at all', ['', 'NA', ''], 'allMissing'],
    ['a marker', ['1', 'NA', '2'], 'markerRead'],
    ['many texts', numbered.map((number, row) => `text ${row < 20 ? 1 : number}`), 'manyLevels'],
    ['numbers but for one', [...numbered, 'about 7'], 'nearlyNumbers'],
    ['dates of either order', ['01/02/2020', '03/04/2020'], 'ambiguousDate'],
    ['numbers of either format', ['1,234', '2,345'], 'ambiguousNumber'],
    ['the order of dates', ['13/02/2020', '03/04/2020'], 'dateOrder'],
    ['the decimal sign', ['1,5', '2,5'], 'numberFormat'],
  ])('%s', (_, texts, kind) => {
    expect(warningsOf(texts)).toContain(kind)
  })

  test('an ordinary column has none', () => {
    expect(warningsOf(numbered.map((_, row) => String((row * 37) % 17)))).toEqual([])
    expect(warningsOf(numbered.map((_, row) => 'abc'[row % 3] ?? ''))).toEqual([])
  })

  test('measurements that happen to be all different identify nothing', () => {
    expect(warningsOf(numbered.map((number) => String(Number(number) * 1.37)))).not.toContain('identifier')
  })

  test('a marker can be kept as a value by its remedy', () => {
    const [finding] = summaryOf(['DE', 'NA', 'DE', 'FR']).warnings
    expect(finding).toMatchObject({ message: '“NA” was read as missing in “c” (1 time).' })
    expect(finding?.remedies).toEqual([
      { kind: 'keepMarker', label: 'Keep “NA” as a value', column: 'c', marker: 'NA' },
    ])
    const kept = summaryOf(['DE', 'NA', 'DE', 'FR'], { name: 'c', index: 0, missingMarkers: [] })
    expect(kept).toMatchObject({ missing: 0, distinct: 3, warnings: [] })
  })

  test('what does not fit a chosen kind is named with its row', () => {
    const summary = summaryOf(['1', 'x', '2'], { name: 'c', index: 0, kind: 'number' })
    expect(summary).toMatchObject({ unparsed: 1, missing: 1, inferredKind: 'category' })
    expect(summary.warnings.find((finding) => finding.kind === 'unparsed')).toMatchObject({
      message: '1 value of “c” is no number and counts as missing: “x”.',
      rows: [1],
    })
  })
})

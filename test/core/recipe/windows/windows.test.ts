import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillGaps, parts } from '../../../../src/core/recipe/windows/fill.ts'
import { rolling, type RollingStatistic } from '../../../../src/core/recipe/windows/rolling.ts'
import { sequencesOf, type Sequences } from '../../../../src/core/recipe/windows/sequences.ts'
import { differences, shifted, shiftedNumbers } from '../../../../src/core/recipe/windows/shift.ts'
import { fillMethods } from '../../../../src/shared/recipes.ts'
import { coded, numbers } from '../../../support/tables.ts'
import reference from './windowsReference.json' with { type: 'json' }

const rollingStatistics: readonly RollingStatistic[] = ['mean', 'sum', 'min', 'max', 'std']

const upTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row)

/** Values by row of the table from values by row of the sequences. */
function byRow(found: Float64Array, { rows }: Sequences, total: number): Float64Array {
  const values = new Float64Array(total).fill(NaN)
  for (const [at, row] of rows.entries()) values[row] = found[at] ?? NaN
  return values
}

describe.each(reference.cases)('windows as in pandas', ({ values, times, groups, shift, diff, fill, ...more }) => {
  const sequences = sequencesOf(upTo(values.length), numbers('t', times), coded('g', groups))
  const inOrder = Float64Array.from(sequences.rows, (row) => values[row] ?? NaN)
  const expectRows = (found: Float64Array, expected: readonly (number | null)[]): void => {
    const rows = byRow(found, sequences, values.length)
    for (const [row, value] of expected.entries()) {
      if (value === null) expect(rows[row], `row ${row}`).toBeNaN()
      else
        expect(Math.abs((rows[row] ?? NaN) - value), `row ${row}`).toBeLessThanOrEqual(1e-9 * (Math.abs(value) + 1e-6))
    }
  }

  it('shift', () => {
    for (const [by, expected] of Object.entries(shift)) {
      expectRows(shiftedNumbers(inOrder, sequences, Number(by)), expected)
    }
  })

  it('diff', () => {
    for (const [by, expected] of Object.entries(diff)) expectRows(differences(inOrder, sequences, Number(by)), expected)
  })

  it.each(more.rolling)('rolling $statistic of $rows, at least $atLeast', ({ statistic, values: expected, ...how }) => {
    const known = rollingStatistics.find((name) => name === statistic) ?? 'mean'
    expect(known).toBe(statistic)
    expectRows(rolling(inOrder, sequences, { ...how, statistic: known }), expected)
  })

  it.each(fillMethods)('fill %s', (method) => {
    const part = new Uint8Array(values.length).fill(parts.train)
    expectRows(fillGaps(inOrder, NaN, sequences, part, method, inOrder.slice()), fill[method])
  })
})

const series = fc.record({
  values: fc.array(fc.option(fc.integer({ min: -50, max: 50 }), { nil: NaN, freq: 4 }), {
    minLength: 8,
    maxLength: 40,
  }),
  groups: fc.integer({ min: 1, max: 3 }),
})

describe('no look-ahead', () => {
  it('in lags, differences and rolling statistics: a later row changes no earlier one', () => {
    fc.assert(
      fc.property(
        series,
        fc.nat(),
        fc.double({ noNaN: true }),
        fc.integer({ min: 1, max: 6 }),
        (made, at, other, n) => {
          const { values, groups } = made
          const changed = at % values.length
          const group = numbers(
            'g',
            values.map((_, row) => row % groups),
          )
          const sequences = sequencesOf(upTo(values.length), null, group)
          const derived = (source: readonly number[]): Float64Array[] => {
            const inOrder = Float64Array.from(sequences.rows, (row) => source[row] ?? NaN)
            return [
              shiftedNumbers(inOrder, sequences, n),
              differences(inOrder, sequences, n),
              ...rollingStatistics.map((statistic: RollingStatistic) =>
                rolling(inOrder, sequences, { statistic, rows: n, atLeast: 1 }),
              ),
            ].map((found) => byRow(found, sequences, source.length))
          }
          const before = derived(values)
          const after = derived(values.map((value, row) => (row === changed ? other : value)))
          for (const [index, column] of before.entries()) {
            for (let row = 0; row < values.length; row++) {
              const isLater = row >= changed && row % groups === changed % groups
              if (!isLater) expect(after[index]?.[row]).toBe(column[row])
            }
          }
        },
      ),
    )
  })

  it('in what fills gaps: no row of a later part changes one of an earlier part', () => {
    fc.assert(
      fc.property(
        series,
        fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
        fc.nat(),
        fc.option(fc.double({ noNaN: true }), { nil: NaN }),
        fc.constantFrom(...fillMethods),
        ({ values }, dealt, at, other, method) => {
          const changed = at % values.length
          const sequences = sequencesOf(upTo(values.length), null, null)
          const part = Uint8Array.from(dealt.slice(0, values.length))
          const own = part[changed] ?? 0
          const filled = (source: readonly number[]): Float64Array => {
            const known = Float64Array.from(source)
            return fillGaps(known, NaN, sequences, part, method, known.slice())
          }
          const before = filled(values)
          const source = values.map((value, row) => (row === changed ? other : value))
          const after = filled(source)
          for (const [row, value] of before.entries()) {
            const isSafe = (part[row] ?? 0) < own || own === parts.none
            if (isSafe && row !== changed) expect(after[row]).toBe(value)
          }
        },
      ),
    )
  })
})

describe('sequencesOf', () => {
  it('leaves out rows without a time or a group', () => {
    const time = numbers('t', [3, null, 1, 2, 5])
    const sequences = sequencesOf(upTo(5), time, coded('g', ['a', 'a', 'b', 'a', null]))
    expect([...sequences.rows]).toEqual([3, 0, 2])
    expect([...sequences.starts]).toEqual([0, 2, 3])
    expect([...shiftedNumbers(Float64Array.from([1, 2, 3]), sequences, 1)]).toEqual([NaN, 1, NaN])
  })

  it('shifts codes of categories', () => {
    const sequences = sequencesOf(upTo(3), null, null)
    expect([...shifted([4, -1, 2], sequences, 1, -1, new Int32Array(3))]).toEqual([-1, 4, -1])
    const part = new Uint8Array(3)
    const codes = Int32Array.from([4, -1, 2])
    expect([...fillGaps(codes, -1, sequences, part, 'backward', codes.slice())]).toEqual([4, 2, 2])
  })

  it('takes no rows', () => {
    const none = sequencesOf(new Uint32Array(0), null, null)
    expect(rolling(new Float64Array(0), none, { statistic: 'mean', rows: 3, atLeast: 1 })).toHaveLength(0)
  })
})

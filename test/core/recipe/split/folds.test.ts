import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderByTime } from '../../../../src/core/recipe/split/byTime.ts'
import { groupFolds, rowFolds, timeFolds, type Fold } from '../../../../src/core/recipe/split/folds.ts'
import { quantileBins } from '../../../../src/core/recipe/split/strata.ts'
import { groupRows } from '../../../../src/core/recipe/split/values.ts'
import { numbers } from '../../../support/tables.ts'
import reference from './foldsReference.json' with { type: 'json' }

const plain = { repeats: 1, shuffle: false, seed: 0 }
const upTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row)
const listed = (folds: readonly Fold[]): number[][][] =>
  folds.map(({ train, validation }) => [Array.from(train), Array.from(validation)])
const counted = (codes: readonly number[]) => ({ codes: Int32Array.from(codes), count: Math.max(...codes) + 1 })
const sorted = (rows: Iterable<number>): number[] => Array.from(rows).sort((a, b) => a - b)

describe('folds as in scikit-learn', () => {
  it.each(reference.plain)('KFold of $rows rows', ({ rows, folds }) => {
    expect(listed(rowFolds(upTo(rows), null, { ...plain, folds: folds.length }))).toEqual(folds)
  })

  it.each(reference.stratified)('StratifiedKFold', ({ codes, folds }) => {
    expect(listed(rowFolds(upTo(codes.length), counted(codes), { ...plain, folds: folds.length }))).toEqual(folds)
  })

  it.each(reference.grouped)('GroupKFold', ({ groups, folds }) => {
    const rows = upTo(groups.length)
    const found = listed(groupFolds(rows, groupRows(numbers('g', groups), rows), folds.length))
    expect(found).toEqual(folds)
  })

  it.each(reference.time)('TimeSeriesSplit of $rows rows with a gap of $gap', ({ rows, gap, folds }) => {
    const ordered = orderByTime(
      upTo(rows),
      Float64Array.from({ length: rows }, (_, row) => row / 2),
    )
    expect(listed(timeFolds(ordered, folds.length, { gap, unit: 'rows' }))).toEqual(folds)
  })
})

describe('quantileBins', () => {
  it.each(reference.bins)('are those of pandas.qcut with $bins bins', ({ values, bins, codes }) => {
    const found = quantileBins(Float64Array.from(values), bins)
    // pandas numbers bins that no value falls into, too.
    const present = sorted(new Set(codes))
    expect(Array.from(found.codes)).toEqual(codes.map((code) => present.indexOf(code)))
    expect(found.count).toBe(present.length)
  })
})

describe('rowFolds', () => {
  it('validates every row once a repeat and never learns from it, whatever the strata', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 24, maxLength: 90 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        (codes, folds, repeats, stratify, shuffle, seed) => {
          const rows = upTo(codes.length).map((row) => row * 2)
          const strata = stratify ? { codes: Int32Array.from(codes), count: 4 } : null
          const found = rowFolds(rows, strata, { folds, repeats, shuffle, seed })
          expect(found).toHaveLength(folds * repeats)
          for (let repeat = 0; repeat < repeats; repeat++) {
            const once = found.slice(repeat * folds, (repeat + 1) * folds)
            expect(sorted(once.flatMap(({ validation }) => Array.from(validation)))).toEqual(Array.from(rows))
            for (const { train, validation } of once) {
              expect(sorted([...train, ...validation])).toEqual(Array.from(rows))
              expect(Math.abs(validation.length - codes.length / folds)).toBeLessThan(1)
            }
          }
        },
      ),
    )
  })

  it('keeps the share of each class to within a row', () => {
    const codes = Int32Array.from({ length: 103 }, (_, row) => (row % 7 === 0 ? 0 : row % 2 === 0 ? 1 : 2))
    const found = rowFolds(upTo(103), { codes, count: 3 }, { folds: 5, repeats: 2, shuffle: true, seed: 3 })
    for (const { validation } of found) {
      for (const code of [0, 1, 2]) {
        const whole = codes.filter((other) => other === code).length
        expect(Math.abs(validation.filter((row) => codes[row] === code).length - whole / 5)).toBeLessThanOrEqual(1)
      }
    }
  })

  it('deals anew in each repeat, and the same for a seed', () => {
    const how = { folds: 4, repeats: 2, shuffle: true, seed: 5 }
    const [first, second] = [rowFolds(upTo(40), null, how), rowFolds(upTo(40), null, how)]
    expect(first).toEqual(second)
    expect(first[0]).not.toEqual(first[4])
    expect(rowFolds(upTo(40), null, { ...how, seed: 6 })).not.toEqual(first)
  })

  it('refuses fewer rows than folds, and classes that are all smaller', () => {
    expect(() => rowFolds(upTo(3), null, { ...plain, folds: 4 })).toThrow('3 rows are too few for 4 folds.')
    expect(() => rowFolds(upTo(6), counted([0, 1, 2, 0, 1, 2]), { ...plain, folds: 3 })).toThrow(/every class/)
  })
})

describe('groupFolds', () => {
  it('validates every row once and no group in two folds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(8), { minLength: 20, maxLength: 80 }),
        fc.integer({ min: 2, max: 4 }),
        (of, folds) => {
          fc.pre(new Set(of).size >= folds)
          const rows = upTo(of.length)
          const found = groupFolds(rows, groupRows(numbers('g', of), rows), folds)
          expect(sorted(found.flatMap(({ validation }) => Array.from(validation)))).toEqual(Array.from(rows))
          for (const { train, validation } of found) {
            const learned = new Set(Array.from(train, (row) => of[row]))
            expect(Array.from(validation).some((row) => learned.has(of[row]))).toBe(false)
          }
        },
      ),
    )
  })

  it('refuses fewer groups than folds', () => {
    const rows = upTo(4)
    expect(() => groupFolds(rows, groupRows(numbers('g', [1, 1, 2, 2]), rows), 3)).toThrow('2 groups are too few')
  })
})

describe('timeFolds', () => {
  it('learns from nothing at or after its validation, nor from within the gap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(200), { minLength: 30, maxLength: 80 }),
        fc.integer({ min: 2, max: 4 }),
        fc.constantFrom<[number, 'rows' | 'days']>([0, 'rows'], [2, 'rows'], [3, 'days']),
        (days, folds, [gap, unit]) => {
          const times = Float64Array.from(days, (day) => day * 86_400_000)
          const ordered = orderByTime(upTo(times.length), times)
          let found: Fold[]
          try {
            found = timeFolds(ordered, folds, { gap, unit })
          } catch (error) {
            expect(String(error)).toMatch(/too few for/)
            return
          }
          const validated = found.flatMap(({ validation }) => Array.from(validation))
          expect(new Set(validated).size).toBe(validated.length)
          for (const { train, validation } of found) {
            const first = Math.min(...validation.map((row) => days[row] ?? 0))
            const last = Math.max(...train.map((row) => days[row] ?? 0))
            expect(first - last).toBeGreaterThan(unit === 'days' ? gap : 0)
            const before = days.filter((day) => day < first).length
            if (unit === 'rows') expect(train.length).toBe(before - gap)
          }
        },
      ),
    )
  })

  it('refuses times that are too few to tell the folds apart', () => {
    const ordered = orderByTime(upTo(12), new Float64Array(12).fill(5))
    expect(() => timeFolds(ordered, 3, { gap: 0, unit: 'rows' })).toThrow(/12 rows are too few for 3 folds/)
  })
})

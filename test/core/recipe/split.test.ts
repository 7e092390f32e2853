import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitRows } from '../../../src/core/recipe/split.ts'
import { DescentError } from '../../../src/shared/errors.ts'

const rowsOf = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row * 3)
const half = { validation: 0.15, test: 0.15, stratify: true, seed: 7 }

describe('splitRows', () => {
  it('gives every row to exactly one split, each in ascending order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 12, maxLength: 200 }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.nat(),
        fc.boolean(),
        (codes, validation, test, seed, stratify) => {
          const rows = rowsOf(codes.length)
          const strata = stratify ? Int32Array.from(codes) : null
          const parts = splitRows(rows, { validation, test, stratify, seed }, strata, 4)
          const all = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b)
          expect(all).toEqual([...rows])
          for (const part of Object.values(parts)) expect([...part]).toEqual([...part].sort((a, b) => a - b))
          if (validation > 0) expect(parts.validation.length).toBeGreaterThan(0)
          if (test > 0) expect(parts.test.length).toBeGreaterThan(0)
          // No class is lost to training.
          const inTraining = new Set(Array.from(parts.train, (row) => codes[row / 3]))
          if (stratify) expect(inTraining.size).toBe(new Set(codes).size)
        },
      ),
    )
  })

  it('rounds the fractions of all rows', () => {
    const { train, validation, test } = splitRows(rowsOf(891), { ...half, stratify: false }, null, 0)
    expect([train.length, validation.length, test.length]).toEqual([623, 134, 134])
  })

  it('keeps the share of each class to within a row', () => {
    const codes = Int32Array.from({ length: 344 }, (_, row) => (row < 152 ? 0 : row < 220 ? 1 : 2))
    const { validation, test } = splitRows(
      Uint32Array.from(codes, (_, row) => row),
      half,
      codes,
      3,
    )
    for (const part of [validation, test]) {
      expect(part.length).toBe(52)
      for (const [code, size] of [152, 68, 124].entries()) {
        const found = part.filter((row) => codes[row] === code).length
        expect(Math.abs(found - (52 * size) / 344)).toBeLessThan(1.01)
      }
    }
  })

  it('depends on the seed alone', () => {
    const once = splitRows(rowsOf(100), half, null, 0)
    expect(splitRows(rowsOf(100), half, null, 0)).toEqual(once)
    expect(splitRows(rowsOf(100), { ...half, seed: 8 }, null, 0).test).not.toEqual(once.test)
  })

  it('leaves a split empty that is not asked for', () => {
    expect(splitRows(rowsOf(10), { ...half, test: 0 }, null, 0).test.length).toBe(0)
  })

  it('says when there are too few rows', () => {
    expect(() => splitRows(rowsOf(2), half, null, 0)).toThrow(DescentError)
    expect(() => splitRows(rowsOf(10), { ...half, validation: 0.6, test: 0.6 }, null, 0)).toThrow(/10 usable rows/)
  })
})

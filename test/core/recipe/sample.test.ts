import fc from 'fast-check'
import { expect, it } from 'vitest'
import { neighbouringRows, sampleColumn, sampleRows, scatteredRows } from '../../../src/core/recipe/sample.ts'
import { sampleSize } from '../../../src/core/recipe/sampleSize.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { stepOf } from '../../support/preparation.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const sizes = { rows: fc.integer({ min: 0, max: 300 }), size: fc.integer({ min: 1, max: 50 }), seed: fc.nat() }

it('takes different rows, ascending, one from each stretch, the same for a seed', () => {
  fc.assert(
    fc.property(sizes.rows, sizes.size, sizes.seed, (rows, size, seed) => {
      const found = [...scatteredRows(rows, size, seed)]
      expect(found).toHaveLength(Math.min(rows, size))
      expect(new Set(found).size).toBe(found.length)
      expect(found).toEqual(found.toSorted((a, b) => a - b))
      if (rows > size)
        for (const [at, row] of found.entries()) expect(Math.floor(((row + 1) * size - 1) / rows)).toBe(at)
      expect([...scatteredRows(rows, size, seed)]).toEqual(found)
    }),
  )
})

it('takes other rows for another seed', () => {
  expect(scatteredRows(100_000, 20, 1)).not.toEqual(scatteredRows(100_000, 20, 2))
})

it('takes rows that follow one another', () => {
  fc.assert(
    fc.property(sizes.rows, sizes.size, sizes.seed, (rows, size, seed) => {
      const found = [...neighbouringRows(rows, size, seed)]
      expect(found).toEqual(Array.from({ length: Math.min(rows, size) }, (_, at) => (found[0] ?? 0) + at))
      if (found.length > 0) expect(found.at(-1)).toBeLessThan(rows)
    }),
  )
})

it.each([neighbouringRows, scatteredRows])(
  'takes rows of both tables where one is the test of another: %o',
  (choose) => {
    const counts = { own: fc.integer({ min: 1, max: 300 }), test: fc.integer({ min: 1, max: 300 }) }
    fc.assert(
      fc.property(counts.own, counts.test, fc.integer({ min: 2, max: 50 }), sizes.seed, (own, test, size, seed) => {
        const rows = own + test
        const found = [...sampleRows({ rows, testFrom: own }, size, (count, most) => choose(count, most, seed))]
        const ofOwn = found.filter((row) => row < own)
        expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b))
        expect(found.every((row) => row < rows)).toBe(true)
        if (rows <= size) expect(found).toHaveLength(rows)
        else {
          expect(found.length).toBeLessThanOrEqual(size)
          expect(found.length - ofOwn.length).toBeGreaterThan(0)
          expect(ofOwn.length).toBeGreaterThanOrEqual(Math.min(own, Math.ceil(size / 2)))
        }
      }),
    )
  },
)

it('takes fewer rows where a step takes long and the table has many columns, and no fewer than the least', () => {
  const recipe = (...steps: Step[]) => recipeFor('y', { steps })
  const size = (columns: number, ...steps: Step[]) => sampleSize(recipe(...steps), columns, 2000)
  const [scale, power] = [stepOf('standardize'), stepOf('yeoJohnson')]
  const [nearest, iterative] = [stepOf('imputeNearest'), stepOf('imputeIterative')]
  expect(size(500, scale)).toBe(2000)
  expect(size(5, scale, nearest)).toBe(2000)
  expect(size(50, { ...nearest, enabled: false })).toBe(2000)
  expect([power, nearest, iterative].map((step) => size(50, scale, step))).toEqual([1000, 250, 250])
  expect(size(30, power, nearest)).toBeLessThan(size(30, nearest))
  expect(size(5000, iterative)).toBe(250)
})

it('keeps the levels that occur, and gaps', () => {
  const table = tableOf(numbers('n', [1, null, 3, 4]), coded('c', ['x', 'y', null, 'z']))
  const rows = Uint32Array.of(1, 2, 3)
  expect(table.columns.map((column) => sampleColumn(column, rows))).toEqual([
    { name: 'n', kind: 'number', values: Float64Array.of(NaN, 3, 4) },
    { name: 'c', kind: 'category', codes: Int32Array.of(0, -1, 1), levels: ['y', 'z'] },
  ])
})

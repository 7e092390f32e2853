import { describe, expect, it } from 'vitest'
import { partsOf } from '../../../src/renderer/features/prepare/split/parts.ts'
import { whyUnfit } from '../../../src/renderer/features/prepare/split/testTables.ts'
import type { ColumnSummary } from '../../../src/shared/datasets.ts'
import { datasetIdSchema } from '../../../src/shared/ids.ts'
import { newStep, recipe } from './recipes.ts'

const { split } = recipe
const testTable = datasetIdSchema.parse('d1')
const shares = (...of: Parameters<typeof partsOf>) => partsOf(...of).map(({ share }) => Number(share?.toFixed(3)))

describe('the parts of a split', () => {
  it('are the fractions asked for until the rows are counted', () => {
    expect(shares(split, undefined, { own: 100, test: null })).toEqual([0.7, 0.15, 0.15])
    const counted = { total: 100, used: 80, dropped: [], train: 60, validation: 12, test: 8 }
    expect(partsOf(split, counted, { own: 100, test: null }).map(({ share, rows }) => [share, rows])).toEqual([
      [0.75, 60],
      [0.15, 12],
      [0.1, 8],
    ])
  })

  it('have the rows of the test’s own table, though the recipe cannot be shown', () => {
    const lengths = (test: number | null) =>
      partsOf({ ...split, testTable }, undefined, { own: 200, test }).map(({ length }) => Number(length.toFixed(3)))
    expect(lengths(200)).toEqual([0.425, 0.075, 0.5])
    expect(lengths(null)).toEqual([0.85, 0.15, 0])
  })

  it('have the shares that are asked for of this table, however many rows the other one has', () => {
    const counted = { total: 700, used: 500, dropped: [], train: 170, validation: 30, test: 300, ofTestTable: 400 }
    for (const rows of [undefined, counted]) {
      const found = partsOf({ ...split, testTable }, rows, { own: 300, test: 400 })
      expect(found.map(({ share }) => share)).toEqual([0.85, 0.15, null])
      expect(found.at(-1)?.rows).toBe(rows === undefined ? 400 : 300)
    }
  })
})

describe('a table for the test', () => {
  const columns = (...of: [string, ColumnSummary['kind']][]) => of.map(([name, kind]) => ({ name, kind }))
  const own = columns(['species', 'category'], ['island', 'category'], ['mass', 'number'], ['note', 'text'])

  it('needs the columns that the recipe needs, read alike', () => {
    expect(whyUnfit(recipe, own, columns(['species', 'text'], ['island', 'boolean'], ['mass', 'number']))).toBeNull()
    expect(whyUnfit(recipe, own, columns(['species', 'category'], ['mass', 'number']))).toBe('has no column “island”')
    expect(whyUnfit(recipe, own, columns(['species', 'text'], ['island', 'text'], ['mass', 'text']))).toBe(
      'reads “mass” as text, not number',
    )
  })

  it('is not judged while a step cannot run', () => {
    const broken = { ...recipe, steps: [{ ...newStep('rename', 'r'), column: 'gone', name: 'new' }] }
    expect(whyUnfit(broken as typeof recipe, own, [])).toBeNull()
  })
})

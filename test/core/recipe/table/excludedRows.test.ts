import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { prepareRows } from '../../../../src/core/recipe/usableRows.ts'
import { previewRecipe } from '../../../support/preview.ts'
import { sampleColumn } from '../../../../src/core/recipe/sample.ts'
import { withTestRows } from '../../../../src/core/recipe/split/testTable.ts'
import type { Recipe } from '../../../../src/shared/recipes.ts'
import { coded, everyStep, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const size = 60
const table = tableOf(
  numbers(
    'x',
    Array.from({ length: size }, (_, row) => row),
  ),
  coded(
    'y',
    Array.from({ length: size }, (_, row) => (row % 3 === 0 ? 'a' : row % 3 === 1 ? 'b' : 'c')),
  ),
)

function recipeWith(rows: number[], changes: Partial<Recipe> = {}): Recipe {
  const split = { validation: 0.2, test: 0.2, stratify: true, seed: 3 }
  const steps = [{ kind: 'excludeRows' as const, id: 'out', enabled: true, rows }, ...everyStep]
  return recipeFor('y', { split, steps, ...changes })
}

describe('rows left out by number', () => {
  it('leave all others where they are', () => {
    const whole = prepareRows(table, recipeWith([])).rows
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 2 * size }), { maxLength: 20 }), (rows) => {
        const without = (part: Uint32Array) => part.filter((row) => !rows.includes(row))
        expect(prepareRows(table, recipeWith(rows)).rows).toEqual({
          train: without(whole.train),
          validation: without(whole.validation),
          test: without(whole.test),
        })
      }),
    )
  })

  it('are left out of every fold, and of no other', () => {
    const folds = { kind: 'rows' as const, folds: 4, seed: 1, stratify: true, shuffle: true, repeats: 1 }
    const before = prepareRows(table, recipeWith([], { folds })).folds() ?? []
    const after = prepareRows(table, recipeWith([4, 5, 6], { folds })).folds() ?? []
    expect(after).toHaveLength(before.length)
    for (const [index, fold] of after.entries()) {
      const without = (part: Uint32Array | undefined) => part?.filter((row) => row < 4 || row > 6)
      expect(fold.train).toEqual(without(before[index]?.train))
      expect(fold.validation).toEqual(without(before[index]?.validation))
    }
  })

  it('take a class with them that has no other row, and are counted by their step', () => {
    const ofC = Array.from({ length: size }, (_, row) => row).filter((row) => row % 3 === 2)
    const prepared = prepareRows(table, recipeWith(ofC))
    expect(prepared.target).toMatchObject({ classes: ['a', 'b'] })
    expect(prepared.droppedByStep).toEqual(new Map([['out', 20]]))
    expect(prepared.dropped).toEqual([{ reason: 'Chosen by number', count: 20 }])
    const { rows, steps } = previewRecipe(table, recipeWith(ofC))
    expect(rows).toMatchObject({ total: 60, used: 40 })
    expect(steps[0]?.summary).toBe('20 rows left out, chosen by number; all others stay in their parts')
  })

  it('are told in a sample by their numbers in the whole table', () => {
    const rowNumbers = Uint32Array.from({ length: 30 }, (_, row) => 2 * row)
    const columns = table.columns.map((column) => sampleColumn(column, rowNumbers))
    const sample = { rows: 30, columns, rowNumbers }
    const { used } = prepareRows(sample, recipeWith([4, 5]), { wholeRows: size })
    expect(used).toHaveLength(29)
    expect(used).not.toContain(2)
  })

  it('are none of the table that gives the test', () => {
    const joined = withTestRows(table, table)
    const recipe = recipeWith([1, size + 1])
    const { rows } = prepareRows(joined, recipe)
    expect(rows.test).toHaveLength(size)
    expect([...rows.train, ...rows.validation]).not.toContain(1)
  })

  it('cannot be all rows that the network would learn from', () => {
    const all = Array.from({ length: size }, (_, row) => row)
    expect(() => prepareRows(table, recipeWith(all))).toThrow(
      /No rows are left to train on. Chosen by number \(60 rows\)/,
    )
  })

  it('are left out no more where the step is switched off', () => {
    const recipe = recipeWith([1, 2])
    const steps = recipe.steps.map((step) => ({ ...step, enabled: step.kind !== 'excludeRows' }))
    expect(prepareRows(table, { ...recipe, steps }).used).toHaveLength(size)
  })
})

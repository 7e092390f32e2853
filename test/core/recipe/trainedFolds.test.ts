import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { prepareRows } from '../../../src/core/recipe/usableRows.ts'
import type { Table } from '../../../src/core/table.ts'
import type { Folds, Recipe } from '../../../src/shared/recipes.ts'
import { featureSteps, madeUpCalendar } from '../../support/steps.ts'
import { featuresArbitrary, mixedColumns, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = 36
const byRows: Folds = { kind: 'rows', folds: 4, repeats: 1, stratify: false, shuffle: true, seed: 3 }
const inTime: Folds = { kind: 'time', folds: 3, column: 'at', gap: 0, unit: 'rows' }
const at = numbers(
  'at',
  Array.from({ length: rows }, (_, row) => row),
)

function targetOf(values: ArrayLike<number>) {
  return numbers('target', Array.from(values))
}

function attempt(table: Table, recipe: Recipe, fold: number) {
  try {
    const { fitted, rows: parts } = fitRecipe(table, recipe, { fold, calendar: madeUpCalendar })
    return { fitted, rows: parts }
  } catch (error) {
    expect(error).toMatchObject({ kind: 'unusable-input' })
    return null
  }
}

const cases = fc.record({
  columns: featuresArbitrary(rows),
  target: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: rows, maxLength: rows }),
  steps: featureSteps(),
  folds: fc.constantFrom(byRows, inTime),
  fold: fc.nat({ max: 2 }),
})

describe('a recipe that is fitted on a fold', () => {
  it('learns nothing from the rows that the fold is validated on, nor from the test rows', () => {
    let compared = 0
    fc.assert(
      fc.property(cases, ({ columns: { features, others }, target, steps, folds, fold }) => {
        // A step that leaves rows out looks at all of them, so that other rows may be used afterwards.
        fc.pre(!steps.some(({ kind }) => kind === 'dropMissingRows'))
        const split = { validation: 0.2, test: 0.2, stratify: false, seed: 1 }
        const recipe = recipeFor('target', { steps, split, folds, roles: { at: 'ignored' } })
        const before = attempt(tableOf(targetOf(target), at, ...features), recipe, fold)
        if (before === null) return
        compared++
        const learned = new Set(before.rows.train)
        expect(Array.from(before.rows.validation).some((row) => learned.has(row))).toBe(false)
        const changed = new Set(Array.from({ length: rows }, (_, row) => row).filter((row) => !learned.has(row)))
        const elsewhere = target.map((value, row) => (changed.has(row) ? value * -3 + 1e6 : value))
        const mixed = tableOf(targetOf(elsewhere), at, ...mixedColumns(features, others, changed))
        expect(attempt(mixed, recipe, fold)).toEqual(before)
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('has the rows of that fold, and the test rows of the whole', () => {
    const table = tableOf(targetOf(at.values.map((row) => row % 7)), at)
    const split = { validation: 0.2, test: 0.25, stratify: false, seed: 1 }
    const recipe = recipeFor('target', { steps: [], split, folds: byRows })
    const whole = prepareRows(table, recipe)
    const folds = whole.folds() ?? []
    const validated: number[] = []
    for (const [index, { train, validation }] of folds.entries()) {
      const { rows: parts, used } = prepareRows(table, recipe, { fold: index })
      expect(parts).toEqual({ train, validation, test: whole.rows.test })
      expect(used).toEqual(whole.used)
      validated.push(...validation)
    }
    expect(validated.sort((a, b) => a - b)).toEqual(
      [...whole.rows.train, ...whole.rows.validation].sort((a, b) => a - b),
    )
  })

  it('is refused where the recipe has no such fold', () => {
    const table = tableOf(targetOf(at.values.map((row) => row % 7)), at)
    const recipe = recipeFor('target', { steps: [], folds: byRows })
    expect(() => prepareRows(table, recipe, { fold: 4 })).toThrow('There is no fold 5 to train on: the recipe has 4.')
    const without = recipeFor('target', { steps: [] })
    expect(() => prepareRows(table, without, { fold: 0 })).toThrow(
      'There is no fold 1 to train on: the recipe has none.',
    )
  })
})

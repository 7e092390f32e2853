import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe, type FittedTable } from '../../../src/core/recipe/fit.ts'
import { needsOf } from '../../../src/core/recipe/needs.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import type { Table, TableColumn } from '../../../src/core/table.ts'
import { fittedRecipeSchema, recipeSchema, type Recipe } from '../../../src/shared/recipes.ts'
import { featureKinds, featureSteps, formulasOf, madeUpCalendar } from '../../support/steps.ts'
import { allRows, featuresArbitrary, mixedColumns, recipeFor, tableOf, targetArbitrary } from '../../support/tables.ts'

const rows = 30

/** What is fitted, and of which rows; null where it is refused, with a reason, for this table. */
function attempt(
  table: Table,
  recipe: Parameters<typeof fitRecipe>[1],
): Omit<FittedTable, 'table' | 'unfilled'> | null {
  try {
    const {
      fitted,
      rows: parts,
      dropped,
    } = fitRecipe(table, recipe, {
      needs: needsOf({ hidden: [] }),
      calendar: madeUpCalendar,
    })
    return { fitted, rows: parts, dropped }
  } catch (error) {
    expect(error).toMatchObject({ kind: 'unusable-input' })
    return null
  }
}

/** A regression target outside the training rows; a class stays, for it decides the split. */
function otherTarget(target: TableColumn, changed: ReadonlySet<number>): TableColumn {
  if (!('values' in target)) return target
  return { ...target, values: target.values.map((value, row) => (changed.has(row) ? value * -3 + 1e6 : value)) }
}

const cases = fc.record({
  columns: featuresArbitrary(rows),
  target: targetArbitrary(rows),
  learned: featureSteps(),
  derive: fc.boolean(),
  targetTransform: fc.constantFrom<Recipe['targetTransform']>('none', 'yeoJohnson'),
  seed: fc.nat({ max: 99 }),
})

describe('a recipe of any steps', () => {
  it('learns nothing from validation and test rows', () => {
    let compared = 0
    fc.assert(
      fc.property(cases, ({ columns: { features, others }, target, learned, derive, targetTransform, seed }) => {
        const steps = derive ? [...formulasOf(features), ...learned] : learned
        const split = { validation: 0.3, test: 0.2, stratify: true, seed }
        const recipe = recipeFor('target', { steps, split, targetTransform })
        const before = attempt(tableOf(target, ...features), recipe)
        if (before === null) return
        compared++
        // A step that leaves rows out looks at all of them, so that other rows may be used afterwards.
        if (steps.some(({ kind }) => kind === 'dropMissingRows')) return
        const training = new Set(before.rows.train)
        const changed = new Set(Array.from({ length: rows }, (_, row) => row).filter((row) => !training.has(row)))
        const mixed = tableOf(otherTarget(target, changed), ...mixedColumns(features, others, changed))
        expect(attempt(mixed, recipe)).toEqual(before)
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('makes of each row what that row and the state say, in whatever company, after a way through JSON too', () => {
    let compared = 0
    fc.assert(
      fc.property(cases, fc.nat(), ({ columns: { features, others }, target, learned, derive, seed }, drawn) => {
        const steps = derive ? [...formulasOf(features), ...learned] : learned
        const recipe = recipeFor('target', { steps, split: { validation: 0.2, test: 0.2, stratify: true, seed } })
        const found = attempt(tableOf(target, ...features), recipe)
        if (found === null) return
        compared++
        const foreign = tableOf(target, ...others)
        const { inputs, kept } = transformInputs(foreign, found.fitted, allRows(foreign))
        // JSON has no -0, and no other difference.
        const written: unknown = JSON.parse(JSON.stringify(found.fitted))
        const stored = fittedRecipeSchema.parse(written)
        expect(stored).toEqual(written)
        const width = found.fitted.inputs.length
        const row = drawn % rows
        const alone = transformInputs(foreign, stored, Uint32Array.of(row))
        const at = kept.indexOf(row)
        expect(alone.kept.length).toBe(at < 0 ? 0 : 1)
        const unsigned = (values: Float32Array) => values.map((value) => value + 0)
        if (at >= 0) expect(unsigned(alone.inputs)).toEqual(unsigned(inputs.slice(at * width, (at + 1) * width)))
      }),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('is itself after a way through JSON', () => {
    fc.assert(
      fc.property(featureSteps(), (steps) => {
        const recipe = recipeFor('target', { steps })
        expect(recipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
      }),
    )
  })

  it.each(featureKinds)('%s can be alone before the steps that close a recipe', (kind) => {
    let fitted = 0
    fc.assert(
      fc.property(
        featuresArbitrary(rows),
        targetArbitrary(rows),
        featureSteps([kind]),
        ({ features }, target, steps) => {
          if (attempt(tableOf(target, ...features), recipeFor('target', { steps })) !== null) fitted++
        },
      ),
      { numRuns: 40 },
    )
    expect(fitted).toBeGreaterThan(4)
  })
})

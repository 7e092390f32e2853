import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { planPreview } from '../../../../src/core/recipe/preview.ts'
import { requireTestColumns, withTestRows } from '../../../../src/core/recipe/split/testTable.ts'
import { prepareRows } from '../../../../src/core/recipe/usableRows.ts'
import type { Table } from '../../../../src/core/table.ts'
import type { Recipe } from '../../../../src/shared/recipes.ts'
import { featureSteps, madeUpCalendar } from '../../../support/steps.ts'
import { coded, featuresArbitrary, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const own = tableOf(
  numbers('size', [1, 2, 3, 4]),
  coded('place', ['hill', 'wood', null, 'hill']),
  coded('sold', ['true', 'false', 'true', 'true'], 'boolean'),
)
const test = tableOf(
  coded('place', ['shore', 'wood']),
  numbers('size', [9, null]),
  coded('sold', ['True', 'FALSE'], 'boolean'),
  numbers('other', [0, 0]),
)

describe('a table with test rows behind', () => {
  it('joins columns by name, codes by level', () => {
    const joined = withTestRows(own, test)
    expect(joined).toEqual({
      rows: 6,
      testFrom: 4,
      columns: [
        numbers('size', [1, 2, 3, 4, 9, null]),
        { ...coded('place', ['hill', 'wood', null, 'hill', 'shore', 'wood']) },
        coded('sold', ['true', 'false', 'true', 'true', 'true', 'false'], 'boolean'),
      ],
    })
  })

  it('is refused where a column is not there or is read otherwise', () => {
    const named = (name: string, table: Table) => ({ name, columns: table.columns })
    const needed = new Set(['size', 'place'])
    expect(() => requireTestColumns(named('A', own), named('B', test), needed)).not.toThrow()
    expect(() => requireTestColumns(named('A', own), named('B', tableOf(numbers('size', [1]))), needed)).toThrow(
      '“B”, the table of the test rows, has no column “place”.',
    )
    const asText = tableOf(coded('size', ['9'], 'text'), coded('place', ['wood']))
    expect(() => requireTestColumns(named('A', own), named('B', asText), needed)).toThrow(
      '“size” is read as text in “B”, the table of the test rows, and as number in “A”.',
    )
  })
})

const rows = 30
const testRows = 8
const split = { validation: 0.2, test: 0.3, stratify: false, seed: 2 }

function attempt(table: Table, recipe: Recipe) {
  try {
    return fitRecipe(table, recipe, { calendar: madeUpCalendar })
  } catch (error) {
    expect(error).toMatchObject({ kind: 'unusable-input' })
    return null
  }
}

describe('a recipe with a test table', () => {
  it('learns what it learns without it, whatever the test rows hold', () => {
    const targets = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: rows, maxLength: rows })
    let compared = 0
    fc.assert(
      fc.property(
        featuresArbitrary(rows),
        featuresArbitrary(testRows),
        targets,
        featureSteps(),
        ({ features }, { features: others }, target, steps) => {
          const alone = tableOf(numbers('target', target), ...features)
          const known = new Map(features.map(({ name, kind }) => [name, kind]))
          const fitting = others.filter(({ name, kind }) => known.get(name) === kind)
          const behind = tableOf(numbers('target', new Array<number>(testRows).fill(1e6)), ...fitting)
          const recipe = recipeFor('target', { steps, split })
          const without = attempt(alone, { ...recipe, split: { ...split, test: 0 } })
          const withTest = attempt(withTestRows(alone, behind), recipe)
          if (without === null || withTest === null) return
          compared++
          expect({ ...withTest.fitted, recipe: null }).toEqual({ ...without.fitted, recipe: null })
          expect(withTest.rows.train).toEqual(without.rows.train)
          expect(withTest.rows.validation).toEqual(without.rows.validation)
          expect(withTest.rows.test.every((row) => row >= rows)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('keeps the test rows out of steps over several rows, and filters them', () => {
    const alone = tableOf(numbers('x', [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), numbers('y', [...Array(12).keys()]))
    const behind = tableOf(numbers('x', [1, 1, 2, 99]), numbers('y', [0, 0, 2, 5]))
    const steps: Recipe['steps'] = [
      { kind: 'dropDuplicates', id: 'd', enabled: true, columns: ['x'], keep: 'first' },
      { kind: 'filterRows', id: 'f', enabled: true, formula: 'x < 50' },
    ]
    const prepared = prepareRows(withTestRows(alone, behind), recipeFor('y', { steps, split }))
    expect([...prepared.rows.test]).toEqual([12, 13, 14])
    expect(prepared.droppedByStep).toEqual(
      new Map([
        ['d', 1],
        ['f', 1],
      ]),
    )
  })

  it('counts what a filter and a step for missing values leave out of each table, and of both together', () => {
    const alone = tableOf(
      numbers('x', [99, 98, null, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
      numbers('y', [...Array(12).keys()]),
    )
    const behind = tableOf(numbers('x', [1, null, 97]), numbers('y', [0, 0, 2]))
    const steps: Recipe['steps'] = [
      { kind: 'filterRows', id: 'f', enabled: true, formula: 'x < 50 or isMissing(x)' },
      { kind: 'dropMissingRows', id: 'm', enabled: true, columns: ['x'], maxShare: 0 },
    ]
    const recipe = recipeFor('y', { steps, split: { ...split, testTable: 't' }, task: 'regression' })
    const { rows: counts, steps: seen } = planPreview(withTestRows(alone, behind), recipe).preview
    expect(counts).toMatchObject({ total: 15, ofTestTable: 3, used: 10, test: 1 })
    expect(counts.dropped).toEqual([
      { reason: 'Not x < 50 or isMissing(x)', count: 2 },
      { reason: 'Not x < 50 or isMissing(x)', count: 1, inTestTable: true },
      { reason: '“x” is missing', count: 1 },
      { reason: '“x” is missing', count: 1, inTestTable: true },
    ])
    expect(seen.map(({ summary }) => summary.slice(0, 6))).toEqual(['3 rows', '2 rows'])
  })

  it('works series out in each table for itself', () => {
    const alone = tableOf(numbers('at', [1, 2, 3, 4, 5, 6, 7, 8]), numbers('y', [1, 2, 3, 4, 5, 6, 7, 8]))
    const behind = tableOf(numbers('at', [3, 2]), numbers('y', [300, 200]))
    const steps = [
      {
        kind: 'window' as const,
        id: 'w',
        enabled: true,
        column: 'y',
        statistic: 'lag' as const,
        rows: [1],
        orderBy: 'at',
        groupBy: null,
        atLeast: 1,
        present: false,
      },
    ]
    const { worked } = prepareRows(withTestRows(alone, behind), recipeFor('y', { steps, split, task: 'regression' }))
    const lag = worked.columns.at(-1)
    expect(lag !== undefined && 'values' in lag && [...lag.values]).toEqual([NaN, 1, 2, 3, 4, 5, 6, 7, 200, NaN])
  })

  it('leaves out test rows of a class that cannot be learned', () => {
    const alone = tableOf(
      numbers('x', [...Array(12).keys()]),
      coded(
        'kind',
        Array.from({ length: 12 }, (_, row) => (row % 2 === 0 ? 'a' : 'b')),
      ),
    )
    const behind = tableOf(numbers('x', [1, 2, 3]), coded('kind', ['c', 'a', null]))
    const prepared = prepareRows(withTestRows(alone, behind), recipeFor('kind', { steps: [], split }))
    expect(prepared.target).toMatchObject({ task: 'classification', classes: ['a', 'b'] })
    expect([...prepared.rows.test]).toEqual([13])
    expect(prepared.dropped).toEqual([
      { reason: 'The target “kind” is missing', count: 1, inTestTable: true },
      { reason: "Their “kind” occurs in the test's table alone", count: 1, inTestTable: true },
    ])
  })
})

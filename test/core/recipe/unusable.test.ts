import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import type { Table } from '../../../src/core/table.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import { stepSchema, type Recipe } from '../../../src/shared/recipes.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const x = numbers('x', [1, 2, 3, 4, 5, 6])
const y = numbers('y', [1, 2, 3, 4, 5, 7])

function failure(table: Table, recipe: Recipe): DescentError {
  try {
    fitRecipe(table, recipe)
  } catch (error) {
    if (error instanceof DescentError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

interface Case {
  what: string
  table: Table
  changes?: Partial<Recipe>
  says: RegExp
  column: string | undefined
}

const outlying = numbers('x', [1, 2, 3, 4, 5, 600])
const withoutOutliers = stepSchema.parse({ kind: 'outliers', id: 'o', columns: ['x'], action: 'missing' })
const complete = stepSchema.parse({ kind: 'dropMissingRows', id: 'd', columns: 'all' })

const cases: Case[] = [
  {
    what: 'outliers made missing that no step fills',
    table: tableOf(outlying, y),
    changes: { steps: [withoutOutliers, complete], split: { validation: 0, test: 0, stratify: false, seed: 0 } },
    says: /lacks one value [^]*Its outliers became missing, and rows are left out for gaps of the table alone: add a step that fills/,
    column: 'x',
  },
  { what: 'no target chosen', table: tableOf(x, y), changes: { target: null }, says: /No target/, column: undefined },
  { what: 'a target that is not there', table: tableOf(x), says: /no column “y”/, column: 'y' },
  {
    what: 'a target that is all missing',
    table: tableOf(x, numbers('y', [null, null, null, null, null, null])),
    says: /Every value of the target “y” is missing/,
    column: 'y',
  },
  {
    what: 'a categorical target that is all missing',
    table: tableOf(x, coded('y', [null, null, null, null, null, null])),
    says: /Every value of the target “y” is missing/,
    column: 'y',
  },
  { what: 'a constant target', table: tableOf(x, numbers('y', [4, 4, 4, 4, 4, 4])), says: /always 4/, column: 'y' },
  {
    what: 'a target with one value',
    table: tableOf(x, numbers('y', [null, 4, null, null, null, null])),
    says: /“y” has a value in a single row/,
    column: 'y',
  },
  {
    what: 'one row for training',
    table: tableOf(numbers('x', [1, 2, 3]), numbers('y', [1, 2, 3])),
    changes: { split: { validation: 0.15, test: 0.15, stratify: false, seed: 0 } },
    says: /Of 3 usable rows a single one is for training/,
    column: 'y',
  },
  {
    what: 'one class',
    table: tableOf(x, coded('y', ['a', 'a', 'a', 'a', 'a', null])),
    says: /always “a”/,
    column: 'y',
  },
  {
    what: 'a class with a single row',
    table: tableOf(x, coded('y', ['a', 'a', 'a', 'b', 'b', 'c'])),
    says: /class “c” of the target “y” has a single row/,
    column: 'y',
  },
  { what: 'a date as target', table: tableOf(x, dates('y', ['2020-01-01'])), says: /“y” is a date/, column: 'y' },
  {
    what: 'a regression on categories',
    table: tableOf(x, coded('y', ['a', 'a', 'a', 'b', 'b', 'b'])),
    changes: { task: 'regression' },
    says: /“y” is a category, and a regression needs numbers/,
    column: 'y',
  },
  {
    what: 'no features',
    table: tableOf(x, y),
    changes: { roles: { x: 'ignored' } },
    says: /No column is left to learn from/,
    column: undefined,
  },
  {
    what: 'no rows left',
    table: tableOf(numbers('x', [null, null, null, null, null, null]), y),
    changes: { steps: [{ kind: 'dropMissingRows', id: 'drop', enabled: true, columns: 'all', maxShare: 0 }] },
    says: /No rows are left.*“x” is missing \(6 rows\)/,
    column: undefined,
  },
  {
    what: 'categories that no step encodes',
    table: tableOf(coded('c', ['a', 'b', 'a', 'b', 'a', 'b']), y),
    changes: { steps: [] },
    says: /“c” still holds categories/,
    column: 'c',
  },
  {
    what: 'dates that no step turns into numbers',
    table: tableOf(dates('d', ['2020-01-01', null, null, null, null, null]), y),
    changes: { steps: [] },
    says: /“d” still holds dates/,
    column: 'd',
  },
  {
    what: 'gaps that no step fills',
    table: tableOf(numbers('x', [null, null, null, null, null, null]), y),
    changes: { steps: [] },
    says: /“x” still lacks 4 values/,
    column: 'x',
  },
  {
    what: 'numbers beyond float32',
    table: tableOf(numbers('x', [1e300, 1e301, 1e302, 1e300, 1e301, 1e302]), y),
    changes: { steps: [] },
    says: /“x” holds numbers beyond/,
    column: 'x',
  },
  {
    what: 'features without any level',
    table: tableOf(coded('c', [null, null, null, null, null, null]), y),
    changes: { steps: [{ kind: 'oneHot', id: 'encode', enabled: true, columns: 'all', maxLevels: 9 }] },
    says: /Nothing is left for the network/,
    column: 'c',
  },
]

describe('what cannot be trained is refused with the column and a remedy', () => {
  it.each(cases)('$what', ({ table, changes, says, column }) => {
    const error = failure(table, recipeFor('y', changes))
    expect(error.kind).toBe('unusable-input')
    expect(`${error.message} ${error.hint}`).toMatch(says)
    expect(error.where?.column).toBe(column)
    expect(error.hint).toMatch(/\w+/)
  })
})

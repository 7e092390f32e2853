import { expect, it } from 'vitest'
import { foldsId } from '../../../src/core/comparison/foldsId.ts'
import { stepSchema, type Recipe } from '../../../src/shared/recipes.ts'
import { recipeFor } from '../../support/tables.ts'

const step = (settings: object) => stepSchema.parse({ id: 'step', ...settings })
const id = (changes: Partial<Recipe>) => foldsId('data', recipeFor('y', { steps: [], ...changes }))

it('is the same as long as the rows of each fold are', () => {
  const scaled = step({ kind: 'standardize', columns: 'numbers' })
  const made = step({ kind: 'formula', name: 'double', formula: '[x] * 2' })
  expect(id({ steps: [scaled, made] })).toBe(id({}))
  expect(id({ roles: { x: 'ignored' } })).toBe(id({}))
  const filter = step({ kind: 'filterRows', formula: '[double] > 1' })
  expect(id({ steps: [filter] })).not.toBe(id({}))
  // What a filter looks at may be made otherwise.
  expect(id({ steps: [made, filter] })).not.toBe(id({ steps: [filter] }))
  const dropped = step({ kind: 'dropMissingRows', columns: 'all' })
  expect(id({ steps: [dropped], roles: { x: 'ignored' } })).not.toBe(id({ steps: [dropped] }))
  expect(id({ folds: { kind: 'group', folds: 3, column: 'g' } })).not.toBe(id({}))
  expect(foldsId('other', recipeFor('y', { steps: [] }))).not.toBe(id({}))
})

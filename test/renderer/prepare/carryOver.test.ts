import { expect, it } from 'vitest'
import { carryOver } from '../../../src/renderer/features/prepare/carryOver.ts'
import { newStep, recipe, tableOf } from './recipes.ts'

const present = { ...recipe, target: 'price', roles: { price: 'target', age: 'ignored' } as const, steps: [] }

it('takes the recipe whole where all its columns are there', () => {
  const table = tableOf('species', 'island', 'mass', 'note')
  expect(carryOver(recipe, table, { ...present, roles: {} })).toEqual({ recipe, lacking: [] })
})

it('leaves out and lists columns that are not there, but for those it ignores', () => {
  const steps = [
    newStep('impute', 'all'),
    { ...newStep('minMax', 'two'), columns: ['mass', 'depth'] },
    { ...newStep('minMax', 'none'), columns: ['depth'] },
  ]
  const found = carryOver({ ...recipe, steps }, tableOf('species', 'mass'), present)
  expect(found.lacking).toEqual(['island', 'depth'])
  expect(found.recipe.roles).toEqual({ species: 'target', mass: 'feature' })
  expect(found.recipe.steps).toEqual([steps[0], { ...steps[1], columns: ['mass'] }])
})

it('keeps the target of a table that lacks the recipe’s, and the roles that the recipe does not know', () => {
  const found = carryOver(recipe, tableOf('price', 'age', 'mass'), { ...present, task: 'regression' })
  expect(found.recipe.target).toBe('price')
  expect(found.recipe.task).toBe('regression')
  expect(found.recipe.roles).toEqual({ price: 'target', age: 'ignored', mass: 'feature' })
  expect(found.lacking).toEqual(['species', 'island'])
})

it('has one target where both recipes’ are there', () => {
  const found = carryOver(recipe, tableOf('price', 'species'), present)
  expect(found.recipe.target).toBe('species')
  expect(Object.values(found.recipe.roles).filter((role) => role === 'target')).toHaveLength(1)
})

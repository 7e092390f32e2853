import { expect, it } from 'vitest'
import { carryOver, withPasted } from '../../../src/renderer/features/prepare/carryOver.ts'
import { stepSchema } from '../../../src/shared/recipes.ts'
import { roleOf, withRole } from '../../../src/renderer/features/prepare/recipeChanges.ts'
import { newStep, recipe, tableOf } from './recipes.ts'

const present = { ...recipe, target: 'price', roles: { price: 'target', age: 'ignored' } as const, steps: [] }

it('takes the recipe whole where all its columns are there', () => {
  const table = tableOf('species', 'island', 'mass', 'note')
  expect(carryOver(recipe, table, { ...present, roles: {} })).toEqual({ recipe, lacking: [], refused: [] })
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

it('keeps columns that steps make, and switches off steps that lack what they are made of', () => {
  const formula = (id: string, name: string, text: string) => ({
    ...newStep('formula', id),
    name,
    formula: text,
  })
  const steps = [formula('a', 'double', 'mass * 2'), formula('b', 'depths', 'depth + double')]
  const made: typeof recipe = { ...recipe, steps, roles: { ...recipe.roles, double: 'weight', depths: 'ignored' } }
  const found = carryOver(made, tableOf('species', 'island', 'mass', 'note'), present)
  expect(found.lacking).toEqual(['depth'])
  expect(found.refused.map(({ id }) => id)).toEqual(['b'])
  expect(found.recipe.steps.map(({ enabled }) => enabled)).toEqual([true, false])
  expect(found.recipe.roles).toEqual({ ...recipe.roles, double: 'weight' })
})

it('does not list columns of windows as lacking', () => {
  const window = stepSchema.parse({ kind: 'window', id: 'w', column: 'mass', statistic: 'ahead', rows: [3] })
  const scale = { ...newStep('minMax', 's'), columns: ['mass ahead 3'] }
  const made: typeof recipe = { ...recipe, target: 'mass ahead 3', roles: {}, steps: [window, scale] }
  const found = carryOver(made, tableOf('mass'), present)
  expect(found.lacking).toEqual([])
  expect(found.recipe.target).toBe('mass ahead 3')
})

it('keeps the roles of columns that steps rename', () => {
  const rename = stepSchema.parse({ kind: 'rename', id: 'r', column: 'note', name: 'remark' })
  const made: typeof recipe = { ...recipe, steps: [rename] }
  const found = carryOver(made, tableOf('species', 'island', 'mass', 'note'), present)
  expect(roleOf(found.recipe, 'remark')).toBe('ignored')
  // A role of its own lets it be a feature again.
  const again = withRole(found.recipe, 'remark', 'feature')
  expect(roleOf(again, 'remark')).toBe('feature')
})

it('adds pasted steps where they belong, with ids of their own, and switches off what cannot run', () => {
  const formula = { ...newStep('formula', 'fill'), name: 'double', formula: 'depth * 2' }
  const scale = { ...newStep('minMax', 'scale'), columns: ['mass', 'depth'] }
  const found = withPasted(recipe, [formula, scale], tableOf('species', 'island', 'mass', 'note'))
  expect(found.recipe.steps.map(({ kind }) => kind)).toEqual(['formula', 'impute', 'standardize', 'minMax', 'oneHot'])
  expect(new Set(found.recipe.steps.map(({ id }) => id)).size).toBe(5)
  expect(found.recipe.steps[0]?.enabled).toBe(false)
  expect(found.lacking).toEqual(['depth'])
  expect(found.refused.map(({ kind }) => kind)).toEqual(['formula'])
})

it('keeps the present split where the table lacks the columns that deal the rows', () => {
  const by = { kind: 'time' as const, column: 'day', gap: 1, unit: 'days' as const }
  const timed = { ...recipe, split: { ...recipe.split, by } }
  expect(carryOver(timed, tableOf('species', 'mass'), present).recipe.split).toEqual(present.split)
  expect(carryOver(timed, tableOf('species', 'mass', 'day'), present).recipe.split).toEqual(timed.split)
})

it('carries how rows are dealt and folds, but not whose rows are the test', () => {
  const made = {
    ...recipe,
    folds: { kind: 'group' as const, folds: 4, column: 'island' },
    split: { ...recipe.split, by: { kind: 'group' as const, column: 'island' }, testTable: 'other' },
  }
  const own = { ...present, split: { ...recipe.split, testTable: 'own' } }
  const found = carryOver(made, tableOf('species', 'island', 'mass', 'note'), own).recipe
  expect(found.folds).toEqual(made.folds)
  expect(found.split).toEqual({ ...made.split, testTable: 'own' })
  const without = carryOver(made, tableOf('species', 'mass'), own).recipe
  expect(without.split).toEqual(own.split)
  expect(without.folds).toBeUndefined()
})

it('leaves what pasted steps say of columns that are not there out', () => {
  const pasted = [
    { ...newStep('minMax', 'two'), columns: ['mass', 'depth'] },
    { ...newStep('minMax', 'none'), columns: ['depth'] },
  ]
  const found = withPasted({ ...present, steps: [] }, pasted, tableOf('price', 'mass'))
  expect(found.recipe.steps.map((step) => 'columns' in step && step.columns)).toEqual([['mass']])
  expect(found).toMatchObject({ lacking: ['depth'], refused: [] })
})

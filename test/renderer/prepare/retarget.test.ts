import { expect, it } from 'vitest'
import { retarget } from '../../../src/renderer/features/prepare/recipeChanges.ts'
import type { Recipe, SuggestedRecipe } from '../../../src/shared/recipes.ts'
import { recipe } from './recipes.ts'

it('forgets with another target what was settled for the old one', () => {
  const own: Recipe = {
    ...recipe,
    targetTransform: 'log',
    classOrder: ['a', 'b'],
    leastClassRows: 4,
    folds: { kind: 'rows', folds: 5, repeats: 1, stratify: true, shuffle: true, seed: 0 },
  }
  const after: SuggestedRecipe = {
    recipe: { ...recipe, target: 'mass', targetScaling: 'standardize', split: { ...recipe.split, stratify: false } },
    reasons: {},
  }
  const next = retarget(own, 'mass', { before: undefined, after })
  expect(next).toMatchObject({ target: 'mass', task: 'auto', folds: { kind: 'rows', folds: 5, stratify: false } })
  for (const key of ['targetTransform', 'classOrder', 'leastClassRows']) expect(next).not.toHaveProperty(key)
})

import type { Remedy } from '../../../shared/datasets.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { roleOf } from './recipeChanges.ts'
import { withProposed } from './stepChanges.ts'

/** What is said in place of a remedy's button where the recipe does it already; null where it does not. */
export function settledBy(recipe: Recipe, remedy: Remedy): string | null {
  if (remedy.kind === 'ignoreColumn')
    return roleOf(recipe, remedy.column) === 'ignored' ? `“${remedy.column}” is ignored` : null
  if (remedy.kind !== 'addStep') return null
  const found = withProposed(recipe.steps, remedy.step)
  return found !== null && found.steps.length === recipe.steps.length
    ? `${remedy.label}: a step of the recipe does`
    : null
}

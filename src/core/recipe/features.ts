import type { Recipe } from '../../shared/recipes.ts'
import { givenRole } from './roles.ts'

/** The columns a model learns from: role feature, or no role at all, the target left out. */
export function featureColumns<C extends { name: string }>(columns: readonly C[], recipe: Recipe): C[] {
  return columns.filter(({ name }) => name !== recipe.target && (givenRole(recipe, name) ?? 'feature') === 'feature')
}

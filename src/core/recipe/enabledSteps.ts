import { inRunningOrder, type Recipe, type Step } from '../../shared/recipes.ts'

/** The steps that are switched on, in the order in which they run: fitted states and previews follow this list. */
export function enabledSteps(recipe: Pick<Recipe, 'steps'>): Step[] {
  return inRunningOrder(recipe.steps.filter(({ enabled }) => enabled))
}

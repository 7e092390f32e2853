import { inRunningOrder, type Recipe, type Step } from '../../shared/recipes.ts'

/** The steps that are switched on, in the order in which they run: fitted states and previews follow this list. */
export function enabledSteps(recipe: Recipe): Step[] {
  return inRunningOrder(recipe.steps.filter(({ enabled }) => enabled))
}

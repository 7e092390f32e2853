import { enabledSteps } from '../recipe/enabledSteps.ts'
import { stageOfStep, type Recipe } from '../../shared/recipes.ts'

/** Steps of the table stage that only make columns. */
const making: readonly string[] = ['formula', 'rename', 'sortRows']

/**
 * Names the folds of a recipe: two recipes with the same name have the same rows in each. What decides on the rows is
 * the split, the folds, the target and the steps that leave rows out; where such steps look at other columns, how these
 * are made counts, too.
 */
export function foldsId(dataset: string, recipe: Recipe): string {
  const { target, task, split, folds, leastClassRows = 0, roles } = recipe
  const steps = enabledSteps(recipe)
  const ofTable = steps.filter(({ kind }) => stageOfStep[kind] === 'table')
  const choosing = steps.filter(
    ({ kind }) => kind === 'dropMissingRows' || (stageOfStep[kind] === 'table' && !making.includes(kind)),
  )
  const isMade = ofTable.some((step) => step.kind === 'formula' && step.name === target)
  const looked = choosing.length > 0 || isMade ? { ofTable, roles } : null
  return JSON.stringify([dataset, target, task, split, folds, leastClassRows, choosing, looked])
}

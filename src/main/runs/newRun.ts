import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Recipe, Task } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import { requireView } from '../../core/recipe/table/view.ts'
import { taskOf } from '../../core/recipe/target.ts'
import { newId } from '../ids.ts'

/**
 * A run that has not begun. Throws `usage` where the recipe has no target, and `unusable-input` where the dataset does not
 * have it.
 */
export function newRun(
  dataset: Dataset,
  given: Pick<Run, 'name' | 'recipe' | 'config'> & Partial<Pick<Run, 'fold' | 'notBefore' | 'study'>>,
): Run {
  return {
    id: newId(),
    created: new Date().toISOString(),
    state: 'preparing',
    stopReason: null,
    failure: null,
    dataset: dataset.id,
    datasetName: dataset.name,
    ...targetOf(dataset, given.recipe),
    parameters: 0,
    inputs: 0,
    rows: { train: 0, validation: 0, test: 0 },
    epochs: 0,
    bestEpoch: null,
    bestLoss: null,
    lastTrainLoss: null,
    lastValidationLoss: null,
    metrics: null,
    seconds: { total: 0, prepare: 0, train: 0 },
    ...given,
  }
}

export function targetOf(dataset: Dataset, recipe: Recipe): { task: Task; target: string } {
  if (recipe.target === null) {
    throw new DescentError('usage', 'No target is chosen.', {
      hint: 'Choose the column that the network should learn to predict.',
    })
  }
  const column = requireView(dataset.columns, recipe).columns.get(recipe.target)
  if (column === undefined) {
    throw new DescentError('unusable-input', `“${dataset.name}” has no column “${recipe.target}”.`, {
      hint: 'Choose the target among its columns.',
      where: { column: recipe.target },
    })
  }
  // How many values a formula gives is known once it is worked out; the run takes the task that comes of it then.
  const summary = column.isRaw ? dataset.columns.find(({ name }) => name === column.from[0]) : undefined
  const present = dataset.rows - (summary?.missing ?? 0)
  const task = recipe.task === 'auto' ? taskOf(column.kind, summary?.distinct ?? Infinity, present) : recipe.task
  return { task, target: recipe.target }
}

import { replayRecipe } from '../../../core/refresh/replay.ts'
import type { Dataset } from '../../../shared/datasets.ts'
import type { Recipe } from '../../../shared/recipes.ts'

/** A recipe on another table. */
export interface CarriedRecipe {
  recipe: Recipe
  /** Columns that the recipe names and the table lacks, in the order of the recipe. */
  lacking: string[]
}

/** Columns that a recipe says something of. Ignored ones it does not need. */
function namedColumns({ target, roles, steps }: Recipe): string[] {
  const wanted = Object.keys(roles).filter((name) => roles[name] !== 'ignored')
  const inSteps = steps.flatMap((step) => ('columns' in step && Array.isArray(step.columns) ? step.columns : []))
  return [...new Set([...(target === null ? [] : [target]), ...wanted, ...inSteps])]
}

/**
 * A recipe as it can be on another table, which has a recipe of its own: columns the other lacks are left out, columns
 * the recipe does not know keep the role they have there, and so does the target where the recipe's is not there.
 */
export function carryOver(recipe: Recipe, table: Pick<Dataset, 'columns'>, present: Recipe): CarriedRecipe {
  const known = new Set(table.columns.map(({ name }) => name))
  const { recipe: carried } = replayRecipe(recipe, table, { added: [], gone: [], kinds: [], changed: [] })
  const keepsTarget = carried.target === null && present.target !== null
  const roles: Recipe['roles'] = {}
  for (const { name } of table.columns) {
    const role = carried.roles[name] ?? present.roles[name]
    if (role !== undefined && (role !== 'target' || name === (keepsTarget ? present.target : carried.target)))
      roles[name] = role
  }
  if (keepsTarget && present.target !== null) roles[present.target] = 'target'
  return {
    recipe: {
      ...carried,
      roles,
      ...(keepsTarget ? { target: present.target, task: present.task, targetScaling: present.targetScaling } : {}),
    },
    lacking: namedColumns(recipe).filter((name) => !known.has(name)),
  }
}

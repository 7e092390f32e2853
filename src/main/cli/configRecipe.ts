import { DescentError } from '../../shared/errors.ts'
import { recipePartSchema, type Recipe, type RecipePart } from '../../shared/recipes.ts'
import { configProblem } from '../../shared/training/problem.ts'

/**
 * The `recipe` of a configuration file. Steps need no `id` there.
 * Errors: `usage` naming the setting that does not exist or is out of range, or the id that two steps have.
 */
export function recipeOfConfig(config: unknown): RecipePart {
  if (!isObject(config) || config['recipe'] === undefined) return {}
  const named = withIds(config['recipe'])
  const parsed = recipePartSchema.safeParse(named)
  if (parsed.success) {
    requireOwnIds(parsed.data.steps ?? [])
    return parsed.data
  }
  const { problem, remedy } = configProblem(recipePartSchema, named, parsed.error)
  throw new DescentError('usage', `The recipe of the configuration is not valid: ${problem}.`, {
    hint: remedy ?? 'A whole recipe is what “Copy recipe” in Prepare gives.',
  })
}

function withIds(recipe: unknown): unknown {
  if (!isObject(recipe) || !Array.isArray(recipe['steps'])) return recipe
  const given = new Set(recipe['steps'].flatMap((step: unknown) => (isObject(step) ? [step['id']] : [])))
  const steps = recipe['steps'].map((step: unknown, at) => {
    if (!isObject(step) || step['id'] !== undefined) return step
    let number = at + 1
    while (given.has(`step${number}`)) number++
    const id = `step${number}`
    given.add(id)
    return { ...step, id }
  })
  return { ...recipe, steps }
}

/** What is said of a step is found by its id. */
function requireOwnIds(steps: Recipe['steps']): void {
  const first = new Map<string, number>()
  for (const [at, { id }] of steps.entries()) {
    const other = first.get(id)
    if (other !== undefined) {
      throw new DescentError('usage', `Steps ${other + 1} and ${at + 1} of the recipe have the same id “${id}”.`, {
        hint: 'Give each step an id of its own, or none.',
      })
    }
    first.set(id, at)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

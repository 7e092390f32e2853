import { DescentError } from '../../shared/errors.ts'
import { recipeSchema, type Recipe } from '../../shared/recipes.ts'
import { configProblem } from '../../shared/training/problem.ts'

/** What a configuration may say of the preparation: any part of a recipe, or a whole one. */
const recipePartSchema = recipeSchema.partial().strict()
export type RecipePart = Partial<Recipe>

/**
 * The `recipe` of a configuration file. Steps need no `id` there.
 * Errors: `usage` naming the setting that does not exist or is out of range.
 */
export function recipeOfConfig(config: unknown): RecipePart {
  if (!isObject(config) || config['recipe'] === undefined) return {}
  const named = withIds(config['recipe'])
  const parsed = recipePartSchema.safeParse(named)
  if (parsed.success) return parsed.data
  const { problem, remedy } = configProblem(recipePartSchema, named, parsed.error)
  throw new DescentError('usage', `The recipe of the configuration is not valid: ${problem}.`, {
    hint: remedy ?? 'A whole recipe is what “Copy recipe” in Prepare gives.',
  })
}

function withIds(recipe: unknown): unknown {
  if (!isObject(recipe) || !Array.isArray(recipe['steps'])) return recipe
  const steps = recipe['steps'].map((step: unknown, at) => (isObject(step) ? { id: `step${at + 1}`, ...step } : step))
  return { ...recipe, steps }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

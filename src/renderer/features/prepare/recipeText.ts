import { z } from 'zod'
import { type Recipe, recipeSchema, type Step, stepSchema } from '../../../shared/recipes.ts'

/** A recipe, or some of its steps, as text that can be kept or sent, and pasted into any project. */
const recipeTextSchema = z.union([
  z.object({ descent: z.literal('recipe'), recipe: recipeSchema }),
  z.object({ descent: z.literal('steps'), steps: z.array(stepSchema).min(1) }),
])

export function recipeText(recipe: Recipe): string {
  return JSON.stringify({ descent: 'recipe', recipe }, null, 2)
}

export function stepsText(steps: readonly Step[]): string {
  return JSON.stringify({ descent: 'steps', steps }, null, 2)
}

/** What a text holds, or why it holds nothing that can be taken. */
export function readRecipeText(text: string): { recipe: Recipe } | { steps: Step[] } | { problem: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { problem: 'This is not the text of a recipe. Copy one with “Copy the recipe” and paste the whole of it.' }
  }
  const bare = recipeSchema.safeParse(json)
  if (bare.success) return { recipe: bare.data }
  const parsed = recipeTextSchema.safeParse(json)
  if (parsed.success) return 'recipe' in parsed.data ? { recipe: parsed.data.recipe } : { steps: parsed.data.steps }
  const steps = bareSteps(json)
  if (steps !== null) return { steps }
  const version = z.object({ recipe: z.object({ version: z.number() }) }).safeParse(json)
  if (version.success && version.data.recipe.version > 1)
    return { problem: 'This recipe was written by a newer version of Descent. Update Descent to take it.' }
  return {
    problem:
      'This is JSON, but neither a recipe of Descent nor a step, as {"kind": "standardize", "columns": "numbers"}, that this version knows in full.',
  }
}

/** A step or a list of them as configurations have them: without ids. */
function bareSteps(json: unknown): Step[] | null {
  const numbered = (Array.isArray(json) ? json : [json]).map((step: unknown, at) =>
    typeof step === 'object' && step !== null ? { id: `pasted-${at + 1}`, ...step } : step,
  )
  const parsed = z.array(stepSchema).min(1).safeParse(numbered)
  return parsed.success ? parsed.data : null
}

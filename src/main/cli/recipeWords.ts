import type { Finding } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipes.ts'

/** A step by its place in the recipe and its kind, as a configuration has them: “step 2, standardize”. */
function stepPlace({ steps }: Pick<Recipe, 'steps'>, id: string | undefined): string | null {
  const at = steps.findIndex((step) => step.id === id)
  const step = steps[at]
  return step === undefined ? null : `step ${at + 1}, ${step.kind}`
}

/** For what fails with a recipe: fails with the same error, and the step that it lies in, where it lies in one. */
export function namingStep(recipe: Recipe): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof DescentError)) throw error
    const { kind, message, hint, where, cause } = error
    const place = stepPlace(recipe, where?.step)
    if (place === null || where === undefined) throw error
    throw new DescentError(kind, `${message} (${place})`, { ...(hint === undefined ? {} : { hint }), where, cause })
  }
}

/** A warning of a recipe as a line for people. */
export function warningText({ message, step }: Finding, recipe: Recipe): string {
  const place = stepPlace(recipe, step)
  return `Warning: ${message}${place === null ? '' : ` (${place})`}`
}

/** A warning of a recipe as an object for programs. What the studio offers as a button is in its message. */
export function warningObject({ kind, message, column, step }: Finding): Record<string, unknown> {
  return { kind, message, ...(column === undefined ? {} : { column }), ...(step === undefined ? {} : { step }) }
}

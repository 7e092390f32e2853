import type { Recipe, Step } from '../../shared/recipes.ts'
import { enabledSteps } from './enabledSteps.ts'

/** The column that has a name once the steps of the table are done: one of the table as it was read, or of a formula. */
type Origin = { column: string } | { formula: string }

/** Following renames back from a name behind the steps. */
function originOf(recipe: Pick<Recipe, 'steps'>, name: string): Origin {
  let called = name
  for (const step of enabledSteps(recipe).toReversed()) {
    if (step.kind === 'formula' && step.name === called) return { formula: step.id }
    if (step.kind === 'rename' && step.name === called) called = step.column
  }
  return { column: called }
}

/** What the column is called behind the steps; null where the formula that made it is gone. */
function nameBehind(recipe: Pick<Recipe, 'steps'>, origin: Origin): string | null {
  const steps = enabledSteps(recipe)
  if ('column' in origin) return renamed(origin.column, steps)
  const at = steps.findIndex(({ id }) => id === origin.formula)
  const made = steps[at]
  return made?.kind === 'formula' ? renamed(made.name, steps.slice(at + 1)) : null
}

function renamed(name: string, steps: readonly Step[]): string {
  return steps.reduce((called, step) => (step.kind === 'rename' && step.column === called ? step.name : called), name)
}

/**
 * The recipe after a change of its steps, with the target that it had before: where a step gives the target another
 * name, or no longer does, the target is called so.
 */
export function withTargetFollowed(before: Recipe, after: Recipe): Recipe {
  if (after.target === null || after.target !== before.target) return after
  const target = nameBehind(after, originOf(before, after.target))
  return target === null || target === after.target ? after : { ...after, target }
}

/**
 * A target that may be named as the table as it was read calls it: it is then called what the steps rename it to. A name
 * that some column has behind the steps means that column.
 *
 * @param columns names of the table as it was read
 */
export function renamedTarget(target: string, recipe: Pick<Recipe, 'steps'>, columns: readonly string[]): string {
  const behind = new Set(columns)
  for (const step of enabledSteps(recipe)) {
    if (step.kind === 'rename') behind.delete(step.column)
    if (step.kind === 'rename' || step.kind === 'formula') behind.add(step.name)
  }
  return behind.has(target) ? target : renamed(target, enabledSteps(recipe))
}

/** What the target is called in the table as it was read; null without a target, and where a formula makes it. */
export function targetAsRead(recipe: Pick<Recipe, 'steps' | 'target'>): string | null {
  if (recipe.target === null) return null
  const origin = originOf(recipe, recipe.target)
  return 'column' in origin ? origin.column : null
}

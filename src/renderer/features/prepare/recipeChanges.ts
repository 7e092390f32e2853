import type { ColumnRole, Recipe, SuggestedRecipe } from '../../../shared/recipes.ts'

/** Gives a column a role. A feature needs no entry; a new target or weight takes the place of the old one. */
export function withRole(recipe: Recipe, column: string, role: ColumnRole): Recipe {
  if (role === 'target') return withTarget(recipe, column)
  const roles = { ...recipe.roles }
  if (role === 'weight') {
    for (const name of Object.keys(roles)) if (roles[name] === 'weight') delete roles[name]
  }
  if (role === 'feature') delete roles[column]
  else roles[column] = role
  return { ...recipe, roles, target: recipe.target === column ? null : recipe.target }
}

/** Another target; the column that was the target becomes a feature again. */
export function withTarget(recipe: Recipe, column: string): Recipe {
  const roles: Record<string, ColumnRole> = {}
  for (const [name, role] of Object.entries(recipe.roles)) if (role !== 'target') roles[name] = role
  roles[column] = 'target'
  return { ...recipe, target: column, roles }
}

export function roleOf(recipe: Recipe, column: string): ColumnRole {
  return recipe.target === column ? 'target' : (recipe.roles[column] ?? 'feature')
}

/** JSON with sorted keys: equal recipes compare equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

export function sameSettings(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

/**
 * The recipe for another target. As long as a person has changed nothing, the suggestion for the target is taken
 * whole; otherwise their steps, roles and split stay and only what hangs on the target follows.
 */
export function retarget(
  recipe: Recipe,
  column: string,
  suggestions: { before: SuggestedRecipe | undefined; after: SuggestedRecipe },
): Recipe {
  const { before, after } = suggestions
  if (before !== undefined && sameSettings(recipe, before.recipe)) return after.recipe
  return {
    ...withTarget(recipe, column),
    task: 'auto',
    targetScaling: after.recipe.targetScaling,
    split: { ...recipe.split, stratify: after.recipe.split.stratify },
  }
}

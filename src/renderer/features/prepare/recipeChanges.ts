import { givenRole } from '../../../core/recipe/roles.ts'
import type { ColumnRole, ColumnSelection, Recipe, Step, SuggestedRecipe } from '../../../shared/recipes.ts'

/** Gives a column a role. A feature needs no entry; a new target or weight takes the place of the old one. */
export function withRole(recipe: Recipe, column: string, role: ColumnRole): Recipe {
  if (role === 'target') return withTarget(recipe, column)
  const roles = { ...recipe.roles }
  if (role === 'weight') {
    for (const name of Object.keys(roles)) if (roles[name] === 'weight') delete roles[name]
  }
  const target = recipe.target === column ? null : recipe.target
  delete roles[column]
  // What is no feature under the name it had needs an entry to be one.
  const needsNone = role === 'feature' && roleOf({ ...recipe, roles, target }, column) === 'feature'
  if (!needsNone) roles[column] = role
  return { ...recipe, roles, target }
}

/** Another target; the column that was the target becomes a feature again. */
export function withTarget(recipe: Recipe, column: string): Recipe {
  const roles: Record<string, ColumnRole> = {}
  for (const [name, role] of Object.entries(recipe.roles)) if (role !== 'target') roles[name] = role
  roles[column] = 'target'
  return { ...recipe, target: column, roles }
}

export function roleOf(recipe: Recipe, column: string): ColumnRole {
  return recipe.target === column ? 'target' : (givenRole(recipe, column) ?? 'feature')
}

/**
 * Encodes a column by its most frequent levels alone: by the one-hot step that is its own, or by a new one before the
 * first that would encode it.
 */
export function withLevelLimit(recipe: Recipe, column: string, maxLevels: number): Recipe {
  const isAlone = ({ columns }: { columns: ColumnSelection }) =>
    Array.isArray(columns) && columns.length === 1 && columns[0] === column
  const own = recipe.steps.findIndex((step) => step.kind === 'oneHot' && isAlone(step))
  if (own >= 0) {
    const steps = recipe.steps.map((step, at) =>
      at === own && step.kind === 'oneHot' ? { ...step, enabled: true, maxLevels } : step,
    )
    return { ...recipe, steps }
  }
  const takes = (step: Step) =>
    step.kind === 'oneHot' && (Array.isArray(step.columns) ? step.columns.includes(column) : step.columns !== 'numbers')
  const first = recipe.steps.findIndex(takes)
  const at = first < 0 ? recipe.steps.length : first
  const ids = new Set(recipe.steps.map(({ id }) => id))
  let id = `levels of ${column}`
  while (ids.has(id)) id += ' (2)'
  const step: Step = { kind: 'oneHot', id, enabled: true, columns: [column], maxLevels }
  return { ...recipe, steps: [...recipe.steps.slice(0, at), step, ...recipe.steps.slice(at)] }
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
  const { targetTransform: _, classOrder: __, leastClassRows: ___, folds, ...rest } = withTarget(recipe, column)
  const { stratify } = after.recipe.split
  return {
    ...rest,
    task: 'auto',
    targetScaling: after.recipe.targetScaling,
    ...(after.recipe.targetTransform === undefined ? {} : { targetTransform: after.recipe.targetTransform }),
    ...(folds == null ? {} : { folds: folds.kind === 'rows' ? { ...folds, stratify } : folds }),
    split: { ...recipe.split, stratify },
  }
}

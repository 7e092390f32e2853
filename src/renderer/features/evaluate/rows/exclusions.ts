import type { Recipe, Step } from '../../../../shared/recipes.ts'
import { freeId, withStep } from '../../prepare/stepChanges.ts'
import { formOf } from '../../prepare/steps/registry.ts'

type ExcludeStep = Extract<Step, { kind: 'excludeRows' }>

function isExcluding(step: Step): step is ExcludeStep {
  return step.kind === 'excludeRows'
}

/** Rows of the table that a recipe leaves out by number, ascending. */
export function excludedRows({ steps }: Pick<Recipe, 'steps'>): number[] {
  const rows = steps.flatMap((step) => (isExcluding(step) && step.enabled ? step.rows : []))
  return [...new Set(rows)].toSorted((a, b) => a - b)
}

/** The recipe without these rows: by its step that leaves out rows where there is one, or by a new one. */
export function withExcluded(recipe: Recipe, rows: readonly number[]): Recipe {
  const { steps } = recipe
  const own = steps.find((step) => isExcluding(step) && step.enabled) ?? steps.find(isExcluding)
  if (own === undefined || !isExcluding(own)) {
    const fresh = formOf({ kind: 'excludeRows' }).create(freeId('excludeRows', steps))
    return { ...recipe, steps: withStep(steps, { ...fresh, ...joined([], rows) }) }
  }
  // What a step that is switched off names is not asked for.
  const kept = own.enabled ? own.rows : []
  return {
    ...recipe,
    steps: steps.map((step) => (step.id === own.id ? { ...own, enabled: true, ...joined(kept, rows) } : step)),
  }
}

function joined(before: readonly number[], rows: readonly number[]): { rows: number[] } {
  return { rows: [...new Set([...before, ...rows])].toSorted((a, b) => a - b) }
}

/** The recipe with these rows again. A step that leaves out no row any more goes. */
export function withoutExcluded(recipe: Recipe, rows: readonly number[]): Recipe {
  const back = new Set(rows)
  return {
    ...recipe,
    steps: recipe.steps.flatMap((step): Step[] => {
      if (!isExcluding(step)) return [step]
      const left = step.rows.filter((row) => !back.has(row))
      return left.length === 0 && step.rows.length > 0 ? [] : [{ ...step, rows: left }]
    }),
  }
}

/** Both recipes without what they say of rows by number: whether another run would differ in more than that. */
export function withoutExclusions(recipe: Recipe): Recipe {
  return { ...recipe, steps: recipe.steps.filter((step) => !isExcluding(step)) }
}

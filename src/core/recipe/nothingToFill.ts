import type { Finding } from '../../shared/datasets.ts'
import type { Recipe, RecipePreview, Step, StepKind } from '../../shared/recipes.ts'
import { enabledSteps } from './enabledSteps.ts'

/** Steps that fill gaps of features, whatever they fill them with. */
const filling: readonly StepKind[] = ['impute', 'imputeNearest', 'imputeIterative']

/**
 * Steps that have no gap left to fill because one before them fills it. One that fills gaps from other columns was meant
 * to come before one that gives every gap the same value; any other can be switched off.
 *
 * @param previews of the steps that are switched on, with how much of each column is missing when it is reached
 */
export function nothingToFill(recipe: Recipe, previews: RecipePreview['steps']): Finding[] {
  const columnsOf = new Map(previews.map(({ id, columns }) => [id, columns]))
  const steps = enabledSteps(recipe).filter(({ kind }) => filling.includes(kind))
  return steps.flatMap((step, at) => {
    const columns = columnsOf.get(step.id) ?? []
    if (columns.length === 0 || columns.some(({ missing }) => missing > 0)) return []
    const names = new Set(columns.map(({ name }) => name))
    const before = steps
      .slice(0, at)
      .find(({ id }) => columnsOf.get(id)?.some(({ name, missing }) => missing > 0 && names.has(name)) === true)
    return before === undefined ? [] : [idle(recipe, step, before)]
  })
}

function idle(recipe: Recipe, step: Step, before: Step): Finding {
  const number = recipe.steps.findIndex(({ id }) => id === before.id) + 1
  const found = { kind: 'nothingToFill', step: step.id, message: `Nothing is left to fill: step ${number} fills it.` }
  if (step.kind !== 'impute' && before.kind === 'impute') {
    const label = `Move it before step ${number}`
    return { ...found, severity: 'warning', remedies: [{ kind: 'moveStep', label, step: step.id, before: before.id }] }
  }
  const off = { kind: 'editStep' as const, label: 'Switch this step off', step: step.id, settings: { enabled: false } }
  return { ...found, severity: 'info', remedies: [off] }
}

import type { ColumnKind } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { workingKind } from '../selection.ts'
import { fillsColumn, seriesSteps, windowNames, type FillStep, type WindowStep } from './steps.ts'

/** The step that derives the target from rows ahead; null where none does. */
export function aheadOf(recipe: Recipe): WindowStep | null {
  const { target } = recipe
  if (target === null) return null
  for (const step of seriesSteps(recipe)) {
    if (step.kind === 'window' && step.statistic === 'ahead' && windowNames(step).includes(target)) return step
  }
  return null
}

/** How many rows ahead the target lies; 0 where it is of the row itself. */
export function horizonOf(recipe: Recipe): number {
  const step = aheadOf(recipe)
  return step?.rows[windowNames(step).indexOf(recipe.target ?? '')] ?? 0
}

/** The steps that fill gaps from later rows. */
export function backwardFills(recipe: Recipe): FillStep[] {
  return seriesSteps(recipe).flatMap((step) =>
    step.kind === 'fillFromNeighbours' && step.method !== 'forward' ? [step] : [],
  )
}

/**
 * Refuses gaps that are filled from the rows after them in the column whose values ahead are the target: the value
 * that is filled in would be the one to be predicted. Throws `usage`.
 */
export function refuseFilledTarget(recipe: Recipe, kinds: ReadonlyMap<string, ColumnKind>): void {
  const ahead = aheadOf(recipe)
  const kind = ahead === null ? undefined : kinds.get(ahead.column)
  if (ahead === null || kind === undefined) return
  const { column } = ahead
  if (!backwardFills(recipe).some((step) => fillsColumn(step, column, workingKind(kind)))) return
  throw new DescentError(
    'usage',
    `Gaps of “${column}” are filled from the rows after them, and “${recipe.target}” is to be predicted: a filled gap holds the very value.`,
    { hint: `Fill “${column}” forward, or leave it out of the step.`, where: { column } },
  )
}

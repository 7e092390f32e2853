import type { FittedRecipe } from '../../shared/recipes.ts'

/** What can be said without looking at a row: the training mean, or the share of each class in training. */
export type Baseline = { task: 'regression'; mean: number } | { task: 'classification'; shares: number[] }

/** @param actual targets of the training rows, as `actualTargets` gives them */
export function fitBaseline(fitted: FittedRecipe, actual: Float64Array): Baseline {
  if (fitted.target.task === 'regression') {
    return { task: 'regression', mean: actual.reduce((sum, value) => sum + value / actual.length, 0) }
  }
  const counts = new Array<number>(fitted.target.classes.length).fill(0)
  for (const code of actual) counts[code] = (counts[code] ?? 0) + 1
  return { task: 'classification', shares: counts.map((count) => count / actual.length) }
}

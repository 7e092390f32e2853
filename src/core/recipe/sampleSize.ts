import type { Recipe, Step } from '../../shared/recipes.ts'
import { enabledSteps } from './enabledSteps.ts'

/** Cells that are worked out between two keystrokes, by steps that take as long as a mean or a standard deviation. */
const CELLS = 100_000
/** Fewer rows than this show little of a column. */
const LEAST = 250

/**
 * How many rows of a table a sample takes, so that it is worked out between two keystrokes: `most`, or a half, a quarter, an
 * eighth of it where a step takes far longer than others do, and the table has many columns.
 */
export function sampleSize(recipe: Recipe, columns: number, most: number): number {
  const longer = enabledSteps(recipe).reduce((sum, step) => sum + timesLonger(step), 0)
  if (longer === 0) return most
  let size = most
  while (size > LEAST && size * columns * (1 + longer) > CELLS) size = Math.ceil(size / 2)
  return Math.max(size, Math.min(most, LEAST))
}

/** What a step takes beyond all others together, in as many times what these take; measured on 2,000 rows of 50 columns. */
function timesLonger(step: Step): number {
  switch (step.kind) {
    case 'yeoJohnson':
      return 1
    case 'quantile':
      return 5
    case 'dropOutlierRows':
      return step.method === 'isolationForest' ? 3 : 0
    case 'imputeNearest':
      return 5
    case 'imputeIterative':
      return 7
    default:
      return 0
  }
}

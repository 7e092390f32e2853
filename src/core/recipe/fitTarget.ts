import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe, Recipe } from '../../shared/recipes.ts'
import type { NetworkNeeds } from './needs.ts'
import { moments, type Moments } from './statistics.ts'
import type { Target } from './target.ts'

/**
 * How the network's outputs become predictions, fitted on the training rows.
 * Throws `unusable-input` for a target that does not vary or that the loss cannot take, and `usage` for a loss that does
 * not fit the task.
 *
 * @param used all rows of the three splits
 */
export function fitTarget(
  target: Target,
  recipe: Recipe,
  used: Uint32Array,
  train: Uint32Array,
  needs: NetworkNeeds,
): FittedRecipe['target'] {
  const { name } = target
  if (target.task === 'classification') {
    return {
      task: target.task,
      name,
      classes: target.classes,
      ...(needs.counts ? { counts: countClasses(target.codes, train, target.classes.length) } : {}),
      ...(needs.scores ? { scores: true as const } : {}),
    }
  }
  requireRange(name, target.values, used, needs)
  const found = moments(Float64Array.from(train, (row) => target.values[row] ?? NaN))
  if (found === null || !(found.std > 0)) {
    throw new DescentError('unusable-input', `The target “${name}” is the same in all ${train.length} training rows.`, {
      hint: 'Choose another target, or use more rows.',
      where: { column: name },
    })
  }
  return {
    task: target.task,
    name,
    ...scaling(found, recipe, needs),
    std: found.std,
    ...(needs.outputs === null ? {} : { outputs: needs.outputs }),
  }
}

/** A loss that takes no negative numbers sees the target in units of its mean: shifting it would make some negative. */
function scaling({ mean, std }: Moments, recipe: Recipe, needs: NetworkNeeds): { offset: number; scale: number } {
  if (recipe.targetScaling === 'none') return { offset: 0, scale: 1 }
  return needs.target === 'any' ? { offset: mean, scale: std } : { offset: 0, scale: mean }
}

function requireRange(name: string, values: Float64Array, used: Uint32Array, { target }: NetworkNeeds): void {
  if (target === 'any') return
  const isRefused = target === 'positive' ? (y: number) => y <= 0 : (y: number) => y < 0
  const row = used.find((at) => isRefused(values[at] ?? NaN))
  if (row === undefined) return
  const [loss, allowed] = target === 'positive' ? ['Gamma', 'numbers above 0'] : ['Poisson', 'counts, 0 or more']
  throw new DescentError(
    'unusable-input',
    `The ${loss} loss is for ${allowed}, but “${name}” is ${values[row]} in row ${row + 1}.`,
    { hint: 'Choose another loss, such as the squared error.', where: { column: name, row: row + 1 } },
  )
}

function countClasses(codes: Int32Array, rows: Uint32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const row of rows) {
    const code = codes[row] ?? -1
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe, Recipe } from '../../shared/recipes.ts'
import type { NetworkNeeds } from './needs.ts'
import { resampledCounts, resamplingOf } from './resample.ts'
import { moments, type Moments } from './statistics.ts'
import { fitTransform, transformed } from './targetTransform.ts'
import type { PreparedRows } from './usableRows.ts'

/**
 * How the network's outputs become predictions, fitted on the training rows.
 * Throws `unusable-input` for a target that does not vary or that the loss cannot take, and `usage` for a loss that does
 * not fit the task.
 */
export function fitTarget(
  { target, used, rows: { train }, isSample }: Pick<PreparedRows, 'target' | 'used' | 'rows' | 'isSample'>,
  recipe: Recipe,
  needs: NetworkNeeds,
): FittedRecipe['target'] {
  const { name } = target
  const resampling = resamplingOf(recipe, target.task)
  if (target.task === 'classification') {
    const counts = countClasses(target.codes, train, target.classes.length)
    return {
      task: target.task,
      name,
      classes: target.classes,
      ...(needs.counts ? { counts: resampling === null ? counts : resampledCounts(counts, resampling) } : {}),
      ...(needs.scores ? { scores: true as const } : {}),
    }
  }
  requireRange(name, target.values, used, needs)
  requireNoClash(name, recipe, needs)
  const transform = fitTransform(recipe.targetTransform, target.values, train)
  const found = moments(Float64Array.from(train, (row) => target.values[row] ?? NaN))
  const learned =
    transform === null
      ? found
      : moments(Float64Array.from(train, (row) => transformed(transform, target.values[row] ?? NaN)))
  if (found === null || learned === null || (!(learned.std > 0) && !isSample)) {
    throw noVariation(name, train.length, used.length)
  }
  return {
    task: target.task,
    name,
    ...scaling(learned.std > 0 ? learned : { ...learned, std: 1 }, recipe, needs),
    ...(transform === null ? {} : { transform }),
    std: found.std,
    ...(needs.outputs === null ? {} : { outputs: needs.outputs }),
  }
}

function noVariation(name: string, train: number, used: number): DescentError {
  const where = { column: name }
  if (train === 1) {
    return new DescentError(
      'unusable-input',
      `Of ${used} usable rows a single one is for training: nothing can be learned from one “${name}”.`,
      {
        hint: 'Choose smaller shares for validation and test, 0 for a table as small as this, or use more rows.',
        where,
      },
    )
  }
  return new DescentError('unusable-input', `The target “${name}” is the same in all ${train} training rows.`, {
    hint: 'Choose another target, or deal the rows in another way: at random, or with another seed.',
    where,
  })
}

/** A loss that takes no negative numbers sees the target in units of its mean: shifting it would make some negative. */
function scaling({ mean, std }: Moments, recipe: Recipe, needs: NetworkNeeds): { offset: number; scale: number } {
  if (recipe.targetScaling === 'none') return { offset: 0, scale: 1 }
  return needs.target === 'any' ? { offset: mean, scale: std } : { offset: 0, scale: mean }
}

/** Losses that mean the target itself, in its own unit, do not go with a transformed one. */
function requireNoClash(name: string, { targetTransform }: Recipe, needs: NetworkNeeds): void {
  if (targetTransform === undefined || targetTransform === 'none') return
  const loss =
    needs.target === 'positive'
      ? 'Gamma loss learns the logarithm of the mean itself'
      : needs.target === 'notNegative'
        ? 'Poisson loss learns the logarithm of the mean itself'
        : needs.outputs?.kind === 'gaussian'
          ? 'Gaussian loss learns a standard deviation in the target’s own unit'
          : null
  if (loss === null) return
  throw new DescentError('usage', `The ${loss}, but “${name}” is transformed before it is learned.`, {
    hint: 'Choose no transformation of the target, or another loss: quantiles give an interval of a transformed target too.',
    where: { column: name },
  })
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

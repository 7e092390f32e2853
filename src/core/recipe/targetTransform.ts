import type { FittedRecipe, FittedTransform, Recipe } from '../../shared/recipes.ts'
import { binary, constant, numberColumn, unary } from '../expression/build.ts'
import { evaluateNumber } from '../expression/evaluate.ts'
import type { NumberExpression } from '../expression/types.ts'
import { fitYeoJohnson } from './numbers/fitYeoJohnson.ts'
import { inverseYeoJohnson, yeoJohnson } from './numbers/yeoJohnson.ts'
import type { Problem } from './columns.ts'
import { moments } from './statistics.ts'
import type { Target } from './target.ts'

type NumberTarget = Extract<FittedRecipe['target'], { task: 'regression' }>

/** How far beyond the training range a prediction may lie where the transformation has ends, in widths of the range. */
const stretch = 10

/**
 * Why the target cannot be learned as its logarithm, where that is asked for and a row has none; else null.
 *
 * @param used all rows of the three splits
 */
export function logarithmProblem(recipe: Recipe, target: Target, used: Uint32Array): Problem | null {
  if (recipe.targetTransform !== 'log' || target.task !== 'regression') return null
  const { name, values } = target
  const row = used.find((at) => !((values[at] ?? NaN) > 0))
  if (row === undefined) return null
  return {
    kind: 'targetWithoutLogarithm',
    column: name,
    message: `The target “${name}” is ${values[row]} in row ${row + 1}, and only numbers above 0 have a logarithm.`,
    hint: 'Choose the Yeo-Johnson transformation, or learn the target as it is.',
    remedies: [
      { kind: 'transformTarget', label: 'Yeo-Johnson', transform: 'yeoJohnson' },
      { kind: 'transformTarget', label: 'As it is', transform: 'none' },
    ],
  }
}

/**
 * Fits the transformation of a numeric target on its training rows; null where the recipe has none. All values have a
 * logarithm where that is asked for: see `logarithmProblem`.
 *
 * @param values of the whole table
 */
export function fitTransform(
  kind: Recipe['targetTransform'],
  values: Float64Array,
  train: Uint32Array,
): FittedTransform | null {
  if (kind === undefined || kind === 'none') return null
  if (kind === 'log') return { kind }
  const learned = Float64Array.from(train, (row) => values[row] ?? NaN)
  const lambda = fitYeoJohnson(learned)
  const { min, max } = moments(learned) ?? { min: 0, max: 0 }
  const beyond = stretch * (max - min)
  return { kind, lambda, low: yeoJohnson(min - beyond, lambda), high: yeoJohnson(max + beyond, lambda) }
}

/** A number of the target as the network learns it, before it is scaled. */
export function transformed(transform: FittedTransform | null | undefined, value: number): number {
  switch (transform?.kind) {
    case 'log':
      return Math.log(value)
    case 'yeoJohnson':
      return yeoJohnson(value, transform.lambda)
    case undefined:
      return value
  }
}

/** The target's number of what the network learned of it. Ascends, so that quantiles stay quantiles. */
export function untransformed(transform: FittedTransform, x: NumberExpression): NumberExpression {
  switch (transform.kind) {
    case 'log':
      return unary('exponential', x)
    case 'yeoJohnson': {
      const { lambda, low, high } = transform
      return inverseYeoJohnson(binary('maximum', binary('minimum', x, constant(high)), constant(low)), lambda)
    }
  }
}

/** What untransformed numbers are made of. */
export const networkOutput = numberColumn('output', 'number', 'float64')

/** The network's outputs in the target's unit. */
export function inTargetUnit(
  { scale, offset, transform }: Pick<NumberTarget, 'scale' | 'offset' | 'transform'>,
  outputs: ArrayLike<number>,
): Float64Array {
  const values = Float64Array.from(outputs, (y) => y * scale + offset)
  if (transform === undefined) return values
  const source = { numbers: () => values, texts: () => null }
  return evaluateNumber(source, values.length, untransformed(transform, networkOutput))
}

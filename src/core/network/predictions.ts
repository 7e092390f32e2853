import type { FittedRecipe } from '../../shared/recipes.ts'
import { inTargetUnit } from '../recipe/targetTransform.ts'

/** The network's outputs in the terms of the target. */
export type Predictions =
  | {
      task: 'regression'
      /** In the target's unit. */
      values: Float64Array
      /** Row-major, rows × `detailNames`: what is known beyond the value, in the target's unit. */
      details: Float64Array
    }
  | {
      task: 'classification'
      /** Row-major, rows × classes; scores that rank the classes where the network gives no probabilities. */
      probabilities: Float64Array
      /** Index of the most probable class of each row; of several, the first. */
      classes: Int32Array
    }

/** The standard normal distribution lies between ± this with probability 0.9. */
export const ninetyPercent = 1.6448536269514722

export const probabilityPrefix = 'probability_'
export const scorePrefix = 'score_'

/** Names of the columns that stand beside a prediction. */
export function detailNames(target: DecodedTarget): string[] {
  if (target.task === 'classification') {
    const prefix = target.scores === true ? scorePrefix : probabilityPrefix
    return target.classes.map((label) => `${prefix}${label}`)
  }
  switch (target.outputs?.kind) {
    case 'quantiles':
      return target.outputs.quantiles.map((q) => `quantile_${q}`)
    case 'gaussian':
      return ['standard_deviation', 'lower_90', 'upper_90']
    case undefined:
      return []
  }
}

/** What a target says of the network's outputs, without its scaling. */
export type DecodedTarget =
  | Extract<FittedRecipe['target'], { task: 'classification' }>
  | Pick<Extract<FittedRecipe['target'], { task: 'regression' }>, 'task' | 'name' | 'outputs'>

/** Which of ascending quantiles stands for the value: the one nearest to the median, of two the lower. */
export function middleQuantile(quantiles: readonly number[]): number {
  let best = 0
  for (const [index, q] of quantiles.entries()) {
    if (Math.abs(q - 0.5) < Math.abs((quantiles[best] ?? 0) - 0.5)) best = index
  }
  return best
}

/**
 * @param outputs what the engine's `predict` wrote: rows × outputs, activated (identity, exponential, sigmoid or softmax)
 * Two classes have one output p, the probability of the second: it becomes [1 - p, p]; a score s becomes [-s, s].
 */
export function decodePredictions(fitted: FittedRecipe, outputs: Float32Array): Predictions {
  const { target } = fitted
  if (target.task === 'regression') return decodeNumbers(target, outputs)
  const width = target.classes.length
  const probabilities =
    width === 2 ? fromOneOutput(outputs, target.scores === true ? 0 : 1) : Float64Array.from(outputs)
  return { task: 'classification', probabilities, classes: mostProbable(probabilities, width) }
}

function decodeNumbers(
  target: Extract<FittedRecipe['target'], { task: 'regression' }>,
  outputs: Float32Array,
): Predictions {
  const { scale, outputs: meaning } = target
  const inUnit = inTargetUnit(target, outputs)
  switch (meaning?.kind) {
    case undefined:
      return { task: 'regression', values: inUnit, details: new Float64Array(0) }
    case 'quantiles': {
      const width = meaning.quantiles.length
      const middle = middleQuantile(meaning.quantiles)
      // Quantiles are learned apart and may cross: in order they are never further from the truth
      // (Chernozhukov, Fernández-Val and Galichon, 2010).
      for (let at = 0; at < inUnit.length; at += width) inUnit.subarray(at, at + width).sort()
      return { task: 'regression', values: everyNth(inUnit, width, middle), details: inUnit }
    }
    case 'gaussian': {
      const values = everyNth(inUnit, 2, 0)
      const details = new Float64Array(values.length * 3)
      for (const [row, value] of values.entries()) {
        const deviation = (outputs[2 * row + 1] ?? NaN) * scale
        details.set([deviation, value - ninetyPercent * deviation, value + ninetyPercent * deviation], row * 3)
      }
      return { task: 'regression', values, details }
    }
  }
}

function everyNth(values: Float64Array, width: number, from: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + from] ?? NaN)
}

function fromOneOutput(outputs: Float32Array, whole: 0 | 1): Float64Array {
  const probabilities = new Float64Array(outputs.length * 2)
  for (let row = 0; row < outputs.length; row++) {
    const p = outputs[row] ?? NaN
    probabilities[2 * row] = whole - p
    probabilities[2 * row + 1] = p
  }
  return probabilities
}

/** Index of the greatest value of each row, the first of several. */
export function mostProbable(probabilities: Float64Array, width: number): Int32Array {
  const classes = new Int32Array(probabilities.length / width)
  for (let row = 0; row < classes.length; row++) {
    let best = 0
    for (let k = 1; k < width; k++) {
      if ((probabilities[row * width + k] ?? 0) > (probabilities[row * width + best] ?? 0)) best = k
    }
    classes[row] = best
  }
  return classes
}

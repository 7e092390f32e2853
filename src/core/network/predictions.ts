import type { FittedRecipe } from '../../shared/recipes.ts'

/** The network's outputs in the terms of the target. */
export type Predictions =
  | {
      task: 'regression'
      /** In the target's unit. */
      values: Float64Array
    }
  | {
      task: 'classification'
      /** Row-major, rows × classes. */
      probabilities: Float64Array
      /** Index of the most probable class of each row; of several, the first. */
      classes: Int32Array
    }

/**
 * @param outputs what the engine's `predict` wrote: rows × outputs, activated (identity, sigmoid or softmax)
 * Two classes have one output p, the probability of the second: it becomes [1 - p, p].
 */
export function decodePredictions(fitted: FittedRecipe, outputs: Float32Array): Predictions {
  const { target } = fitted
  if (target.task === 'regression') {
    return { task: 'regression', values: Float64Array.from(outputs, (y) => y * target.scale + target.offset) }
  }
  const width = target.classes.length
  const probabilities = width === 2 ? fromOneOutput(outputs) : Float64Array.from(outputs)
  return { task: 'classification', probabilities, classes: mostProbable(probabilities, width) }
}

function fromOneOutput(outputs: Float32Array): Float64Array {
  const probabilities = new Float64Array(outputs.length * 2)
  for (let row = 0; row < outputs.length; row++) {
    const p = outputs[row] ?? NaN
    probabilities[2 * row] = 1 - p
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

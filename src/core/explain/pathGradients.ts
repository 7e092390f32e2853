import type { OnProgress } from '../progress.ts'

/** Inputs of a network that are attributed together: all that a column becomes. */
export interface InputBlock {
  name: string
  /** Places among the inputs. */
  inputs: readonly number[]
}

export interface PathAttributions {
  /** Of the baseline and of the row. */
  base: number
  prediction: number
  /** One a block: with the base their sum is the prediction, but for the error of the steps. */
  values: Float64Array
}

/**
 * Integrated gradients (Sundararajan, Taly and Yan, 2017, arXiv:1703.01365) along the straight line from a baseline to a
 * row, by block: ∫ Σ_i (x_i - b_i) ∂F/∂x_i dα over the inputs i of the block, which is the derivative in the direction of the
 * whole block. It is taken as a central difference over the width of a step, so that kinks of the network are averaged over,
 * at the middles of equal steps.
 *
 * @param predict rows of inputs, row-major, to one number each
 * @param steps along the path; each costs two predictions a block
 */
export function integratedGradients(
  predict: (inputs: Float32Array) => Float64Array,
  { row, baseline }: { row: Float32Array; baseline: Float32Array },
  blocks: readonly InputBlock[],
  { steps, onProgress = () => {} }: { steps: number; onProgress?: OnProgress },
): PathAttributions {
  const width = row.length
  const ends = new Float32Array(2 * width)
  ends.set(baseline)
  ends.set(row, width)
  const [base = NaN, prediction = NaN] = predict(ends)
  const half = 1 / (2 * steps)
  const values = blocks.map(({ inputs }, at) => {
    onProgress(at / blocks.length)
    if (inputs.every((i) => row[i] === baseline[i])) return 0
    const along = new Float32Array(2 * steps * width)
    for (let step = 0; step < steps; step++) {
      const alpha = (step + 0.5) / steps
      for (const [side, moved] of [-half, half].entries()) {
        const from = (2 * step + side) * width
        for (let i = 0; i < width; i++) along[from + i] = mixed(baseline[i], row[i], alpha)
        for (const i of inputs) along[from + i] = mixed(baseline[i], row[i], alpha + moved)
      }
    }
    const found = predict(along)
    let sum = 0
    for (let step = 0; step < steps; step++) sum += (found[2 * step + 1] ?? NaN) - (found[2 * step] ?? NaN)
    // Each difference is over a width of 1 / steps, and counts with that weight.
    return sum
  })
  onProgress(1)
  return { base, prediction, values: Float64Array.from(values) }
}

function mixed(from = NaN, to = NaN, share: number): number {
  return from + (to - from) * share
}

import type { EngineSpec } from '../network/engine.ts'
import { parameterLayout } from '../network/layout.ts'

/** Whether a network's outputs are probabilities made of logits, which a temperature can divide. */
export function hasLogits({ loss }: Pick<EngineSpec, 'loss'>): boolean {
  return loss === 'softmaxCrossEntropy' || loss === 'binaryCrossEntropy' || loss === 'focal'
}

/**
 * The weights of a network whose logits are divided by a temperature: those of its output layer, and its biases, divided by it. All
 * that is made of them then is calibrated by construction, exported files too. Of an ensemble each member's logits are divided.
 */
export function foldTemperature(
  spec: Pick<EngineSpec, 'inputs' | 'features' | 'members' | 'layers'>,
  weights: Float32Array,
  temperature: number,
): Float32Array {
  const folded = weights.slice()
  const last = spec.layers.length - 1
  const scaled = new Set([`layers.${last}.weights`, `layers.${last}.biases`])
  let from = 0
  for (const { name, shape } of parameterLayout(spec)) {
    const to = from + shape.reduce((product, length) => product * length, 1)
    if (scaled.has(name)) for (let i = from; i < to; i++) folded[i] = (weights[i] ?? 0) / temperature
    from = to
  }
  return folded
}

import { assertNever } from '../../src/shared/assertNever.ts'
import type { Activation } from '../../src/shared/training.ts'
import type { EngineLayer } from '../../src/core/network/engine.ts'

/** A plain forward pass through dense layers in float64, written apart from engine and export, to compare both with. */
export function forward(
  inputs: Float32Array,
  width: number,
  layers: readonly EngineLayer[],
  weights: Float32Array,
): Float64Array {
  let values = Float64Array.from(inputs)
  let fanIn = width
  let at = 0
  const rows = inputs.length / width
  for (const layer of layers) {
    if (layer.kind !== 'dense') throw new Error('This forward pass knows dense layers only.')
    const { units, activation } = layer
    const next = new Float64Array(rows * units)
    for (let row = 0; row < rows; row++) {
      for (let unit = 0; unit < units; unit++) {
        let sum = weights[at + fanIn * units + unit]!
        for (let i = 0; i < fanIn; i++) sum += values[row * fanIn + i]! * weights[at + i * units + unit]!
        next[row * units + unit] = activate(sum, activation)
      }
    }
    at += (fanIn + 1) * units
    values = next
    fanIn = units
  }
  return values
}

function activate(z: number, activation: Activation): number {
  switch (activation) {
    case 'linear':
      return z
    case 'relu':
      return Math.max(0, z)
    case 'leakyRelu':
      return z > 0 ? z : 0.01 * z
    case 'tanh':
      return Math.tanh(z)
    case 'sigmoid':
      return 1 / (1 + Math.exp(-z))
    case 'gelu':
      return (z / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)))
    case 'elu':
      return z > 0 ? z : Math.expm1(z)
    case 'selu':
      return 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z))
    case 'silu':
      return z / (1 + Math.exp(-z))
    case 'mish':
      return z * Math.tanh(softplus(z))
    case 'softplus':
      return softplus(z)
    case 'hardSigmoid':
      return hardSigmoid(z)
    case 'hardTanh':
      return Math.min(1, Math.max(-1, z))
    case 'hardSwish':
      return z * hardSigmoid(z)
    default:
      return assertNever(activation)
  }
}

function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
}

function hardSigmoid(z: number): number {
  return Math.min(1, Math.max(0, z / 6 + 0.5))
}

/** What the engine's `predict` writes for logits or values: sigmoid of one, softmax of several, or as they are. */
export function activateOutputs(
  values: Float64Array,
  units: number,
  task: 'regression' | 'classification',
): Float32Array {
  if (task === 'regression') return Float32Array.from(values)
  if (units === 1) return Float32Array.from(values, (z) => 1 / (1 + Math.exp(-z)))
  const outputs = new Float32Array(values.length)
  for (let row = 0; row < values.length; row += units) {
    const logits = values.subarray(row, row + units)
    const greatest = Math.max(...logits)
    const powers = Array.from(logits, (z) => Math.exp(z - greatest))
    const sum = powers.reduce((all, power) => all + power, 0)
    for (const [k, power] of powers.entries()) outputs[row + k] = power / sum
  }
  return outputs
}

/** Weights in about the size of trained ones, decided by a seed. */
export function someWeights(count: number, next: () => number): Float32Array {
  return Float32Array.from({ length: count }, () => (next() / 2 ** 32 - 0.5) * 1.2)
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import { unsayable } from '../program/refusal.ts'
import { scaled, weighted, type Neurons, type Sum } from './neurons.ts'

const remedy =
  'Train with ReLU, leaky ReLU, PReLU, ELU, SELU, tanh, sigmoid, hard tanh or hard sigmoid, or export as ONNX, Python, JavaScript or C.'

/** How each row of sums (a member's) is bent. */
export type Bend = (rows: readonly (readonly Sum[])[]) => Sum[][]

/**
 * Neurons for an activation function, exactly: PMML has the rectifier, the exponential, tanh and the logistic function, and what bends
 * at corners is made of rectifiers.
 *
 * @param place of the layer, for the error
 * Errors: `unusable-input` where PMML's functions do not make it.
 */
export function bent(
  neurons: Neurons,
  activation: Activation,
  place: string,
  rows: readonly (readonly Sum[])[],
): Sum[][] {
  const flat = rows.flat()
  const width = rows[0]?.length ?? 0
  const made = bentSums(neurons, activation, place, flat)
  return rows.map((_, m) => made.slice(m * width, (m + 1) * width))
}

function bentSums(neurons: Neurons, activation: Activation, place: string, xs: readonly Sum[]): readonly Sum[] {
  switch (activation) {
    case 'linear':
      return xs
    case 'relu':
      return neurons.layer(xs, 'rectifier')
    case 'tanh':
      return neurons.layer(xs, 'tanh')
    case 'sigmoid':
      return neurons.layer(xs, 'logistic')
    case 'leakyRelu':
      return sloped(neurons, xs, () => 0.01)
    case 'elu':
      return exponentialBelow(neurons, xs, 1, 1)
    case 'selu':
      return exponentialBelow(neurons, xs, 1.0507009873554805, 1.6732632423543772)
    case 'hardTanh':
      return between(neurons, xs, 1, 1).map((x) => scaled(x, 1, -1))
    case 'hardSigmoid':
      return between(neurons, xs, 1 / 6, 0.5)
    case 'gelu':
    case 'silu':
    case 'mish':
    case 'softplus':
    case 'hardSwish':
      throw unsayable('PMML', `${place} has the activation ${activation}, which PMML’s neurons do not have`, remedy)
    default:
      return assertNever(activation)
  }
}

/** x, and below zero x times a slope: the rectifier of x less that of -x times the slope. */
export function sloped(neurons: Neurons, xs: readonly Sum[], slope: (k: number) => number): Sum[] {
  const { above, below } = bothSides(neurons, xs)
  return above.map((x, k) => weighted([x, below[k] ?? x], (at) => (at === 0 ? 1 : -slope(k)), 0))
}

/** factor · x, and below zero factor · alpha · (eˣ - 1). */
function exponentialBelow(neurons: Neurons, xs: readonly Sum[], factor: number, alpha: number): Sum[] {
  const { above, below } = bothSides(neurons, xs)
  const powers = neurons.layer(
    below.map((x) => scaled(x, -1)),
    'exponential',
  )
  return above.map((x, k) =>
    weighted([x, powers[k] ?? x], (at) => (at === 0 ? factor : factor * alpha), -factor * alpha),
  )
}

/** The rectifiers of x and of -x. */
function bothSides(neurons: Neurons, xs: readonly Sum[]): { above: Sum[]; below: Sum[] } {
  const all = neurons.layer([...xs, ...xs.map((x) => scaled(x, -1))], 'rectifier')
  return { above: all.slice(0, xs.length), below: all.slice(xs.length) }
}

/** x · slope + rise, from 0 to 2 · rise: the rectifier of it less that of it beyond. */
function between(neurons: Neurons, xs: readonly Sum[], slope: number, rise: number): Sum[] {
  const lower = xs.map((x) => scaled(x, slope, rise))
  const upper = xs.map((x) => scaled(x, slope, rise - 2 * rise))
  const all = neurons.layer([...lower, ...upper], 'rectifier')
  return xs.map((_, k) => {
    const [from, to] = [all[k], all[xs.length + k]]
    return from === undefined || to === undefined
      ? { from: [], weights: [], constant: 0 }
      : weighted([from, to], (at) => (at === 0 ? 1 : -1), 0)
  })
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { DenseStep, FeatureStep, LayerStep, NetworkProgram } from '../program/network.ts'
import { unsayable } from '../program/refusal.ts'
import { bent, sloped } from './activations.ts'
import { apply, field, number, when } from './expressions.ts'
import { scaled, weighted, type Neurons, type Sum } from './neurons.ts'
import { interpolated } from './preparation.ts'

/** A row of sums a member; one until a layer tells members apart. */
type Rows = readonly (readonly Sum[])[]

/**
 * Writes a network's neurons: its outputs for each member, before they are averaged, as the engine's `predict` gives them.
 *
 * @param matrix the fields of the matrix' columns
 * Errors: `unusable-input` for what PMML's neurons do not do.
 */
export function networkSums(neurons: Neurons, network: NetworkProgram, matrix: readonly string[]): Sum[] {
  const first =
    network.features === null
      ? matrix.map((name) => neurons.input(field(name)))
      : featureSums(neurons, network.features, matrix)
  const rows = new LayerWriter(neurons).layers(network.layers, [first])
  const linked = linkedRows(neurons, network, rows)
  const [only = []] = linked
  if (linked.length === 1) return [...only]
  return only.map((_, k) =>
    weighted(
      linked.flatMap((row) => row.slice(k, k + 1)),
      () => 1 / linked.length,
      0,
    ),
  )
}

function linkedRows(neurons: Neurons, { link }: NetworkProgram, rows: Rows): Rows {
  switch (link) {
    case 'identity':
      return rows
    case 'exponential':
      return rows.map((row) => neurons.layer(row, 'exponential'))
    case 'sigmoid':
      return rows.map((row) => neurons.layer(row, 'logistic'))
    case 'softmax':
      return rows.map((row) => neurons.layer(row, 'identity', 'softmax'))
    case 'deviation':
      throw unsayable(
        'PMML',
        'its network predicts a standard deviation beside the value, and a neural network of PMML predicts one number',
        'Train with the mean squared error, or export as ONNX, Python, JavaScript or C.',
      )
    default:
      return assertNever(link)
  }
}

/** The numbers that the first layer takes, as neural inputs and sums of them. */
function featureSums(neurons: Neurons, steps: readonly FeatureStep[], matrix: readonly string[]): Sum[] {
  const of = (column: number): string => matrix[column] ?? ''
  return steps.flatMap((step): readonly Sum[] => {
    switch (step.kind) {
      case 'number':
        return step.columns.map((column) => neurons.input(field(of(column))))
      case 'oneHot':
        return Array.from({ length: step.levels }, (_, level) =>
          neurons.input(when(apply('equal', field(of(step.column)), number(level)), number(1), number(0))),
        )
      case 'embedding': {
        const { levels, dimension, table } = step
        // The index is a whole number: between the points nothing is asked.
        const xs = Array.from({ length: levels + 1 }, (_, place) => place - 1)
        return Array.from({ length: dimension }, (_, k) => {
          const ys = xs.map((level) => (level < 0 ? 0 : (table[level * dimension + k] ?? 0)))
          return neurons.input(interpolated({ xs, ys }, of(step.column)))
        })
      }
      case 'periodic':
        return step.columns.flatMap((column, k) => {
          const { frequencies, dimension } = step
          const layer = step.shared ? 0 : k
          const size = 2 * frequencies * dimension
          const waves = ['sin', 'cos'].flatMap((wave) =>
            Array.from(step.angles.subarray(k * frequencies, (k + 1) * frequencies), (angle) =>
              neurons.input(apply(wave, apply('*', field(of(column)), number(angle)))),
            ),
          )
          const kernel = step.kernel.subarray(layer * size, (layer + 1) * size)
          const bias = step.bias.subarray(layer * dimension, (layer + 1) * dimension)
          const [row = []] = bent(neurons, step.activation, 'the encoding of numbers', [product(waves, kernel, bias)])
          return row
        })
      case 'piecewiseLinear':
        return step.columns.flatMap(({ column, edges, dense }) => {
          const bins = edges.slice(1).map((_, k) => neurons.input(bin(of(column), edges, k)))
          const sums = dense === null ? bins : product(bins, dense.kernel, dense.bias)
          const [row = []] = bent(neurons, step.activation, 'the encoding of numbers', [sums])
          return row
        })
      default:
        return assertNever(step)
    }
  })
}

/** How much of a bin lies below x, from 0 to 1; the outer bins go on beyond their ends. */
function bin(name: string, edges: readonly number[], k: number): string {
  const [from = 0, to = 1] = edges.slice(k, k + 2)
  const [isFirst, isLast] = [k === 0, k === edges.length - 2]
  if (!isFirst && !isLast) return interpolated({ xs: [from, to], ys: [0, 1] }, name)
  const part = apply('/', apply('-', field(name), number(from)), number(to - from))
  const atLeast = isFirst ? part : when(apply('lessThan', part, number(0)), number(0), part)
  return isLast ? atLeast : when(apply('greaterThan', atLeast, number(1)), number(1), atLeast)
}

/** x W + b. W [x, b] row-major. */
function product(xs: readonly Sum[], kernel: ArrayLike<number>, bias: Float32Array): Sum[] {
  return Array.from(bias, (b, unit) => weighted(xs, (i) => kernel[i * bias.length + unit] ?? 0, b))
}

class LayerWriter {
  readonly #neurons: Neurons
  /** Layers with weights so far, by which a person finds the one that an error names. */
  #dense = 0

  constructor(neurons: Neurons) {
    this.#neurons = neurons
  }

  get #place(): string {
    return this.#dense === 0 ? 'its network' : `layer ${this.#dense} of its network`
  }

  layers(steps: readonly LayerStep[], rows: Rows): Rows {
    return steps.reduce((before, step) => this.#layer(step, before), rows)
  }

  #layer(step: LayerStep, rows: Rows): Rows {
    const neurons = this.#neurons
    switch (step.kind) {
      case 'dense': {
        this.#dense++
        neurons.makeRoom(step.members * step.inputs * step.units)
        const sums = Array.from({ length: step.members }, (_, m) => denseSums(step, ofMember(rows, m), m))
        return bent(neurons, step.activation, this.#place, sums)
      }
      case 'activation':
        return bent(neurons, step.activation, this.#place, rows)
      case 'prelu': {
        const { width, slopes, members } = step
        const all = Array.from({ length: members }, (_, m) => ofMember(rows, m)).flat()
        const made = sloped(neurons, all, (k) => slopes[k] ?? 0)
        return Array.from({ length: members }, (_, m) => made.slice(m * width, (m + 1) * width))
      }
      case 'affine': {
        const { width, factors, summands, members } = step
        return Array.from({ length: members }, (_, m) =>
          ofMember(rows, m).map((x, k) => scaled(x, factors[m * width + k] ?? 1, summands?.[m * width + k] ?? 0)),
        )
      }
      case 'normalization': {
        const kind = step.shift === null ? 'RMS' : 'layer'
        throw unsayable(
          'PMML',
          `${this.#place} is followed by ${kind} normalization, for which PMML’s neurons have no square root`,
          'Train with batch normalization or none, or export as ONNX, Python, JavaScript or C.',
        )
      }
      case 'residual': {
        const inner = this.layers(step.layers, rows)
        const members = Math.max(rows.length, inner.length)
        return Array.from({ length: members }, (_, m) => {
          const made = ofMember(inner, m)
          return ofMember(rows, m).map((x, k) => weighted([x, ...made.slice(k, k + 1)], () => 1, 0))
        })
      }
      default:
        return assertNever(step)
    }
  }
}

/** The row of one network is every member's. */
function ofMember(rows: Rows, m: number): readonly Sum[] {
  return rows[rows.length === 1 ? 0 : m] ?? []
}

function denseSums(
  { inputs, units, kernel, inputFactors, outputFactors, bias }: DenseStep,
  xs: readonly Sum[],
  m: number,
): Sum[] {
  const from = kernel.members === 1 ? 0 : m * inputs * units
  const biasFrom = bias?.members === 1 ? 0 : m * units
  return Array.from({ length: units }, (_, unit) => {
    const factor = outputFactors?.[m * units + unit] ?? 1
    const weightOf = (i: number): number =>
      (inputFactors?.[m * inputs + i] ?? 1) * (kernel.values[from + i * units + unit] ?? 0) * factor
    return weighted(xs, weightOf, bias?.values[biasFrom + unit] ?? 0)
  })
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { EngineDense, EngineFeature, EngineLayer, EngineLoss, EngineSpec } from '../../network/engine.ts'
import { featureWidth } from '../../network/features.ts'
import { tellsMembersApart } from '../../network/members.ts'
import { WeightReader } from './weights.ts'

/**
 * A trained network as few kinds of steps over one row's numbers, with what only training has (dropout, statistics of
 * batches) gone. Values are [members][width]; members is 1 until a layer tells the members of an ensemble apart.
 */
export interface NetworkProgram {
  /** Width of the row that the preparation gives. */
  inputs: number
  /** What the row becomes before the first layer; null where it enters as it is. */
  features: FeatureStep[] | null
  /** Width of what the first layer takes. */
  width: number
  layers: LayerStep[]
  /** From the last layer's sums to what the network says, for each member; then members are averaged. */
  link: Link
  outputs: number
  /** Members whose outputs are averaged. */
  members: number
}

/** `deviation`: the second of two outputs is the logarithm of a variance, and becomes the standard deviation. */
export type Link = 'identity' | 'exponential' | 'deviation' | 'sigmoid' | 'softmax'

/** Arrays are row-major, with the shapes in brackets. */
export type FeatureStep =
  | { kind: 'number'; columns: readonly number[] }
  | { kind: 'oneHot'; column: number; levels: number }
  /** `table` [levels, dimension]; the index -1 gives zeros. */
  | { kind: 'embedding'; column: number; levels: number; dimension: number; table: Float32Array }
  /**
   * Each x becomes sin(ax) and cos(ax) of its `angles` [columns, frequencies], and then a dense layer's outputs: `kernel`
   * [columns or 1, 2 · frequencies, dimension], `bias` [columns or 1, dimension]; 1 where all share one.
   */
  | {
      kind: 'periodic'
      columns: readonly number[]
      frequencies: number
      dimension: number
      angles: Float32Array
      shared: boolean
      kernel: Float32Array
      bias: Float32Array
      activation: Activation
    }
  /**
   * Each x becomes, of every bin between its edges, how much of it lies below x; the outer bins go on beyond their ends.
   * With a dense layer each column's bins become `dimension` numbers: `kernel` [bins, dimension], `bias` [dimension].
   */
  | {
      kind: 'piecewiseLinear'
      columns: readonly { column: number; edges: readonly number[]; dense: DenseOfBins | null }[]
      activation: Activation
    }

export interface DenseOfBins {
  dimension: number
  kernel: Float32Array
  bias: Float32Array
}

export type LayerStep =
  | DenseStep
  | { kind: 'activation'; activation: Activation }
  /** x below zero is multiplied by its slope. [members, width] */
  | { kind: 'prelu'; slopes: Float32Array; members: number; width: number }
  /** x · factor + summand, by column. [members, width] */
  | { kind: 'affine'; factors: Float32Array; summands: Float32Array | null; members: number; width: number }
  /**
   * (x - m) / √(mean of (x - m)² + ε) · gain + shift over a row, m its mean; without a shift m is 0 (layer and RMS
   * normalization). [members, width]
   */
  | {
      kind: 'normalization'
      epsilon: number
      gain: Float32Array
      shift: Float32Array | null
      members: number
      width: number
    }
  /** x + what the layers make of x. */
  | { kind: 'residual'; layers: LayerStep[]; width: number }

/** activation((x · inputFactors) W · outputFactors + bias) */
export interface DenseStep {
  kind: 'dense'
  inputs: number
  units: number
  /** Rows of values that come out. */
  members: number
  /** [members or 1, inputs, units]; 1 where members share them. */
  kernel: { values: Float32Array; members: number }
  /** [members, inputs] and [members, units] of members that share W; null where there are none. */
  inputFactors: Float32Array | null
  outputFactors: Float32Array | null
  /** [members or 1, units] */
  bias: { values: Float32Array; members: number } | null
  activation: Activation
}

/** Throws a RangeError if the weights do not fit the layers. */
export function networkProgram(spec: EngineSpec, weights: Float32Array): NetworkProgram {
  const reader = new WeightReader(weights)
  const features = spec.features?.map((feature) => featureStep(feature, reader)) ?? null
  const width =
    spec.features === undefined ? spec.inputs : spec.features.reduce((sum, feature) => sum + featureWidth(feature), 0)
  const flow: Flow = { width, members: 1, all: spec.members ?? 1 }
  const layers = layerSteps(spec.layers, flow, reader)
  reader.end()
  return {
    inputs: spec.inputs,
    features,
    width,
    layers,
    link: linkOf(spec.loss, flow.width),
    outputs: flow.width,
    members: flow.members,
  }
}

function linkOf(loss: EngineLoss, outputs: number): Link {
  switch (loss) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
    case 'logCosh':
    case 'quantile':
    case 'hinge':
      return 'identity'
    case 'poisson':
    case 'gamma':
      return 'exponential'
    case 'gaussianNll':
      return 'deviation'
    case 'binaryCrossEntropy':
      return 'sigmoid'
    case 'softmaxCrossEntropy':
      return 'softmax'
    case 'focal':
      return outputs === 1 ? 'sigmoid' : 'softmax'
    default:
      return assertNever(loss)
  }
}

function featureStep(feature: EngineFeature, reader: WeightReader): FeatureStep {
  switch (feature.kind) {
    case 'number':
    case 'oneHot':
      return feature
    case 'embedding': {
      const { column, levels, dimension } = feature
      return { kind: 'embedding', column, levels, dimension, table: reader.take(levels * dimension) }
    }
    case 'periodic': {
      const { columns, frequencies, dimension, shared, activation } = feature
      const angles = reader.take(columns.length * frequencies).map((c) => 2 * Math.PI * c)
      const layers = shared ? 1 : columns.length
      const kernel = reader.take(layers * 2 * frequencies * dimension)
      const bias = reader.take(layers * dimension)
      return { kind: 'periodic', columns, frequencies, dimension, angles, shared, kernel, bias, activation }
    }
    case 'piecewiseLinear': {
      const { columns, edges, dimension, activation } = feature
      const edgesOf = (k: number): readonly number[] => edges[k] ?? []
      const kernels = dimension === null ? [] : columns.map((_, k) => reader.take((edgesOf(k).length - 1) * dimension))
      const biases = dimension === null ? [] : columns.map(() => reader.take(dimension))
      const denseOf = (k: number): DenseOfBins | null => {
        const [kernel, bias] = [kernels[k], biases[k]]
        return dimension === null || kernel === undefined || bias === undefined ? null : { dimension, kernel, bias }
      }
      return {
        kind: 'piecewiseLinear',
        columns: columns.map((column, k) => ({ column, edges: edgesOf(k), dense: denseOf(k) })),
        activation,
      }
    }
    default:
      return assertNever(feature)
  }
}

/** What has come of the inputs so far; `all` members once a layer has told them apart. */
interface Flow {
  width: number
  members: number
  readonly all: number
}

function layerSteps(layers: readonly EngineLayer[], flow: Flow, reader: WeightReader): LayerStep[] {
  return layers.flatMap((layer): LayerStep[] => {
    if (tellsMembersApart(layer)) flow.members = flow.all
    const { width, members } = flow
    switch (layer.kind) {
      case 'dense':
        return [denseStep(layer, flow, reader)]
      case 'activation':
        return [{ kind: 'activation', activation: layer.activation }]
      case 'prelu':
        return [{ kind: 'prelu', slopes: reader.take(members * width), members, width }]
      case 'dropout':
        return []
      case 'batchNormalization':
        return [batchNormalization(layer.epsilon, flow, reader)]
      case 'layerNormalization': {
        const [gain, shift] = [reader.take(members * width), reader.take(members * width)]
        return [{ kind: 'normalization', epsilon: layer.epsilon, gain, shift, members, width }]
      }
      case 'rmsNormalization': {
        const gain = reader.take(members * width)
        return [{ kind: 'normalization', epsilon: layer.epsilon, gain, shift: null, members, width }]
      }
      case 'scale':
        return [{ kind: 'affine', factors: reader.take(members * width), summands: null, members, width }]
      case 'residual':
        return [{ kind: 'residual', layers: layerSteps(layer.layers, flow, reader), width }]
      default:
        return assertNever(layer)
    }
  })
}

/** With running statistics a normalization is one factor and one summand a column. */
function batchNormalization(epsilon: number, { width, members }: Flow, reader: WeightReader): LayerStep {
  const size = width * members
  const [gain, shift, mean, variance] = [reader.take(size), reader.take(size), reader.take(size), reader.take(size)]
  const factors = gain.map((g, i) => g / Math.sqrt((variance[i] ?? 0) + epsilon))
  const summands = factors.map((f, i) => (shift[i] ?? 0) - f * (mean[i] ?? 0))
  return { kind: 'affine', factors, summands, members, width }
}

function denseStep({ units, activation, bias, sharing }: EngineDense, flow: Flow, reader: WeightReader): DenseStep {
  const { width: inputs, members } = flow
  const isOwn = sharing === 'own'
  const hasAdapters = sharing === 'adapters' && members > 1
  const kernelMembers = isOwn ? members : 1
  const kernel = { values: reader.take(kernelMembers * inputs * units), members: kernelMembers }
  const inputFactors = hasAdapters ? reader.take(members * inputs) : null
  const outputFactors = hasAdapters ? reader.take(members * units) : null
  const biasMembers = isOwn || hasAdapters ? members : 1
  const biases = bias === false ? null : { values: reader.take(biasMembers * units), members: biasMembers }
  flow.width = units
  return { kind: 'dense', inputs, units, members, kernel, inputFactors, outputFactors, bias: biases, activation }
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { DenseStep, FeatureStep, LayerStep, Link, NetworkProgram } from '../program/network.ts'
import { numberLiteral, type PythonWriter } from './module.ts'

/** Of the values x; null where they stay as they are. Constants as in the engine. */
function activated(module: PythonWriter, activation: Activation, x: string): string | null {
  switch (activation) {
    case 'linear':
      return null
    case 'relu':
      return `np.maximum(0, ${x})`
    case 'leakyRelu':
      return `np.where(${x} < 0, 0.01 * ${x}, ${x})`
    case 'elu':
      return `np.where(${x} < 0, np.expm1(${x}), ${x})`
    case 'selu':
      return `1.0507009873554805 * np.where(${x} < 0, 1.6732632423543772 * np.expm1(${x}), ${x})`
    case 'gelu':
      return `0.5 * ${x} * (1 + np.tanh(np.sqrt(2 / np.pi) * (${x} + 0.044715 * ${x}**3)))`
    case 'silu':
      return `${x} * ${module.helper('_sigmoid')}(${x})`
    case 'mish':
      return `${x} * np.tanh(${module.helper('_softplus')}(${x}))`
    case 'tanh':
      return `np.tanh(${x})`
    case 'sigmoid':
      return `${module.helper('_sigmoid')}(${x})`
    case 'softplus':
      return `${module.helper('_softplus')}(${x})`
    case 'hardSigmoid':
      return `np.clip(${x} / 6 + 0.5, 0, 1)`
    case 'hardTanh':
      return `np.clip(${x}, -1, 1)`
    case 'hardSwish':
      return `${x} * np.clip(${x} / 6 + 0.5, 0, 1)`
    default:
      return assertNever(activation)
  }
}

/**
 * Lines from `matrix` [count, inputs] to `outputs` [count, outputs], what the engine's `predict` gives. Values on their way
 * are [count, width], or [members, count, width] once members differ.
 */
export function networkLines(module: PythonWriter, network: NetworkProgram): string[] {
  const { features, layers, link, members } = network
  const first = features === null ? [] : features.flatMap((step) => featureLines(module, step))
  return [
    ...(features === null ? ['values = matrix'] : ['parts = []', ...first, 'values = np.concatenate(parts, axis=1)']),
    ...layerLines(module, layers, 0),
    ...linkLines(module, link),
    members === 1 ? 'outputs = values' : 'outputs = values.mean(axis=0)',
  ]
}

function featureLines(module: PythonWriter, step: FeatureStep): string[] {
  const append = (part: string): string => `parts.append(${part})`
  const bent = (part: string, activation: Activation): string[] => {
    const curve = activated(module, activation, 'part')
    return curve === null ? [append(part)] : [`part = ${part}`, append(curve)]
  }
  switch (step.kind) {
    case 'number':
      return [append(`matrix[:, [${step.columns.join(', ')}]]`)]
    case 'oneHot':
      return [append(`${module.helper('_one_hot')}(matrix[:, ${step.column}], ${step.levels})`)]
    case 'embedding': {
      const table = module.floats('EMBEDDINGS', step.table, [step.levels, step.dimension])
      return [append(`${module.helper('_embedding')}(matrix[:, ${step.column}], ${table})`)]
    }
    case 'periodic': {
      const { columns, frequencies, dimension, shared } = step
      const layers = shared ? 1 : columns.length
      const angles = module.floats('ANGLES', step.angles, [columns.length, frequencies])
      const kernel = module.floats('WAVES', step.kernel, [layers, 2 * frequencies, dimension])
      const bias = module.floats('WAVES', step.bias, [layers, dimension])
      return columns.flatMap((column, k) => {
        const layer = shared ? 0 : k
        const dense = `${angles}[${k}], ${kernel}[${layer}], ${bias}[${layer}]`
        return bent(`${module.helper('_waves')}(matrix[:, ${column}], ${dense})`, step.activation)
      })
    }
    case 'piecewiseLinear':
      return step.columns.flatMap(({ column, edges, dense }) => {
        const bins = `${module.helper('_bins')}(matrix[:, ${column}], ${module.numbers('EDGES', edges)})`
        if (dense === null) return bent(bins, step.activation)
        const kernel = module.floats('KERNEL', dense.kernel, [edges.length - 1, dense.dimension])
        return bent(`${bins} @ ${kernel} + ${module.floats('BIAS', dense.bias, [dense.dimension])}`, step.activation)
      })
    default:
      return assertNever(step)
  }
}

function layerLines(module: PythonWriter, layers: readonly LayerStep[], depth: number): string[] {
  return layers.flatMap((layer): string[] => {
    switch (layer.kind) {
      case 'dense':
        return denseLines(module, layer)
      case 'activation':
        return activationLines(module, layer.activation)
      case 'prelu':
        return [`values = np.where(values < 0, values * ${rowOf(module, 'SLOPES', layer.slopes, layer)}, values)`]
      case 'affine':
        return [scaled(module, 'values', layer.factors, layer.summands, layer)]
      case 'normalization': {
        const { epsilon, gain, shift } = layer
        const isCentred = shift === null ? 'False' : 'True'
        const normalized = `${module.helper('_normalized')}(values, ${isCentred}, ${numberLiteral(epsilon)})`
        return [scaled(module, normalized, gain, shift, layer)]
      }
      case 'residual': {
        const before = `before${depth + 1}`
        return [`${before} = values`, ...layerLines(module, layer.layers, depth + 1), `values = ${before} + values`]
      }
      default:
        return assertNever(layer)
    }
  })
}

interface Rows {
  members: number
  width: number
}

function scaled(
  module: PythonWriter,
  x: string,
  factors: Float32Array,
  summands: Float32Array | null,
  rows: Rows,
): string {
  const all = `${x} * ${rowOf(module, 'FACTORS', factors, rows)}`
  return `values = ${summands === null ? all : `${all} + ${rowOf(module, 'SUMMANDS', summands, rows)}`}`
}

/** Numbers, one a column, over all rows; a row of them for each member that is by itself. */
function rowOf(module: PythonWriter, prefix: string, values: Float32Array, { members, width }: Rows): string {
  return module.floats(prefix, values, members === 1 ? [width] : [members, 1, width])
}

function activationLines(module: PythonWriter, activation: Activation): string[] {
  const curve = activated(module, activation, 'values')
  return curve === null ? [] : [`values = ${curve}`]
}

function denseLines(module: PythonWriter, step: DenseStep): string[] {
  const { inputs, units, members, kernel, inputFactors, outputFactors, bias, activation } = step
  const own = kernel.members > 1
  const weights = module.floats('KERNEL', kernel.values, own ? [kernel.members, inputs, units] : [inputs, units])
  const times = (x: string, factors: Float32Array | null, width: number): string =>
    factors === null ? x : `(${x} * ${rowOf(module, 'FACTORS', factors, { members, width })})`
  const sums = times(`(${times('values', inputFactors, inputs)} @ ${weights})`, outputFactors, units)
  const biased =
    bias === null ? sums : `${sums} + ${rowOf(module, 'BIAS', bias.values, { members: bias.members, width: units })}`
  return [`values = ${biased}`, ...activationLines(module, activation)]
}

function linkLines(module: PythonWriter, link: Link): string[] {
  switch (link) {
    case 'identity':
      return []
    case 'exponential':
      return ['values = np.exp(values)']
    case 'deviation':
      return ['values = np.concatenate([values[..., :1], np.exp(values[..., 1:] / 2)], axis=-1)']
    case 'sigmoid':
      return [`values = ${module.helper('_sigmoid')}(values)`]
    case 'softmax':
      return [`values = ${module.helper('_softmax')}(values)`]
    default:
      return assertNever(link)
  }
}

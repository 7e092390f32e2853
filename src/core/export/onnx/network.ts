import { assertNever } from '../../../shared/assertNever.ts'
import type { DenseStep, LayerStep, NetworkProgram } from '../program/network.ts'
import { addActivation } from './activation.ts'
import { addFeatures } from './features.ts'
import type { GraphBuilder } from './graph.ts'
import { addLink } from './link.ts'

/**
 * The network over float [N, inputs]; returns what the engine's `predict` gives, float [N, outputs]. Values on their way
 * are float [N, width], or [members, N, width] once members differ: these share every node, their weights are stacked,
 * and products run over the stack.
 */
export function addNetwork(graph: GraphBuilder, matrix: string, network: NetworkProgram): string {
  const { features, layers, link, members } = network
  const first = features === null ? matrix : addFeatures(graph, matrix, features)
  const outputs = addLink(graph, addLayers(graph, first, layers), link)
  return members === 1
    ? outputs
    : graph.operator('ReduceMean', [outputs, graph.integers([0])], { keepdims: { int: 0 } })
}

function addLayers(graph: GraphBuilder, value: string, layers: readonly LayerStep[]): string {
  return layers.reduce((before, layer) => addLayer(graph, before, layer), value)
}

function addLayer(graph: GraphBuilder, value: string, layer: LayerStep): string {
  switch (layer.kind) {
    case 'dense':
      return addDense(graph, value, layer)
    case 'activation':
      return addActivation(graph, value, layer.activation)
    case 'prelu':
      return graph.operator('PRelu', [value, addRow(graph, layer.slopes, layer)])
    case 'affine': {
      const scaled = graph.operator('Mul', [value, addRow(graph, layer.factors, layer)])
      return layer.summands === null ? scaled : graph.operator('Add', [scaled, addRow(graph, layer.summands, layer)])
    }
    case 'normalization':
      return addNormalization(graph, value, layer)
    case 'residual':
      return graph.operator('Add', [value, addLayers(graph, value, layer.layers)])
    default:
      return assertNever(layer)
  }
}

function addDense(graph: GraphBuilder, value: string, step: DenseStep): string {
  const { inputs, units, members, kernel, inputFactors, outputFactors, bias, activation } = step
  const dims = kernel.members === 1 ? [inputs, units] : [kernel.members, inputs, units]
  const weights = graph.floats(kernel.values, dims)
  if (members === 1) {
    const biases = bias === null ? [] : [graph.floats(bias.values, [units])]
    return addActivation(graph, graph.operator('Gemm', [value, weights, ...biases]), activation)
  }
  const times = (sums: string, factors: Float32Array | null, width: number): string =>
    factors === null ? sums : graph.operator('Mul', [sums, addRow(graph, factors, { width, members })])
  const sums = times(graph.operator('MatMul', [times(value, inputFactors, inputs), weights]), outputFactors, units)
  const biased =
    bias === null
      ? sums
      : graph.operator('Add', [sums, addRow(graph, bias.values, { width: units, members: bias.members })])
  return addActivation(graph, biased, activation)
}

function addNormalization(
  graph: GraphBuilder,
  value: string,
  step: Extract<LayerStep, { kind: 'normalization' }>,
): string {
  const mean = (values: string): string => graph.operator('ReduceMean', [values, graph.integers([-1])])
  const centred = step.shift === null ? value : graph.operator('Sub', [value, mean(value)])
  const squares = graph.operator('Mul', [centred, centred])
  const root = graph.operator('Sqrt', [graph.operator('Add', [mean(squares), graph.floats([step.epsilon])])])
  const normalized = graph.operator('Div', [centred, root])
  const scaled = graph.operator('Mul', [normalized, addRow(graph, step.gain, step)])
  return step.shift === null ? scaled : graph.operator('Add', [scaled, addRow(graph, step.shift, step)])
}

/** Numbers, one a column, over all rows; a row of them for each member that is by itself. */
function addRow(
  graph: GraphBuilder,
  values: Float32Array,
  { width, members }: { width: number; members: number },
): string {
  return graph.floats(values, members === 1 ? [width] : [members, 1, width])
}

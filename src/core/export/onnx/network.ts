import { assertNever } from '../../../shared/assertNever.ts'
import type { EngineDense, EngineLayer, EngineSpec } from '../../network/engine.ts'
import { addActivation } from './activation.ts'
import { addFeatures } from './features.ts'
import type { GraphBuilder } from './graph.ts'
import { addLink } from './link.ts'
import { WeightReader } from './weights.ts'

/** Values on their way through the network: float [N, width], or [members, N, width] once members differ. */
interface Flow {
  value: string
  width: number
}

/**
 * The network over float [N, inputs]; returns what the engine's `predict` gives, float [N, outputs]. What only training
 * has (dropout) leaves no trace, and statistics of batches are the running ones. G members share every node: their
 * weights are stacked, and products run over the stack.
 */
export function addNetwork(graph: GraphBuilder, matrix: string, spec: EngineSpec, weights: Float32Array): string {
  const reader = new WeightReader(weights)
  const members = spec.members ?? 1
  const first: Flow =
    spec.features === undefined
      ? { value: matrix, width: spec.inputs }
      : addFeatures(graph, matrix, spec.features, reader)
  const last = addLayers(graph, first, spec.layers, members, reader)
  reader.end()
  const outputs = addLink(graph, last.value, spec, last.width)
  return members === 1
    ? outputs
    : graph.operator('ReduceMean', [outputs, graph.integers([0])], { keepdims: { int: 0 } })
}

function addLayers(
  graph: GraphBuilder,
  flow: Flow,
  layers: readonly EngineLayer[],
  members: number,
  reader: WeightReader,
): Flow {
  return layers.reduce((before, layer) => addLayer(graph, before, layer, members, reader), flow)
}

function addLayer(graph: GraphBuilder, flow: Flow, layer: EngineLayer, members: number, reader: WeightReader): Flow {
  const { value, width } = flow
  const row = () => graph.floats(reader.take(width), [width])
  switch (layer.kind) {
    case 'dense':
      return addDense(graph, flow, layer, members, reader)
    case 'activation':
      return { value: addActivation(graph, value, layer.activation), width }
    case 'prelu':
      return { value: graph.operator('PRelu', [value, row()]), width }
    case 'dropout':
      return flow
    case 'batchNormalization':
      return { value: addBatchNormalization(graph, flow, layer.epsilon, reader), width }
    case 'layerNormalization': {
      const [gain, shift] = [row(), row()]
      const attributes = { axis: { int: -1 }, epsilon: { float: layer.epsilon } }
      return { value: graph.operator('LayerNormalization', [value, gain, shift], attributes), width }
    }
    case 'rmsNormalization': {
      const square = graph.operator('Mul', [value, value])
      const mean = graph.operator('ReduceMean', [square, graph.integers([-1])])
      const root = graph.operator('Sqrt', [graph.operator('Add', [mean, graph.floats([layer.epsilon])])])
      return { value: graph.operator('Mul', [graph.operator('Div', [value, root]), row()]), width }
    }
    case 'scale':
      return { value: graph.operator('Mul', [value, stacked(graph, reader, members, width)]), width }
    case 'residual': {
      const inner = addLayers(graph, flow, layer.layers, members, reader)
      return { value: graph.operator('Add', [value, inner.value]), width: inner.width }
    }
    default:
      return assertNever(layer)
  }
}

/** One row of numbers a member, over all rows: [members, 1, width], or [width] for a single network. */
function stacked(graph: GraphBuilder, reader: WeightReader, members: number, width: number): string {
  const values = reader.take(members * width)
  return graph.floats(values, members === 1 ? [width] : [members, 1, width])
}

function addDense(
  graph: GraphBuilder,
  { value, width }: Flow,
  { units, activation, bias, sharing }: EngineDense,
  members: number,
  reader: WeightReader,
): Flow {
  const isOwn = sharing === 'own'
  const hasAdapters = sharing === 'adapters'
  const kernel = isOwn
    ? graph.floats(reader.take(members * width * units), [members, width, units])
    : graph.floats(reader.take(width * units), [width, units])
  const scaled = hasAdapters ? graph.operator('Mul', [value, stacked(graph, reader, members, width)]) : value
  const product = graph.operator('MatMul', [scaled, kernel])
  const sums = hasAdapters ? graph.operator('Mul', [product, stacked(graph, reader, members, units)]) : product
  const each = isOwn || hasAdapters ? members : 1
  const shifted = bias === false ? sums : graph.operator('Add', [sums, stacked(graph, reader, each, units)])
  return { value: addActivation(graph, shifted, activation), width: units }
}

/** With running statistics a normalization is one factor and one summand a column. */
function addBatchNormalization(
  graph: GraphBuilder,
  { value, width }: Flow,
  epsilon: number,
  reader: WeightReader,
): string {
  const [gain, shift, mean, variance] = [0, 1, 2, 3].map(() => reader.take(width))
  const factor = Float32Array.from(
    { length: width },
    (_, i) => (gain?.[i] ?? 0) / Math.sqrt((variance?.[i] ?? 0) + epsilon),
  )
  const summand = factor.map((f, i) => (shift?.[i] ?? 0) - f * (mean?.[i] ?? 0))
  const scaled = graph.operator('Mul', [value, graph.floats(factor, [width])])
  return graph.operator('Add', [scaled, graph.floats(summand, [width])])
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { EngineDense, EngineLayer, EngineSpec } from '../../network/engine.ts'
import { tellsMembersApart } from '../../network/members.ts'
import { addActivation } from './activation.ts'
import { addFeatures } from './features.ts'
import type { GraphBuilder } from './graph.ts'
import { addLink } from './link.ts'
import { WeightReader } from './weights.ts'

/** Values on their way through the network: float [N, width], or [members, N, width] once members differ. */
interface Flow {
  value: string
  width: number
  /** 1 until a layer tells the members apart. */
  members: number
}

/**
 * The network over float [N, inputs]; returns what the engine's `predict` gives, float [N, outputs]. What only training
 * has (dropout) leaves no trace, and statistics of batches are the running ones. G members share every node: their
 * weights are stacked, and products run over the stack.
 */
export function addNetwork(graph: GraphBuilder, matrix: string, spec: EngineSpec, weights: Float32Array): string {
  const reader = new WeightReader(weights)
  const first =
    spec.features === undefined
      ? { value: matrix, width: spec.inputs }
      : addFeatures(graph, matrix, spec.features, reader)
  const layers = new LayerWriter(graph, reader, spec.members ?? 1)
  const last = layers.addAll({ ...first, members: 1 }, spec.layers)
  reader.end()
  const outputs = addLink(graph, last.value, spec, last.width)
  return last.members === 1
    ? outputs
    : graph.operator('ReduceMean', [outputs, graph.integers([0])], { keepdims: { int: 0 } })
}

/** Writes layers as nodes, with weights from front to back. */
class LayerWriter {
  readonly #graph: GraphBuilder
  readonly #reader: WeightReader
  readonly #members: number

  constructor(graph: GraphBuilder, reader: WeightReader, members: number) {
    this.#graph = graph
    this.#reader = reader
    this.#members = members
  }

  addAll(flow: Flow, layers: readonly EngineLayer[]): Flow {
    return layers.reduce((before, layer) => this.#add(before, layer), flow)
  }

  #add(before: Flow, layer: EngineLayer): Flow {
    const flow = tellsMembersApart(layer) ? { ...before, members: this.#members } : before
    const graph = this.#graph
    const { value } = flow
    switch (layer.kind) {
      case 'dense':
        return this.#dense(flow, layer)
      case 'activation':
        return { ...flow, value: addActivation(graph, value, layer.activation) }
      case 'prelu':
        return { ...flow, value: graph.operator('PRelu', [value, this.#row(flow)]) }
      case 'dropout':
        return flow
      case 'batchNormalization':
        return { ...flow, value: this.#batchNormalization(flow, layer.epsilon) }
      case 'layerNormalization':
        return { ...flow, value: this.#layerNormalization(flow, layer.epsilon) }
      case 'rmsNormalization': {
        const normalized = this.#overRoot(value, graph.operator('Mul', [value, value]), layer.epsilon)
        return { ...flow, value: graph.operator('Mul', [normalized, this.#row(flow)]) }
      }
      case 'scale':
        return { ...flow, value: graph.operator('Mul', [value, this.#row(flow)]) }
      case 'residual': {
        const inner = this.addAll(flow, layer.layers)
        return { ...inner, value: graph.operator('Add', [value, inner.value]) }
      }
      default:
        return assertNever(layer)
    }
  }

  #dense({ value, width, members }: Flow, { units, activation, bias, sharing }: EngineDense): Flow {
    const graph = this.#graph
    const after = (sums: string): Flow => ({ value: addActivation(graph, sums, activation), width: units, members })
    const isOwn = sharing === 'own'
    const kernel = isOwn
      ? graph.floats(this.#reader.take(members * width * units), [members, width, units])
      : graph.floats(this.#reader.take(width * units), [width, units])
    if (members === 1) {
      const biases = bias === false ? [] : [graph.floats(this.#reader.take(units), [units])]
      return after(graph.operator('Gemm', [value, kernel, ...biases]))
    }
    const hasAdapters = sharing === 'adapters'
    const scaled = hasAdapters ? graph.operator('Mul', [value, this.#row({ width, members })]) : value
    const product = graph.operator('MatMul', [scaled, kernel])
    const sums = hasAdapters ? graph.operator('Mul', [product, this.#row({ width: units, members })]) : product
    if (bias === false) return after(sums)
    const each = isOwn || hasAdapters ? members : 1
    return after(graph.operator('Add', [sums, this.#row({ width: units, members: each })]))
  }

  /** With running statistics a normalization is one factor and one summand a column. */
  #batchNormalization({ value, width, members }: Flow, epsilon: number): string {
    const size = width * members
    const [gain, shift, mean, variance] = [0, 1, 2, 3].map(() => this.#reader.take(size))
    const factor = Float32Array.from(
      { length: size },
      (_, i) => (gain?.[i] ?? 0) / Math.sqrt((variance?.[i] ?? 0) + epsilon),
    )
    const summand = factor.map((f, i) => (shift?.[i] ?? 0) - f * (mean?.[i] ?? 0))
    const scaled = this.#graph.operator('Mul', [value, this.#rowOf(factor, width, members)])
    return this.#graph.operator('Add', [scaled, this.#rowOf(summand, width, members)])
  }

  #layerNormalization(flow: Flow, epsilon: number): string {
    const graph = this.#graph
    const centred = graph.operator('Sub', [flow.value, this.#mean(flow.value)])
    const normalized = this.#overRoot(centred, graph.operator('Mul', [centred, centred]), epsilon)
    const scaled = graph.operator('Mul', [normalized, this.#row(flow)])
    return graph.operator('Add', [scaled, this.#row(flow)])
  }

  /** value / √(mean of squares + ε), by row. */
  #overRoot(value: string, squares: string, epsilon: number): string {
    const graph = this.#graph
    const sum = graph.operator('Add', [this.#mean(squares), graph.floats([epsilon])])
    return graph.operator('Div', [value, graph.operator('Sqrt', [sum])])
  }

  #mean(value: string): string {
    return this.#graph.operator('ReduceMean', [value, this.#graph.integers([-1])])
  }

  /** The next numbers, one a column, over all rows; a row of them for each member that is by itself. */
  #row({ width, members }: Pick<Flow, 'width' | 'members'>): string {
    return this.#rowOf(this.#reader.take(members * width), width, members)
  }

  #rowOf(values: Float32Array, width: number, members: number): string {
    return this.#graph.floats(values, members === 1 ? [width] : [members, 1, width])
  }
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { FeatureStep } from '../program/network.ts'
import { addActivation } from './activation.ts'
import type { GraphBuilder } from './graph.ts'

/** The network's first activations, float [N, width], from the matrix of inputs, float [N, inputs]. */
export function addFeatures(graph: GraphBuilder, matrix: string, features: readonly FeatureStep[]): string {
  const parts = features.map((feature) => addFeature(graph, matrix, feature))
  return graph.operator('Concat', parts, { axis: { int: 1 } })
}

function addFeature(graph: GraphBuilder, matrix: string, feature: FeatureStep): string {
  switch (feature.kind) {
    case 'number':
      return columnsOf(graph, matrix, feature.columns)
    case 'oneHot':
      return addOneHot(graph, matrix, feature)
    case 'embedding':
      return addEmbedding(graph, matrix, feature)
    case 'periodic':
      return addPeriodic(graph, matrix, feature)
    case 'piecewiseLinear':
      return addPiecewiseLinear(graph, matrix, feature)
    default:
      return assertNever(feature)
  }
}

function columnsOf(graph: GraphBuilder, matrix: string, columns: readonly number[]): string {
  return graph.operator('Gather', [matrix, graph.integers(columns)], { axis: { int: 1 } })
}

/** float [N, levels]: 1 for the level whose index it is. */
function addOneHot(
  graph: GraphBuilder,
  matrix: string,
  { column, levels }: Extract<FeatureStep, { kind: 'oneHot' }>,
): string {
  const indices = graph.floats(
    Array.from({ length: levels }, (_, level) => level),
    [1, levels],
  )
  return graph.cast(graph.operator('Equal', [columnsOf(graph, matrix, [column]), indices]), 'float')
}

/** The table has one more row, of zeros, for the index -1. */
function addEmbedding(
  graph: GraphBuilder,
  matrix: string,
  { column, levels, dimension, table: rows }: Extract<FeatureStep, { kind: 'embedding' }>,
): string {
  const table = new Float32Array((levels + 1) * dimension)
  table.set(rows)
  const index = graph.operator('Gather', [matrix, graph.integers([column], [])], { axis: { int: 1 } })
  const known = graph.operator('GreaterOrEqual', [index, graph.floats([0])])
  const row = graph.operator('Where', [known, index, graph.floats([levels])])
  return graph.operator('Gather', [graph.floats(table, [levels + 1, dimension]), graph.cast(row, 'int64')])
}

/** Column x becomes sin(2πcx) and cos(2πcx) of its frequencies c, and then a dense layer's outputs. */
function addPeriodic(graph: GraphBuilder, matrix: string, step: Extract<FeatureStep, { kind: 'periodic' }>): string {
  const { columns, frequencies, dimension, activation, shared } = step
  const count = columns.length
  const layers = shared ? 1 : count
  const kernel = graph.floats(step.kernel, [layers, 2 * frequencies, dimension])
  const bias = graph.floats(step.bias, [layers, 1, dimension])
  // [columns, N, 1] × [columns, 1, frequencies]
  const x = graph.operator('Transpose', [columnsOf(graph, matrix, columns)], { perm: { ints: [1, 0] } })
  const each = graph.operator('Unsqueeze', [x, graph.integers([2])])
  const angle = graph.operator('Mul', [each, graph.floats(step.angles, [count, 1, frequencies])])
  const waves = graph.operator('Concat', [graph.operator('Sin', [angle]), graph.operator('Cos', [angle])], {
    axis: { int: 2 },
  })
  const sums = graph.operator('Add', [graph.operator('MatMul', [waves, kernel]), bias])
  return flattened(graph, addActivation(graph, sums, activation), count * dimension)
}

/** [columns, N, each] to [N, columns · each]. */
function flattened(graph: GraphBuilder, value: string, width: number): string {
  const byRow = graph.operator('Transpose', [value], { perm: { ints: [1, 0, 2] } })
  return graph.operator('Reshape', [byRow, graph.integers([-1, width])])
}

const unbounded = 3.4e38

/** Of each bin how much of it lies below x; the first and the last go on beyond their outer ends. */
function addPiecewiseLinear(
  graph: GraphBuilder,
  matrix: string,
  { columns, activation }: Extract<FeatureStep, { kind: 'piecewiseLinear' }>,
): string {
  const parts = columns.map(({ column, edges, dense }) => {
    const bins = addBins(graph, columnsOf(graph, matrix, [column]), edges)
    if (dense === null) return bins
    const kernel = graph.floats(dense.kernel, [edges.length - 1, dense.dimension])
    return graph.operator('Gemm', [bins, kernel, graph.floats(dense.bias, [dense.dimension])])
  })
  return addActivation(graph, graph.operator('Concat', parts, { axis: { int: 1 } }), activation)
}

function addBins(graph: GraphBuilder, x: string, edges: readonly number[]): string {
  const bins = edges.length - 1
  const row = (value: (bin: number) => number): string =>
    graph.floats(
      Array.from({ length: bins }, (_, bin) => value(bin)),
      [1, bins],
    )
  const from = row((bin) => edges[bin] ?? 0)
  const width = row((bin) => (edges[bin + 1] ?? 0) - (edges[bin] ?? 0))
  const part = graph.operator('Div', [graph.operator('Sub', [x, from]), width])
  const atLeast = graph.operator('Max', [part, row((bin) => (bin === 0 ? -unbounded : 0))])
  return graph.operator('Min', [atLeast, row((bin) => (bin === bins - 1 ? unbounded : 1))])
}

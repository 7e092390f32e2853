import { assertNever } from '../../../shared/assertNever.ts'
import type { Link } from '../program/network.ts'
import type { GraphBuilder } from './graph.ts'

/** From the last layer's sums [..., outputs] to what the engine's `predict` gives, before members average. */
export function addLink(graph: GraphBuilder, value: string, link: Link): string {
  switch (link) {
    case 'identity':
      return value
    case 'exponential':
      return graph.operator('Exp', [value])
    case 'deviation':
      return addDeviations(graph, value)
    case 'sigmoid':
      return graph.operator('Sigmoid', [value])
    case 'softmax':
      return graph.operator('Softmax', [value], { axis: { int: -1 } })
    default:
      return assertNever(link)
  }
}

/** The mean as it is; the logarithm of the variance becomes the standard deviation. */
function addDeviations(graph: GraphBuilder, value: string): string {
  const half = (column: number): string =>
    graph.operator('Gather', [value, graph.integers([column])], { axis: { int: -1 } })
  const logarithm = graph.operator('Mul', [half(1), graph.floats([0.5])])
  return graph.operator('Concat', [half(0), graph.operator('Exp', [logarithm])], { axis: { int: -1 } })
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { EngineSpec } from '../../network/engine.ts'
import type { GraphBuilder } from './graph.ts'

/** From the last layer's sums [..., outputs] to what the engine's `predict` gives for the loss, before members average. */
export function addLink(graph: GraphBuilder, value: string, { loss }: EngineSpec, outputs: number): string {
  switch (loss) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
    case 'logCosh':
    case 'quantile':
    case 'hinge':
      return value
    case 'poisson':
    case 'gamma':
      return graph.operator('Exp', [value])
    case 'gaussianNll':
      return addDeviations(graph, value)
    case 'binaryCrossEntropy':
      return graph.operator('Sigmoid', [value])
    case 'softmaxCrossEntropy':
      return softmax(graph, value)
    case 'focal':
      return outputs === 1 ? graph.operator('Sigmoid', [value]) : softmax(graph, value)
    default:
      return assertNever(loss)
  }
}

function softmax(graph: GraphBuilder, value: string): string {
  return graph.operator('Softmax', [value], { axis: { int: -1 } })
}

/** The mean as it is; the logarithm of the variance becomes the standard deviation. */
function addDeviations(graph: GraphBuilder, value: string): string {
  const half = (column: number): string =>
    graph.operator('Gather', [value, graph.integers([column])], { axis: { int: -1 } })
  const logarithm = graph.operator('Mul', [half(1), graph.floats([0.5])])
  return graph.operator('Concat', [half(0), graph.operator('Exp', [logarithm])], { axis: { int: -1 } })
}

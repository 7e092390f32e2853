import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { GraphBuilder } from './graph.ts'

/** Slope below zero, as in the engine. */
const leakySlope = 0.01
/** Hendrycks and Gimpel, 2016 (arXiv:1606.08415), the form with tanh, as in the engine. */
const geluFactor = Math.sqrt(2 / Math.PI)
const geluCubic = 0.044715

/** Klambauer et al., 2017 (arXiv:1706.02515). */
const seluScale = 1.0507009873554805
const seluAlpha = 1.6732632423543772

export function addActivation(graph: GraphBuilder, value: string, activation: Activation): string {
  switch (activation) {
    case 'linear':
      return value
    case 'relu':
      return graph.operator('Relu', [value])
    case 'leakyRelu':
      return graph.operator('LeakyRelu', [value], { alpha: { float: leakySlope } })
    case 'tanh':
      return graph.operator('Tanh', [value])
    case 'sigmoid':
      return graph.operator('Sigmoid', [value])
    case 'gelu': {
      const square = graph.operator('Mul', [value, value])
      const cube = graph.operator('Mul', [square, value])
      const bent = graph.operator('Add', [value, graph.operator('Mul', [cube, graph.floats([geluCubic])])])
      const inner = graph.operator('Mul', [bent, graph.floats([geluFactor])])
      const gate = graph.operator('Add', [graph.operator('Tanh', [inner]), graph.floats([1])])
      return graph.operator('Mul', [graph.operator('Mul', [value, graph.floats([0.5])]), gate])
    }
    case 'elu':
      return graph.operator('Elu', [value], { alpha: { float: 1 } })
    case 'selu':
      return graph.operator('Selu', [value], { alpha: { float: seluAlpha }, gamma: { float: seluScale } })
    case 'silu':
      return graph.operator('Mul', [value, graph.operator('Sigmoid', [value])])
    case 'mish':
      return graph.operator('Mul', [value, graph.operator('Tanh', [graph.operator('Softplus', [value])])])
    case 'softplus':
      return graph.operator('Softplus', [value])
    case 'hardSigmoid':
      return hardSigmoid(graph, value)
    case 'hardTanh':
      return graph.operator('Clip', [value, graph.floats([-1]), graph.floats([1])])
    case 'hardSwish':
      return graph.operator('Mul', [value, hardSigmoid(graph, value)])
    default:
      return assertNever(activation)
  }
}

function hardSigmoid(graph: GraphBuilder, value: string): string {
  return graph.operator('HardSigmoid', [value], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } })
}

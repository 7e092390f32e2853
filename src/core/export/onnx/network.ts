import { assertNever } from '../../../shared/assertNever.ts'
import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { Activation } from '../../../shared/training.ts'
import type { EngineLayer } from '../../network/spec.ts'
import type { GraphBuilder } from './graph.ts'
import { predictionOutput, probabilitiesOutput } from './schema.ts'

/** Slope below zero, as in the engine. */
const leakySlope = 0.01
/** Hendrycks and Gimpel, 2016 (arXiv:1606.08415), the form with tanh, as in the engine. */
const geluFactor = Math.sqrt(2 / Math.PI)
const geluCubic = 0.044715

/** Klambauer et al., 2017 (arXiv:1706.02515). */
const seluScale = 1.0507009873554805
const seluAlpha = 1.6732632423543772

/**
 * Dense layers over float [N, inputs]. Weights are flat: of each layer W row-major [inputs × units], then its bias.
 * Returns the last layer's values [N, outputs], not activated for a loss that works on logits.
 */
export function addNetwork(
  graph: GraphBuilder,
  matrix: string,
  inputs: number,
  layers: readonly EngineLayer[],
  weights: Float32Array,
): string {
  let value = matrix
  let width = inputs
  let at = 0
  for (const { units, activation } of layers) {
    const kernel = weights.subarray(at, at + width * units)
    const bias = weights.subarray(at + width * units, at + (width + 1) * units)
    at += (width + 1) * units
    value = graph.operator('Gemm', [value, graph.floats(kernel, [width, units]), graph.floats(bias, [units])])
    value = addActivation(graph, value, activation)
    width = units
  }
  if (at !== weights.length) throw new RangeError(`The network has ${at} parameters, and ${weights.length} were given.`)
  return value
}

function addActivation(graph: GraphBuilder, value: string, activation: Activation): string {
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

/** Above this ratio of offset to scale a float32 prediction would be off by more than 2e-5 of the target's spread. */
const largestFloatRatio = 2e-5 * 2 ** 24

/** Turns the network's last values into the outputs. Rows that are left out get NaN and the empty text. */
export function addOutputs(
  graph: GraphBuilder,
  values: string,
  leftOut: string | null,
  target: FittedRecipe['target'],
): void {
  if (target.task === 'regression') addNumberOutput(graph, values, leftOut, target)
  else addClassOutputs(graph, values, leftOut, target.classes)
}

function addNumberOutput(
  graph: GraphBuilder,
  values: string,
  leftOut: string | null,
  target: Extract<FittedRecipe['target'], { task: 'regression' }>,
): void {
  const scaled = graph.operator('Mul', [graph.cast(values, 'double'), graph.doubles([target.scale])])
  const exact = graph.operator('Add', [scaled, graph.doubles([target.offset])])
  const kept = leftOut === null ? exact : graph.operator('Where', [leftOut, graph.doubles([NaN]), exact])
  const flat = graph.operator('Squeeze', [kept, graph.integers([1])])
  const type = Math.abs(target.offset) / target.std > largestFloatRatio ? 'double' : 'float'
  const value = type === 'double' ? flat : graph.cast(flat, 'float')
  graph.output(value, predictionOutput, type, [null], `The predicted “${target.name}”, in its own unit.`)
}

function addClassOutputs(
  graph: GraphBuilder,
  values: string,
  leftOut: string | null,
  classes: readonly string[],
): void {
  const probabilities = classes.length === 2 ? addTwoClasses(graph, values) : softmax(graph, values)
  const best = graph.operator('ArgMax', [probabilities], { axis: { int: 1 }, keepdims: { int: 0 } })
  const label = graph.operator('Gather', [graph.strings(classes, [classes.length]), best])
  const keptLabel =
    leftOut === null
      ? label
      : graph.operator('Where', [
          graph.operator('Squeeze', [leftOut, graph.integers([1])]),
          graph.strings([''], [1]),
          label,
        ])
  const keptProbabilities =
    leftOut === null ? probabilities : graph.operator('Where', [leftOut, graph.floats([NaN]), probabilities])
  graph.output(keptLabel, predictionOutput, 'string', [null], 'The most probable class.')
  graph.output(
    keptProbabilities,
    probabilitiesOutput,
    'float',
    [null, classes.length],
    `The probability of each class: ${classes.slice(0, 20).join(', ')}${classes.length > 20 ? ', …' : ''}.`,
  )
}

function softmax(graph: GraphBuilder, values: string): string {
  return graph.operator('Softmax', [values], { axis: { int: 1 } })
}

/** One logit z: the second class has 1 / (1 + e^-z), the first the rest. */
function addTwoClasses(graph: GraphBuilder, values: string): string {
  const second = graph.operator('Sigmoid', [values])
  const first = graph.operator('Sub', [graph.floats([1]), second])
  return graph.operator('Concat', [first, second], { axis: { int: 1 } })
}

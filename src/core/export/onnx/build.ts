import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { EngineLayer } from '../../network/spec.ts'
import { GraphBuilder } from './graph.ts'
import { metadataOf, type OnnxProvenance } from './metadata.ts'
import { addNetwork, addOutputs } from './network.ts'
import { addPreparation } from './preparation.ts'
import { encodeModel } from './protobuf.ts'
import { describeInput, onnxInputs, predictionOutput, probabilitiesOutput } from './schema.ts'

/** The first operator set whose Equal compares strings; onnxruntime knows it since 1.17. */
const onnxOpset = 19
const irVersion = 9

export interface OnnxRequest {
  fitted: FittedRecipe
  /** Hidden layers and, last, the output layer, as the engine was told. */
  layers: readonly EngineLayer[]
  /** Flat: of each layer W row-major [inputs × units], then its bias. */
  weights: Float32Array
  provenance: OnnxProvenance
}

/**
 * An ONNX file with the whole preparation inside: one input [N, 1] a raw column, outputs `prediction` [N] and, for
 * classes, `probabilities` [N, classes]. Needs the standard operators only.
 * Throws a RangeError if the weights do not fit the layers.
 */
export function buildOnnxModel({ fitted, layers, weights, provenance }: OnnxRequest): Uint8Array {
  const inputs = onnxInputs(fitted)
  const graph = new GraphBuilder([...inputs.map(({ name }) => name), predictionOutput, probabilitiesOutput])
  for (const input of inputs) graph.input(input.name, input.type, describeInput(input))
  const { matrix, leftOut } = addPreparation(graph, fitted, inputs)
  const values = addNetwork(graph, matrix, fitted.inputs.length, layers, weights)
  addOutputs(graph, values, leftOut, fitted.target)
  return encodeModel({
    irVersion,
    opset: onnxOpset,
    producer: 'Descent',
    producerVersion: provenance.version,
    description: `Predicts “${fitted.target.name}”. Raw columns in, prediction out; the preparation is inside.`,
    graphName: provenance.runName,
    nodes: graph.nodes,
    initializers: graph.initializers,
    inputs: graph.inputs,
    outputs: graph.outputs,
    metadata: metadataOf(fitted, provenance),
  })
}

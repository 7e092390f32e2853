import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { EngineSpec } from '../../network/engine.ts'
import { GraphBuilder } from './graph.ts'
import { networkProgram } from '../program/network.ts'
import type { Provenance } from '../program/provenance.ts'
import { metadataOf } from './metadata.ts'
import { addNetwork } from './network.ts'
import { addOutputs } from './outputs.ts'
import { addPreparation } from './preparation.ts'
import { encodeModel } from './protobuf.ts'
import { describeInput, onnxInputs, outputNames } from './schema.ts'

/** The first operator set whose Equal compares strings; onnxruntime knows it since 1.17. */
const onnxOpset = 19
const irVersion = 9

export interface OnnxRequest {
  fitted: FittedRecipe
  /** As the engine was told. */
  spec: EngineSpec
  /** Flat, in the engine's layout. */
  weights: Float32Array
  provenance: Provenance
}

/**
 * An ONNX file with the whole preparation inside: one input [N, 1] a raw column, outputs `prediction` [N] and, for
 * classes, `probabilities` [N, classes] (`scores` where the loss gives none), or `details` [N, k] where more is known
 * of a number: quantiles in ascending order, or deviation, lower and upper end of the middle 90 %. Needs the standard operators only,
 * but where it takes texts apart: then onnxruntime's own Tokenizer and MurmurHash3 too, and says so.
 * Throws a RangeError if the weights do not fit the layers.
 */
export function buildOnnxModel({ fitted, spec, weights, provenance }: OnnxRequest): Uint8Array {
  const inputs = onnxInputs(fitted)
  const graph = new GraphBuilder([...inputs.map(({ name }) => name), ...outputNames])
  for (const input of inputs) graph.input(input.name, input.type, describeInput(input))
  const { matrix, leftOut } = addPreparation(graph, fitted, inputs)
  const values = addNetwork(graph, matrix, networkProgram(spec, weights))
  addOutputs(graph, values, leftOut, fitted.target)
  const runtime = graph.domains.size > 0 ? 'onnxruntime' : undefined
  const needs = runtime === undefined ? '' : ' Needs onnxruntime: texts are taken apart by operators of its own.'
  return encodeModel({
    irVersion,
    opset: onnxOpset,
    domains: graph.domains,
    producer: 'Descent',
    producerVersion: provenance.version,
    description: `Predicts “${fitted.target.name}”. Raw columns in, prediction out; the preparation is inside.${needs}`,
    graphName: provenance.runName,
    nodes: graph.nodes,
    initializers: graph.initializers,
    inputs: graph.inputs,
    outputs: graph.outputs,
    metadata: metadataOf(fitted, provenance, runtime),
  })
}

import type { EngineSpec } from '../../../core/network/engine.ts'
import { featureWidth } from '../../../core/network/features.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Engine } from '../../training/native.ts'
import { predictOutputs } from '../outputs.ts'
import type { Subject } from './subject.ts'

/** A target that every task takes. */
const anyTarget = 1

/**
 * What the first layer takes of prepared rows: numbers as they are or encoded, 0/1 columns, embeddings.
 *
 * @param inputs row-major, rows × inputs of the network
 * @returns row-major, rows × the first layer's inputs
 */
export function firstActivations(
  engine: Engine,
  { spec, weights }: Pick<Subject, 'spec' | 'weights'>,
  inputs: Float32Array,
  rows: number,
): Float32Array {
  if (spec.features === undefined) return inputs
  const state = { spec: JSON.stringify(spec), weights }
  const { ops } = engine.inspectStep(state, { inputs, targets: new Float32Array(rows).fill(anyTarget) })
  const [features] = ops
  if (features === undefined) throw new DescentError('internal', 'The engine told nothing of the network’s features.')
  return Float32Array.from(features.outputs)
}

/** The network from its first layer on, as a function of what that takes. */
export function networkBehindFeatures(
  engine: Engine,
  { spec, weights }: Pick<Subject, 'spec' | 'weights'>,
): (activations: Float32Array) => Float32Array {
  const { features, ...rest } = spec
  if (features === undefined) return (inputs) => predictOutputs(engine, { spec: JSON.stringify(spec), weights }, inputs)
  const behind: EngineSpec = { ...rest, inputs: features.reduce((sum, feature) => sum + featureWidth(feature), 0) }
  const text = JSON.stringify(behind)
  // The parameters of the features come first.
  const own = weights.slice(weights.length - engine.weightsLength(text))
  return (inputs) => predictOutputs(engine, { spec: text, weights: own }, inputs)
}

import type { EngineSpec } from '../../core/network/engine.ts'
import { outputUnits } from '../../core/network/spec.ts'
import type { Engine } from '../training/native.ts'

/** Rows a call of the engine: bounds its memory. */
const ROWS_AT_ONCE = 65_536

/**
 * The network's activated outputs.
 *
 * @param inputs row-major, rows × inputs of the network
 * @returns row-major, rows × outputs of the network
 */
export function predictOutputs(
  engine: Engine,
  model: { spec: string; weights: Float32Array },
  inputs: Float32Array,
): Float32Array {
  const spec = JSON.parse(model.spec) as EngineSpec
  const width = spec.inputs
  const outputWidth = outputUnits(spec)
  const rows = inputs.length / width
  const outputs = new Float32Array(rows * outputWidth)
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const to = Math.min(rows, from + ROWS_AT_ONCE)
    engine.predict(
      model.spec,
      model.weights,
      inputs.subarray(from * width, to * width),
      outputs.subarray(from * outputWidth, to * outputWidth),
    )
  }
  return outputs
}

import { basename } from 'node:path'
import { onnxDetails } from '../../core/export/onnx/metadata.ts'
import type { ComputeClient } from '../compute/client.ts'
import { batchOf, rowsPrediction } from '../predictions/rows.ts'
import type { ServedModel } from './servedModel.ts'

/** An exported file as a served model, run by onnxruntime. Errors: those of opening it. */
export async function modelOfOnnx(compute: ComputeClient, path: string): Promise<ServedModel> {
  const schema = await compute.ask('openOnnx', { path })
  const details = onnxDetails(schema)
  const names = schema.inputs.map(({ name }) => name)
  return {
    name: basename(path),
    task: schema.task,
    target: schema.target,
    inputs: schema.inputs,
    details,
    predict: async (rows) => rowsPrediction(await compute.ask('predictOnnx', batchOf(rows, names)), details),
  }
}

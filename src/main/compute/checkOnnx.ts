import { decodePredictions } from '../../core/network/predictions.ts'
import { transformInputs } from '../../core/recipe/transform.ts'
import type { Table } from '../../core/table.ts'
import type { Engine } from '../training/native.ts'
import { onnxRunner, openOnnx } from './onnx.ts'
import { predictOutputs } from './outputs.ts'
import type { Model, OnnxCheck } from './protocol.ts'

/**
 * Runs an exported file on raw rows and compares it with the studio's own predictions. The largest difference is that
 * of a probability, or of a predicted number in units of the target's standard deviation on the training rows. A row
 * that only one of the two predicts, and a number that is none, count as infinitely different.
 */
export async function checkOnnx(
  engine: Engine,
  path: string,
  model: Model,
  table: Table,
  rows: Uint32Array,
): Promise<OnnxCheck> {
  const { fitted } = model
  const { inputs, kept } = transformInputs(table, fitted, rows)
  const decoded = decodePredictions(fitted, predictOutputs(engine, model, inputs))
  const own = decoded.task === 'regression' ? decoded.values : decoded.probabilities
  const unit = fitted.target.task === 'regression' ? fitted.target.std : 1
  const width = fitted.target.task === 'regression' ? 1 : fitted.target.classes.length

  const exported = await openOnnx(path)
  const { values } = await exported.predict(table, kept).finally(() => exported.close())
  let largest = values.length === kept.length * width ? 0 : Infinity
  for (let i = 0; i < own.length; i++) {
    const difference = Math.abs((own[i] ?? NaN) - (values[i] ?? NaN)) / unit
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference
  }
  return { runner: await onnxRunner(), rows: kept.length, largestDifference: largest }
}

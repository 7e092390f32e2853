import { decodePredictions } from '../../core/network/predictions.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
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
  raw: Table,
  rows: Uint32Array,
): Promise<OnnxCheck> {
  const { fitted } = model
  const table = withSeries(raw, fitted.recipe, 'all')
  const { inputs, kept } = transformInputs(table, fitted, rows)
  const decoded = decodePredictions(fitted, predictOutputs(engine, model, inputs))
  const own = decoded.task === 'regression' ? [decoded.values, decoded.details] : [decoded.probabilities]
  const unit = fitted.target.task === 'regression' ? fitted.target.std : 1

  const exported = await openOnnx(path)
  const { predictions, values, details } = await exported.predict(table, rows).finally(() => exported.close())
  const found = decoded.task === 'regression' ? [values, details] : [details]
  const positions = positionsOf(kept, rows)
  const isSameRows = hasPredictionsAt(positions, predictions)
  const largest = own.reduce(
    (most, numbers, k) => Math.max(most, largestGap(numbers, found[k] ?? values, positions, rows.length) / unit),
    isSameRows ? 0 : Infinity,
  )
  const runtime = exported.schema.runtime ?? null
  return { runner: await onnxRunner(), runtime, rows: kept.length, largestDifference: largest }
}

/** Where the kept ones of the rows, in the same order, lie among them. */
function positionsOf(kept: Uint32Array, rows: Uint32Array): Uint32Array {
  let next = 0
  return Uint32Array.from(rows.keys()).filter((at) => {
    const isKept = kept[next] === rows[at]
    if (isKept) next++
    return isKept
  })
}

/** Whether there are predictions in these positions alone, and in all of them. */
function hasPredictionsAt(positions: Uint32Array, predictions: readonly string[]): boolean {
  const expected = new Set(positions)
  return predictions.every((text, at) => (text !== '') === expected.has(at))
}

/** @param found of all rows; those in the positions are compared */
function largestGap(own: Float64Array, found: Float64Array, positions: Uint32Array, rows: number): number {
  if (positions.length === 0) return 0
  const width = own.length / positions.length
  if (found.length !== rows * width) return Infinity
  let largest = 0
  for (const [i, value] of own.entries()) {
    const row = positions[Math.floor(i / width)] ?? NaN
    const gap = Math.abs(value - (found[row * width + (i % width)] ?? NaN))
    if (!(gap <= largest)) largest = Number.isNaN(gap) ? Infinity : gap
  }
  return largest
}

import { decodePredictions, mostProbable } from '../../core/network/predictions.ts'
import { transformInputs } from '../../core/recipe/transform.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { PredictedBatch, PredictionBatch } from './protocol.ts'
import { readRawColumns } from './rawColumns.ts'

/** Predicts rows given as text: the same rows in the same order, '' where the recipe leaves a row out. */
export function predictBatch(engine: Engine, { model, columns, rows }: PredictionBatch): PredictedBatch {
  const { fitted } = model
  const { table, notes } = readRawColumns(fitted.rawInputs, columns, rows)
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  const { inputs, kept } = transformInputs(table, fitted, all)
  const decoded = decodePredictions(fitted, predictOutputs(engine, model, inputs))
  return {
    ...spread(fitted, kept, rows, decoded.task === 'regression' ? decoded.values : decoded.probabilities),
    unpredicted: rows - kept.length,
    notes,
  }
}

/**
 * Puts predictions of the kept rows where they belong among all rows.
 *
 * @param values of the kept rows: numbers, or row-major probabilities
 */
export function spread(
  fitted: Pick<FittedRecipe, 'target'>,
  kept: Uint32Array,
  rows: number,
  values: Float64Array,
): Pick<PredictedBatch, 'predictions' | 'probabilities'> {
  const { target } = fitted
  const predictions = new Array<string>(rows).fill('')
  if (target.task === 'regression') {
    for (const [index, row] of kept.entries()) predictions[row] = String(values[index])
    return { predictions, probabilities: null }
  }
  const width = target.classes.length
  const classes = mostProbable(values, width)
  const probabilities = new Float64Array(rows * width).fill(NaN)
  for (const [index, row] of kept.entries()) {
    predictions[row] = target.classes[classes[index] ?? 0] ?? ''
    probabilities.set(values.subarray(index * width, (index + 1) * width), row * width)
  }
  return { predictions, probabilities }
}

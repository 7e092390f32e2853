import type { FittedRecipe } from '../../shared/recipes.ts'
import { outputUnits } from '../network/spec.ts'
import type { EngineSpec } from '../network/engine.ts'
import { decodePredictions } from '../network/predictions.ts'
import type { OnProgress } from '../progress.ts'
import { transformInputs } from '../recipe/transform.ts'
import { pickedTable, type Cells, type Picks } from './cells.ts'
import { preparedCells } from './preparedCells.ts'

/** Rows that go through recipe and network at once: bounds the memory. */
const rowsAtOnce = 16_384

/** A trained network behind its recipe, asked about rows that never were. */
export interface ExplainedModel {
  readonly fitted: FittedRecipe
  /** Numbers that are predicted of a row: the probability (or score) of each class, or one number. */
  readonly width: number
  /** What the network gives, rows × its outputs; NaN in rows that the recipe leaves out. */
  outputs(cells: Cells, picks: Picks, rows: number, onProgress?: OnProgress): Float32Array
  /** In the terms of the target, rows × `width`; NaN in rows that the recipe leaves out. */
  predictions(cells: Cells, picks: Picks, rows: number, onProgress?: OnProgress): Float64Array
}

/**
 * @param run the network alone: prepared inputs, row-major, to activated outputs
 */
export function explainedModel(
  fitted: FittedRecipe,
  spec: Pick<EngineSpec, 'layers'>,
  run: (inputs: Float32Array) => Float32Array,
): ExplainedModel {
  const units = outputUnits(spec)
  const prepare = preparedCells(fitted)
  const outputs: ExplainedModel['outputs'] = (cells, picks, rows, onProgress = () => {}) => {
    const found = new Float32Array(rows * units).fill(NaN)
    for (let from = 0; from < rows; from += rowsAtOnce) {
      onProgress(from / rows)
      const count = Math.min(rowsAtOnce, rows - from)
      const some = picks.map((pick) => pick.subarray(from, from + count))
      const all = Uint32Array.from({ length: count }, (_, row) => row)
      const mixed = prepare(cells)?.(some, count) ?? null
      const { inputs, kept } =
        mixed === null ? transformInputs(pickedTable(cells, some, count), fitted, all) : { inputs: mixed, kept: all }
      const own = run(inputs)
      for (let at = 0; at < kept.length; at++) {
        found.set(own.subarray(at * units, (at + 1) * units), (from + (kept[at] ?? 0)) * units)
      }
    }
    return found
  }
  return {
    fitted,
    width: predictedWidth(fitted),
    outputs,
    predictions: (...asked) => predictedNumbers(fitted, outputs(...asked)),
  }
}

/** How many numbers are predicted of a row. */
export function predictedWidth({ target }: FittedRecipe): number {
  return target.task === 'classification' ? target.classes.length : 1
}

/** A network's outputs in the terms of the target: probabilities of the classes, or one number a row. */
export function predictedNumbers(fitted: FittedRecipe, outputs: Float32Array): Float64Array {
  const predictions = decodePredictions(fitted, outputs)
  return predictions.task === 'classification' ? predictions.probabilities : predictions.values
}

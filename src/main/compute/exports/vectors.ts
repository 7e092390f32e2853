import { detailNames } from '../../../core/network/predictions.ts'
import { rawRows } from '../../../core/export/program/rawValues.ts'
import type { TestVector } from '../../../core/export/program/vectors.ts'
import type { Table } from '../../../core/table.ts'
import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { OwnPredictions } from './own.ts'

/** Rows that a file carries to be checked by. */
export const VECTORS = 20

/** Rows with what the studio says of them, for a file to carry. */
export function testVectors(
  fitted: FittedRecipe,
  { decoded, kept }: OwnPredictions,
  table: Table,
  rows: Uint32Array,
): TestVector[] {
  const { target } = fitted
  const width = detailNames(target).length
  const placeOf = new Map(Array.from(kept, (row, place) => [row, place]))
  const numbers = decoded.task === 'regression' ? decoded.details : decoded.probabilities
  return rawRows(fitted.rawInputs, table, rows).map((row, index): TestVector => {
    const place = placeOf.get(rows[index] ?? -1)
    if (place === undefined) return { row, prediction: null, details: [] }
    const prediction =
      decoded.task === 'regression'
        ? (decoded.values[place] ?? null)
        : target.task === 'classification'
          ? (target.classes[decoded.classes[place] ?? -1] ?? null)
          : null
    return { row, prediction, details: [...numbers.subarray(place * width, (place + 1) * width)] }
  })
}

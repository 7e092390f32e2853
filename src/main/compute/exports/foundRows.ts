import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { detailNames } from '../../../core/network/predictions.ts'
import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { FoundPredictions } from './compare.ts'

/** One line of what a program predicted: the prediction, then what stands beside it; null where there is none. */
const lineSchema = z.tuple([z.union([z.string(), z.number(), z.null()])]).rest(z.number().nullable())
type FoundLine = z.infer<typeof lineSchema>

/** Reads what a program wrote: a JSON array a line, for each row in order. Throws where a line is none. */
export async function readFoundRows(path: string, fitted: FittedRecipe): Promise<FoundPredictions> {
  const lines: FoundLine[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line !== '') lines.push(lineSchema.parse(JSON.parse(line)))
  }
  return foundInLines(fitted, lines)
}

/** What was predicted of rows in order: of each the prediction, then what stands beside it; null where there is none. */
export function foundInLines(
  { target }: Pick<FittedRecipe, 'target'>,
  lines: readonly (readonly (string | number | null)[])[],
): FoundPredictions {
  const width = detailNames(target).length
  const predictions: string[] = []
  const values: number[] = []
  const details: number[] = []
  for (const [prediction = null, ...beside] of lines) {
    predictions.push(prediction === null ? '' : String(prediction))
    if (target.task === 'regression') values.push(typeof prediction === 'number' ? prediction : NaN)
    for (let k = 0; k < width; k++) details.push(Number(beside[k] ?? NaN))
  }
  return { predictions, values: Float64Array.from(values), details: Float64Array.from(details) }
}

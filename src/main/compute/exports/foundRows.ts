import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { detailNames } from '../../../core/network/predictions.ts'
import type { FittedRecipe } from '../../../shared/recipes.ts'
import type { FoundPredictions } from './compare.ts'

/** One line of what a program predicted: the prediction, then what stands beside it; null where there is none. */
const lineSchema = z.tuple([z.union([z.string(), z.number(), z.null()])]).rest(z.number().nullable())

/** Reads what a program wrote: a JSON array a line, for each row in order. Throws where a line is none. */
export async function readFoundRows(path: string, { target }: FittedRecipe): Promise<FoundPredictions> {
  const width = detailNames(target).length
  const predictions: string[] = []
  const values: number[] = []
  const details: number[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line === '') continue
    const [prediction, ...beside] = lineSchema.parse(JSON.parse(line))
    predictions.push(prediction === null ? '' : String(prediction))
    if (target.task === 'regression') values.push(typeof prediction === 'number' ? prediction : NaN)
    for (let k = 0; k < width; k++) details.push(beside[k] ?? NaN)
  }
  return { predictions, values: Float64Array.from(values), details: Float64Array.from(details) }
}

import { plainReading } from '../../shared/datasets.ts'
import type { Model } from '../compute/protocol.ts'

/** A form writes numbers and dates in one way, whatever the file that the model was trained on does. */
export function readingPlain(model: Model): Model {
  const rawInputs = model.fitted.rawInputs.map((raw) => ({ ...raw, reading: plainReading }))
  return { ...model, fitted: { ...model.fitted, rawInputs } }
}

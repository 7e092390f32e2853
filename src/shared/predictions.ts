import { z } from 'zod'
import { artifactIdSchema } from './ids.ts'

/** What a new file looked like to the model. Nothing here stops a prediction; all of it is said. */
export const predictionReportSchema = z.object({
  artifact: artifactIdSchema,
  fileName: z.string(),
  rows: z.number().int(),
  /** Columns the model needs and the file lacks: read as missing. */
  missingColumns: z.array(z.string()),
  /** Columns the file has and the model does not use. */
  unusedColumns: z.array(z.string()),
  unseen: z.array(z.object({ column: z.string(), rows: z.number().int(), examples: z.array(z.string()) })),
  /** Texts in a numeric or date column that could not be read, and so count as missing. */
  unparsed: z.array(z.object({ column: z.string(), rows: z.number().int(), examples: z.array(z.string()) })),
  outOfRange: z.array(z.object({ column: z.string(), rows: z.number().int() })),
  /** Columns over earlier rows of a series, with how many rows have too few before them in the file. */
  incomplete: z.array(z.object({ column: z.string(), rows: z.number().int() })),
  /** Rows for which there is no prediction because the recipe leaves out rows with missing values. */
  unpredicted: z.number().int(),
  /** Columns added to the file's own: the prediction, then what is known beyond it. */
  added: z.array(z.string()),
  preview: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }),
})
export type PredictionReport = z.infer<typeof predictionReportSchema>

export const rowPredictionSchema = z.object({
  /** Class label, or the number as text with full precision; null where the recipe leaves the row out. */
  prediction: z.string().nullable(),
  /** null for a number, and where the loss gives no probabilities. */
  probabilities: z.array(z.object({ label: z.string(), probability: z.number() })).nullable(),
  /** What else is known beyond the prediction: an interval, a deviation, the scores of classes. */
  details: z.array(z.object({ name: z.string(), value: z.number() })),
  notes: z.array(z.object({ column: z.string(), message: z.string() })),
})
export type RowPrediction = z.infer<typeof rowPredictionSchema>

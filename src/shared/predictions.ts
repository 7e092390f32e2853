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
  /** Rows for which there is no prediction because the recipe leaves out rows with missing values. */
  unpredicted: z.number().int(),
  preview: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }),
})
export type PredictionReport = z.infer<typeof predictionReportSchema>

export const rowPredictionSchema = z.object({
  /** Class label, or the number as text with full precision; null where the recipe leaves the row out. */
  prediction: z.string().nullable(),
  probabilities: z.array(z.object({ label: z.string(), probability: z.number() })).nullable(),
  notes: z.array(z.object({ column: z.string(), message: z.string() })),
})
export type RowPrediction = z.infer<typeof rowPredictionSchema>

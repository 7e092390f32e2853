import { z } from 'zod'
import { datasetIdSchema } from './ids.ts'

/** What rows can be put in order by; rows of equal value stay in the table's order. */
export const rowOrderSchema = z.object({
  by: z.enum(['row', 'actual', 'predicted', 'error', 'loss', 'probability']),
  descending: z.boolean(),
})
export type RowOrder = z.infer<typeof rowOrderSchema>

/** What a model says of one row of an evaluated split. */
export const rowOutcomeSchema = z.object({
  /** Of the table that the split is of, from 0. */
  row: z.number().int(),
  /** The number, or the index of the class. */
  actual: z.number(),
  predicted: z.number(),
  /** Actual minus predicted, in the target's unit; null for classes. */
  error: z.number().nullable(),
  /**
   * What the row costs: −ln of the probability of its class; of scores, by how much another class is above its own;
   * of numbers, the squared error.
   */
  loss: z.number().nullable(),
  /** Of the likeliest classes, at most three, the likeliest first; scores where the model gives no probabilities. */
  probabilities: z.array(z.object({ class: z.number().int(), probability: z.number() })),
})
export type RowOutcome = z.infer<typeof rowOutcomeSchema>

/** A row with where it stands in its file and its texts there. */
export const evaluatedRowSchema = rowOutcomeSchema.extend({
  /** Line of the file, or row of the sheet, from 1; null where it is not known. */
  line: z.number().int().nullable(),
  /** The source's texts of the columns that are named beside. */
  texts: z.array(z.string()),
})
export type EvaluatedRow = z.infer<typeof evaluatedRowSchema>

/** With what the model is given of it, by raw column, as `predictions.row` takes it. */
export const seenRowSchema = evaluatedRowSchema.extend({ values: z.record(z.string(), z.string()) })
export type SeenRow = z.infer<typeof seenRowSchema>

/** A window of rows of an evaluated split. */
export const evaluatedRowsSchema = z.object({
  /** Whose rows they are: the run's table, or the other one that gives its test. */
  dataset: datasetIdSchema,
  /** How many there are in all. */
  total: z.number().int(),
  /** In the order by which classes are counted; null for numbers. */
  classes: z.array(z.string()).nullable(),
  columns: z.array(z.string()),
  rows: z.array(seenRowSchema),
})
export type EvaluatedRows = z.infer<typeof evaluatedRowsSchema>

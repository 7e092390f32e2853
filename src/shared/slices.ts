import { z } from 'zod'
import { metricsSchema, sliceConditionSchema } from './evaluation.ts'

/** What slices are compared by: the mean over their rows of rightness, of the log loss, or of the absolute error. */
export const sliceMetrics = ['accuracy', 'logLoss', 'mae'] as const
export const sliceMetricSchema = z.enum(sliceMetrics)
export type SliceMetric = (typeof sliceMetrics)[number]

export const sliceSchema = z.object({
  /** All of them hold in its rows. */
  conditions: z.array(sliceConditionSchema).min(1),
  rows: z.number().int(),
  value: z.number(),
  /**
   * 95 % interval of it: of a share by Wilson (1927), of a mean by Student's t; null for a mean of one row.
   */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
})
export type Slice = z.infer<typeof sliceSchema>

const over = {
  metric: sliceMetricSchema,
  /** Of the whole split. */
  overall: z.object({ rows: z.number().int(), value: z.number() }),
}

/** A split by the values of one or two columns. */
export const columnSlicesSchema = z.object({
  ...over,
  metrics: metricsSchema,
  /** In the order of the values; of levels the most frequent first. */
  slices: z.array(sliceSchema.extend({ metrics: metricsSchema })),
  /** Rows of levels that are too many to be listed. */
  others: z.number().int(),
})
export type ColumnSlices = z.infer<typeof columnSlicesSchema>

/** The slices of a split on which a model does worse than on the other rows. */
export const worstSlicesSchema = z.object({
  ...over,
  /** Columns looked at, and slices of enough rows among their values and those of two of them together. */
  columns: z.number().int(),
  /** Those of which two together were looked at, the ones whose own slices differ most first. */
  crossed: z.array(z.string()),
  tested: z.number().int(),
  leastRows: z.number().int(),
  /**
   * The worst first. `p` is the chance of such a difference from the other rows, or a larger one, in one of so many slices
   * where there is none (Welch's test, one-sided, corrected by Holm, 1979); `isWorse` where it is below 0.05.
   */
  slices: z.array(sliceSchema.extend({ p: z.number(), isWorse: z.boolean() })),
})
export type WorstSlices = z.infer<typeof worstSlicesSchema>

import { z } from 'zod'
import { datasetIdSchema } from './ids.ts'
import { evaluatedRowSchema } from './evaluatedRows.ts'

/** A cell of a row that is unlike the others of its column, and what may have been meant. */
export const oddCellSchema = z.discriminatedUnion('kind', [
  /**
   * A number, or a date (milliseconds since 1970), so many spreads from the median; the spread is the interquartile range
   * over 1.349, as large as the standard deviation of a normal distribution.
   */
  z.object({
    kind: z.literal('far'),
    column: z.string(),
    isDate: z.boolean(),
    value: z.number(),
    median: z.number(),
    spreads: z.number(),
    /** A power of ten, or −1: the value divided by it would be usual; null where no such is. */
    factor: z.number().nullable(),
  }),
  /** A text that hardly occurs and reads like a frequent one. */
  z.object({ kind: z.literal('rare'), column: z.string(), text: z.string(), like: z.string() }),
])
export type OddCell = z.infer<typeof oddCellSchema>

/** A row that the network found hard through its training. */
export const suspectSchema = evaluatedRowSchema.extend({
  /**
   * Of classes: the mean over the epochs of ln(p of the row's own class) − ln(p of the likeliest other), the area under
   * the margin of Pleiss et al. (2020); of scores their difference. Negative: another class was ahead. Null for numbers.
   */
  margin: z.number().nullable(),
  /** Mean over the epochs: of −ln(p of its own class), or of the absolute error in the target's unit. */
  meanLoss: z.number(),
  /** Of numbers: the mean absolute error over its median over all rows. Null for classes. */
  times: z.number().nullable(),
  /** The class that had the highest mean probability among the others, with that; null for numbers. */
  instead: z.object({ class: z.number().int(), probability: z.number() }).nullable(),
  /** Whether it stands out so far that its target, or another cell, is likely to be wrong. */
  likely: z.boolean(),
  odd: oddCellSchema.nullable(),
})
export type Suspect = z.infer<typeof suspectSchema>

/** The rows of a split that are worth rechecking, the most doubtful first. */
export const recheckSchema = z.object({
  dataset: datasetIdSchema,
  /** Epochs by whose weights the rows were looked at. */
  epochs: z.array(z.number().int()),
  /** Rows looked at. */
  rows: z.number().int(),
  /** How many of them are likely to be wrong; all of them may not be listed. */
  likely: z.number().int(),
  classes: z.array(z.string()).nullable(),
  columns: z.array(z.string()),
  suspects: z.array(suspectSchema),
})
export type Recheck = z.infer<typeof recheckSchema>

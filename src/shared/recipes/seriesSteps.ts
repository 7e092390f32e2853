import { z } from 'zod'
import { columnSelectionSchema } from './selection.ts'

/** What a `window` step makes of the rows before a row; `ahead` is the value so many rows after it, for a target. */
export const windowStatistics = ['lag', 'difference', 'mean', 'sum', 'min', 'max', 'std', 'ahead'] as const

export const fillMethods = ['forward', 'backward', 'linear'] as const
export type FillMethod = (typeof fillMethods)[number]

const seriesBase = {
  id: z.string().min(1),
  enabled: z.boolean().default(true),
  /** The column whose values order the rows; null: the one with the role time, or else the rows as they stand. */
  orderBy: z.string().nullable().default(null),
  /** Rows with the same value are a series; null: those of the column with the role group, or else all rows. */
  groupBy: z.string().nullable().default(null),
}

/**
 * Steps that look at the rows beside a row, in series. They work on the table as it was read, before all other steps, so
 * that rows that a later step leaves out are still looked back at.
 */
export const seriesSteps = [
  /**
   * Derives a column for each of the lengths, in rows: `sales lag 1`, `sales mean of last 7`. Nothing later than the row
   * is looked at, and nothing of the row itself unless `present`. `ahead` alone looks forward: `sales ahead 3` may be the
   * target and is nothing else.
   */
  z.object({
    kind: z.literal('window'),
    ...seriesBase,
    column: z.string(),
    statistic: z.enum(windowStatistics),
    rows: z.array(z.number().int().min(1).max(100_000)).min(1),
    /** Whether windows and differences end with the row itself, not with the one before it. */
    present: z.boolean().default(false),
    /** Known values that a window must have. */
    atLeast: z.number().int().min(1).default(1),
  }),
  /**
   * Fills gaps from the rows beside them. A training row is filled from training rows alone, one of validation from those
   * and validation's, one of the test, and a row to be predicted, from all.
   */
  z.object({
    kind: z.literal('fillFromNeighbours'),
    ...seriesBase,
    columns: columnSelectionSchema,
    method: z.enum(fillMethods),
  }),
] as const

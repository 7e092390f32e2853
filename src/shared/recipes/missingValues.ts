import { z } from 'zod'
import { seedSchema, stepBase } from './stepBase.ts'

/** Training rows that a step looks at, drawn with its seed where there are more. */
const rowLimit = z.number().int().min(1).max(100_000)

/**
 * Rows that gaps are filled from at most, however many a step asks for: each row with a gap is compared with every one of
 * them, and all of them travel with the model.
 */
export const MOST_NEAREST_ROWS = 10_000

export const missingValueSteps = [
  /**
   * A 0/1 column beside each one, 1 where its value is missing; only beside those with gaps in the training rows, but
   * for `always`. It stands before the step that fills the gaps.
   */
  z.object({ kind: z.literal('missingIndicator'), ...stepBase, always: z.boolean().default(false) }),
  /** Columns that are missing in more than this share of the training rows leave. */
  z.object({ kind: z.literal('dropSparseColumns'), ...stepBase, maxShare: z.number().min(0).max(1).default(0.5) }),
  /** Missing numbers become the mean of the nearest training rows, over the chosen columns, each standardized. */
  z.object({
    kind: z.literal('imputeNearest'),
    ...stepBase,
    neighbours: z.number().int().min(1).max(1000).default(5),
    weighting: z.enum(['uniform', 'distance']).default('uniform'),
    maxRows: rowLimit.default(1000),
    seed: seedSchema,
  }),
  /** Missing numbers become what ridge regressions on the other chosen columns, each standardized, make of them. */
  z.object({
    kind: z.literal('imputeIterative'),
    ...stepBase,
    rounds: z.number().int().min(1).max(100).default(10),
    strength: z.number().positive().default(1),
    /** Rounds end when the largest change is below this share of the largest value. */
    tolerance: z.number().min(0).default(1e-3),
    maxRows: rowLimit.default(10_000),
    seed: seedSchema,
  }),
] as const

/** (x - offset) / spread; 0 where the column did not vary, and `spread` is 0. */
const standardizedColumn = z.object({ name: z.string(), offset: z.number(), spread: z.number() })

export const missingValueStates = [
  z.object({ kind: z.literal('missingIndicator'), columns: z.array(z.object({ name: z.string() })) }),
  /** `share` of the training rows are missing. */
  z.object({
    kind: z.literal('dropColumns'),
    columns: z.array(z.object({ name: z.string(), share: z.number() })),
  }),
  z.object({
    kind: z.literal('imputeNearest'),
    columns: z.array(standardizedColumn),
    neighbours: z.number().int(),
    weighting: z.enum(['uniform', 'distance']),
    /** Standardized training rows, one entry a column; null is missing. */
    rows: z.array(z.array(z.number().nullable())),
  }),
  /** Gaps begin as 0 in standardized numbers; then each regression in turn fills those of its target, a column's index. */
  z.object({
    kind: z.literal('imputeIterative'),
    columns: z.array(standardizedColumn),
    chain: z.array(z.object({ target: z.number().int(), offset: z.number(), weights: z.array(z.number()) })),
  }),
] as const

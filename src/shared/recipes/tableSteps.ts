import { z } from 'zod'
import { columnSelectionSchema } from './selection.ts'
import { anySeedSchema } from './stepBase.ts'

/** What steps that run before the split, and learn nothing, have in common. */
const base = { id: z.string().min(1), enabled: z.boolean().default(true) }

/** A formula in the language of src/core/formula. */
const formula = z.string()

/** Steps of the whole table. Those that derive columns work on any row; those that choose rows are no part of a prediction. */
export const tableSteps = [
  /** A new column, worked out of others of the same row. */
  z.object({ kind: z.literal('formula'), ...base, name: z.string(), formula }),
  /** The column has another name from here on. */
  z.object({ kind: z.literal('rename'), ...base, column: z.string(), name: z.string() }),
  /** Keeps the rows in which a condition is true. */
  z.object({ kind: z.literal('filterRows'), ...base, formula }),
  /** Keeps one of the rows that agree in all of the columns, which are chosen among the features and the target or named. */
  z.object({
    kind: z.literal('dropDuplicates'),
    ...base,
    columns: columnSelectionSchema.default('all'),
    keep: z.enum(['first', 'last']).default('first'),
  }),
  /** Keeps so many rows drawn at random, or such a share (0 to 1) of them. */
  z.object({
    kind: z.literal('sampleRows'),
    ...base,
    size: z.number().positive(),
    unit: z.enum(['rows', 'share']),
    seed: anySeedSchema.default(1),
  }),
  /**
   * Leaves out rows that a person chose, by their numbers in the table, from 0. They are dealt to the parts before, so
   * that every other row stays in the part that it is in without this step.
   */
  z.object({
    kind: z.literal('excludeRows'),
    ...base,
    rows: z.array(z.number().int().min(0)).max(100_000).default([]),
  }),
  /** The order for the steps that follow it: which duplicate is the first. Missing values come last. */
  z.object({ kind: z.literal('sortRows'), ...base, column: z.string(), descending: z.boolean().default(false) }),
] as const

import { z } from 'zod'
import { datasetIdSchema } from '../ids.ts'
import { anySeedSchema } from './stepBase.ts'

export const splitNames = ['train', 'validation', 'test'] as const
export const splitNameSchema = z.enum(splitNames)
export type SplitName = z.infer<typeof splitNameSchema>

const fraction = z.number().min(0).max(0.9)
/** Quantile bins of a numeric target that are stratified like classes. */
const bins = z.number().int().min(2).max(100)

/** The rows before a later part that are left out of the earlier one: so many of them, or those of so many days. */
const gap = z.number().min(0)
const gapUnit = z.enum(['rows', 'days'])
export type GapUnit = z.infer<typeof gapUnit>

/** How rows are dealt to the parts. A column that is null is the one that has the role (group, time). */
export const dealSchema = z.discriminatedUnion('kind', [
  /** Each row for itself, by chance. */
  z.object({ kind: z.literal('rows') }),
  /** Rows with the same value stay together, by chance. */
  z.object({ kind: z.literal('group'), column: z.string().nullable() }),
  /** The last rows are for the test, those before them for validation. */
  z.object({ kind: z.literal('time'), column: z.string().nullable(), gap, unit: gapUnit }),
  /** A column's values name the parts; rows with another value are left out. The fractions do not matter. */
  z.object({
    kind: z.literal('column'),
    column: z.string(),
    train: z.array(z.string()),
    validation: z.array(z.string()),
    test: z.array(z.string()),
  }),
  /** By a hash of the columns' values: a key stays in its part however many rows are added. */
  z.object({ kind: z.literal('hash'), columns: z.array(z.string()).min(1) }),
])
export type Deal = z.infer<typeof dealSchema>

/**
 * Fractions of all usable rows; the rest is for training. Dealt row by row, a classification is stratified by class if
 * asked, and a regression by quantile bins of its target where their number is given.
 */
export const splitSchema = z.object({
  validation: fraction,
  test: fraction,
  stratify: z.boolean(),
  seed: anySeedSchema,
  /** Absent: row by row. */
  by: dealSchema.optional(),
  bins: bins.optional(),
  /** Another table of the project whose rows, all of them, are the test; none of this one's are. */
  testTable: datasetIdSchema.optional(),
})
export type Split = z.infer<typeof splitSchema>

const foldCount = z.number().int().min(2).max(50)

/** Cross-validation over the rows that are not for the test. */
export const foldsSchema = z.discriminatedUnion('kind', [
  /** Each row is validated once a repeat. */
  z.object({
    kind: z.literal('rows'),
    folds: foldCount,
    repeats: z.number().int().min(1).max(20).default(1),
    stratify: z.boolean(),
    bins: bins.optional(),
    /** Otherwise the folds are runs of rows as they stand. */
    shuffle: z.boolean().default(true),
    seed: anySeedSchema,
  }),
  /** Rows with the same value are validated together. */
  z.object({ kind: z.literal('group'), folds: foldCount, column: z.string().nullable() }),
  /** Each fold learns from all rows before its validation: an expanding window. */
  z.object({
    kind: z.literal('time'),
    folds: foldCount,
    column: z.string().nullable(),
    gap: gap.default(0),
    unit: gapUnit.default('rows'),
  }),
])
export type Folds = z.infer<typeof foldsSchema>

/** How many networks a cross-validation trains: the folds of all repeats. */
export function networksOf(folds: Folds): number {
  return folds.kind === 'rows' ? folds.folds * folds.repeats : folds.folds
}

import { z } from 'zod'
import { seedSchema, stepBase } from './stepBase.ts'

/** What stands for a value that has no number of its own: none, or one before the first or behind the last. */
const placeSchema = z.enum(['missing', 'before', 'after'])

export const categorySteps = [
  /**
   * One 0/1 column a level seen in training, the most frequent `maxLevels` of those in at least `minCount` rows. Rare
   * levels, and unseen ones, are all zeros or have a column.
   */
  z.object({
    kind: z.literal('oneHot'),
    ...stepBase,
    maxLevels: z.number().int().min(1).max(1000).default(50),
    minCount: z.number().int().min(1).optional(),
    /** Levels seen in training that get no column of their own; zeros by default. */
    rare: z.enum(['zeros', 'column']).optional(),
    /** Levels not seen in training: as the rare ones, or with a column that is 0 in all training rows; zeros by default. */
    unseen: z.enum(['zeros', 'rare', 'column']).optional(),
  }),
  /** Levels in fewer rows, or a smaller share of them, become one level; so do those not seen in training. */
  z.object({
    kind: z.literal('rareLevels'),
    ...stepBase,
    minCount: z.number().int().min(1).default(10),
    minShare: z.number().min(0).max(1).default(0),
    level: z.string().min(1).default('(other)'),
  }),
  /** Levels become others, each once: spellings of the same thing. */
  z.object({
    kind: z.literal('mergeLevels'),
    ...stepBase,
    merges: z.array(z.object({ into: z.string(), levels: z.array(z.string()) })),
  }),
  /** 0, 1, 2, … in the order given, or that of the alphabet, or by value where all levels are numbers. */
  z.object({
    kind: z.literal('ordinal'),
    ...stepBase,
    order: z.array(z.string()).optional(),
    unseen: placeSchema.default('before'),
    missing: placeSchema.default('missing'),
  }),
  /** The mean target of the level, smoothed; of several classes, the share of each. Training rows take it of other folds. */
  z.object({
    kind: z.literal('targetEncode'),
    ...stepBase,
    /** Rows of the overall mean that are added to every level; null for empirical Bayes. */
    smoothing: z.number().min(0).nullable().default(null),
    folds: z.number().int().min(2).max(50).default(5),
    /** The most frequent levels; further ones count as not seen. */
    maxLevels: z.number().int().min(1).max(100_000).default(10_000),
    seed: seedSchema,
  }),
  /** The share of the training rows that have the level, or their number; 0 for one not seen. Missing is a level too. */
  z.object({ kind: z.literal('frequency'), ...stepBase, as: z.enum(['share', 'count']).default('share') }),
  /** Levels become the number of the bucket that their hash falls into, as a category. */
  z.object({
    kind: z.literal('hash'),
    ...stepBase,
    buckets: z.number().int().min(2).max(100_000).default(32),
    seed: seedSchema,
  }),
  /** The index of the level, of the most frequent `maxLevels`, for an embedding, whatever the network does by default. */
  z.object({ kind: z.literal('embed'), ...stepBase, maxLevels: z.number().int().min(1).max(100_000).default(1000) }),
  /** Numbers as categories; or categories that are all numbers as numbers, where one not seen in training is missing. */
  z.object({ kind: z.literal('treatAs'), ...stepBase, as: z.enum(['category', 'number']) }),
] as const

/** null is missing. */
const numbersSchema = z.object({
  /** One a level. */
  values: z.array(z.number().nullable()),
  other: z.number().nullable(),
  missing: z.number().nullable(),
})

export const categoryStates = [
  z.object({
    kind: z.literal('oneHot'),
    columns: z.array(
      z.object({
        name: z.string(),
        levels: z.array(z.string()),
        /** The column of rare levels; those that are not listed are in it too, if `unseen`. */
        rare: z.object({ label: z.string(), levels: z.array(z.string()), unseen: z.boolean() }).optional(),
        /** The column of levels not seen in training. */
        unseen: z.string().optional(),
      }),
    ),
  }),
  /** Levels become others; `other` is what any further text becomes. */
  z.object({
    kind: z.literal('mapLevels'),
    columns: z.array(
      z.object({
        name: z.string(),
        levels: z.array(z.string()),
        to: z.array(z.string()),
        other: z.union([z.literal('same'), z.object({ level: z.string() })]),
      }),
    ),
  }),
  /** Each level becomes a number, or one number a class of the target, named after it. */
  z.object({
    kind: z.literal('lookup'),
    columns: z.array(
      z.object({
        name: z.string(),
        levels: z.array(z.string()),
        outputs: z.array(
          numbersSchema.extend({
            label: z.string().nullable(),
            /** What training rows of each fold take, fitted without them. */
            folds: z.array(numbersSchema),
          }),
        ),
        /** Of the folds. */
        seed: z.number().int(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('hash'),
    columns: z.array(z.object({ name: z.string(), buckets: z.number().int(), seed: z.number().int() })),
  }),
  z.object({
    kind: z.literal('embed'),
    columns: z.array(z.object({ name: z.string(), levels: z.array(z.string()) })),
  }),
  z.object({ kind: z.literal('treatAsCategory'), columns: z.array(z.object({ name: z.string() })) }),
] as const

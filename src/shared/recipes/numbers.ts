import { z } from 'zod'
import { seedSchema, stepBase } from './stepBase.ts'

/** So many standard deviations off the mean, or interquartile ranges off the quartiles; of null 3 and 1.5. */
const fenceLimit = z.number().positive().nullable().default(null)

export const numberSteps = [
  /** (x - mean) / standard deviation (population); a constant column becomes 0. */
  z.object({ kind: z.literal('standardize'), ...stepBase }),
  /** (x - min) / (max - min), the training range to 0…1, outside it beyond; a constant column becomes 0. */
  z.object({ kind: z.literal('minMax'), ...stepBase }),
  /**
   * (x - median) / interquartile range, or half the range where the middle half does not vary; a constant column
   * becomes 0. Clipped smoothly, what lies far out comes ever nearer to ±3.
   */
  z.object({ kind: z.literal('robust'), ...stepBase, smoothClip: z.boolean().default(true) }),
  /** x / the largest |x|; 0 stays 0. */
  z.object({ kind: z.literal('maxAbs'), ...stepBase }),
  /** log(1 + x), missing where x is -1 or less; signed, sign(x) log(1 + |x|). */
  z.object({ kind: z.literal('log1p'), ...stepBase, signed: z.boolean().default(false) }),
  /** The power transformation that brings each column closest to a normal distribution; then mean 0, deviation 1. */
  z.object({ kind: z.literal('yeoJohnson'), ...stepBase, standardize: z.boolean().default(true) }),
  /** The share of the training rows below x, between so many quantiles linearly; or the normal quantile of it. */
  z.object({
    kind: z.literal('quantile'),
    ...stepBase,
    quantiles: z.number().int().min(2).max(10_000).default(1000),
    output: z.enum(['uniform', 'normal']).default('normal'),
  }),
  /** In which interval x lies: so many of equal width, or with about as many training rows each, or between edges. */
  z.object({
    kind: z.literal('bin'),
    ...stepBase,
    method: z.enum(['equalWidth', 'equalCount', 'edges']).default('equalCount'),
    bins: z.number().int().min(2).max(1000).default(5),
    /** Of the method `edges`, ascending; an edge is the first number of the interval above it. */
    edges: z.array(z.number()).default([]),
    /** The interval's number from 0 on, or its text, for a one-hot encoding. */
    output: z.enum(['number', 'category']).default('number'),
  }),
  /** Products of up to `degree` of the columns beside them; of different columns only, or of powers too. */
  z.object({
    kind: z.literal('polynomial'),
    ...stepBase,
    degree: z.number().int().min(2).max(3).default(2),
    interactionsOnly: z.boolean().default(false),
    /** More products than this are refused. */
    maxColumns: z.number().int().min(1).max(100_000).default(1000),
  }),
  /** What lies beyond fences becomes the fence, or missing, or is marked by a 0/1 column beside it. */
  z.object({
    kind: z.literal('outliers'),
    ...stepBase,
    method: z.enum(['zScore', 'iqr', 'percentiles']).default('iqr'),
    limit: fenceLimit,
    /** Of percentiles: the share of the training values that lies beyond each end; 0.01 unless said. */
    share: z.number().gt(0).lt(0.5).optional(),
    action: z.enum(['clip', 'missing', 'mark']).default('clip'),
  }),
  /**
   * Leaves out training rows with an outlier in one of the columns, or those that an isolation forest over the columns
   * isolates most easily. Rows for validation and test stay, so that they measure what the model will meet.
   */
  z.object({
    kind: z.literal('dropOutlierRows'),
    ...stepBase,
    method: z.enum(['zScore', 'iqr', 'isolationForest']).default('isolationForest'),
    limit: fenceLimit,
    /** Of the isolation forest: the share of the training rows that is left out. */
    contamination: z.number().gt(0).max(0.5).default(0.01),
    seed: seedSchema,
  }),
] as const

const named = { name: z.string() }

export const numberStates = [
  /** (x - offset) * factor; clipped smoothly, that is y / sqrt(1 + (y / 3)²). */
  z.object({
    kind: z.literal('scale'),
    columns: z.array(
      z.object({ ...named, offset: z.number(), factor: z.number(), smoothClip: z.literal(true).optional() }),
    ),
  }),
  z.object({ kind: z.literal('log1p'), columns: z.array(z.object({ ...named, signed: z.boolean() })) }),
  /** (the transformation - offset) * factor */
  z.object({
    kind: z.literal('yeoJohnson'),
    columns: z.array(z.object({ ...named, lambda: z.number(), offset: z.number(), factor: z.number() })),
  }),
  /** At equal distances from the smallest to the largest value; one alone for a column that does not vary. */
  z.object({
    kind: z.literal('quantile'),
    output: z.enum(['uniform', 'normal']),
    columns: z.array(z.object({ ...named, quantiles: z.array(z.number()) })),
  }),
  /** Between the intervals, ascending. */
  z.object({
    kind: z.literal('bin'),
    output: z.enum(['number', 'category']),
    columns: z.array(z.object({ ...named, edges: z.array(z.number()) })),
  }),
  /** Each product by its factors, indices into `columns`; a column twice is its square. */
  z.object({
    kind: z.literal('polynomial'),
    columns: z.array(z.object(named)),
    products: z.array(z.array(z.number().int())),
  }),
  /** null where the column varies too little for fences. */
  z.object({
    kind: z.literal('outliers'),
    action: z.enum(['clip', 'missing', 'mark']),
    columns: z.array(z.object({ ...named, fences: z.object({ low: z.number(), high: z.number() }).nullable() })),
  }),
] as const

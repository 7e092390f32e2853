import { z } from 'zod'
import { activationSchema } from './layers.ts'

const dimension = z.number().int().min(1).max(512)

/**
 * How numbers enter the network (Gorishniy, Rubachev and Babenko, 2022, arXiv:2203.05556). `plain`: as the recipe makes
 * them. The others give each number a small vector of its own.
 */
export const numbersSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plain') }),
  z.strictObject({
    kind: z.literal('periodic'),
    frequencies: z.number().int().min(1).max(512).default(16),
    /** Standard deviation of the frequencies at the start. */
    deviation: z.number().positive().max(1e3).default(0.1),
    /** Numbers that each column becomes. */
    dimension: dimension.default(8),
    activation: activationSchema.default('relu'),
    /** One dense layer for all columns instead of one for each. */
    shared: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('piecewiseLinear'),
    /** At most so many bins a column, between quantiles of the training rows. */
    bins: z.number().int().min(1).max(256).default(16),
    /** Numbers that a dense layer makes of each column's bins; null: the bins themselves. */
    dimension: dimension.nullable().default(null),
    /** Of that dense layer. */
    activation: activationSchema.default('linear'),
  }),
])
export type Numbers = z.infer<typeof numbersSchema>

/** How categories enter the network: as 0/1 columns, or each level as a learned vector. */
export const categoriesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('oneHot') }),
  z.strictObject({
    kind: z.literal('embedding'),
    /** Numbers a level; null: by the number of levels n, 1.6 · n^0.56 rounded, at most 64. */
    dimension: dimension.nullable().default(null),
    /** Standard deviation of the numbers at the start. */
    deviation: z.number().min(0).max(1e3).default(0.1),
  }),
])
export type Categories = z.infer<typeof categoriesSchema>

/**
 * Several networks trained at once, whose predictions are averaged. `adapters`: all share their weights and differ by
 * learned scales (TabM: Gorishniy, Kotelnikov and Babenko, 2025, arXiv:2410.24210). `independent`: each has its own.
 */
export const ensembleSchema = z.strictObject({
  kind: z.enum(['adapters', 'independent']),
  members: z.number().int().min(2).max(256).default(32),
})
export type Ensemble = z.infer<typeof ensembleSchema>

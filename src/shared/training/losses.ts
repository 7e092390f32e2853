import { z } from 'zod'
import type { Task } from '../recipes.ts'
import { fraction } from './limits.ts'

/** `balanced`: each class weighs as much as any other in all; or a weight a class, 1 where none is given. */
const classWeights = z.union([z.literal('balanced'), z.record(z.string(), z.number().min(0).max(1e6))])
export type ClassWeights = z.infer<typeof classWeights>

const quantile = z.number().gt(0).lt(1)

/** What training makes small; the formulas stand in docs/engine.md. */
export const lossSchema = z.discriminatedUnion('kind', [
  /** The squared error for numbers, the cross-entropy for classes. */
  z.strictObject({ kind: z.literal('auto') }),
  z.strictObject({ kind: z.literal('meanSquaredError') }),
  z.strictObject({ kind: z.literal('meanAbsoluteError') }),
  /** `delta` in the network's unit: standard deviations of the target where the recipe standardizes it. */
  z.strictObject({ kind: z.literal('huber'), delta: z.number().positive().max(1e30).default(1) }),
  z.strictObject({ kind: z.literal('logCosh') }),
  /** Several at once; the prediction is the one nearest to the median. */
  z.strictObject({
    kind: z.literal('quantile'),
    quantiles: z
      .array(quantile)
      .min(1)
      .max(99)
      .refine((all) => all.every((q, i) => i === 0 || q > (all[i - 1] ?? 0)), 'must ascend')
      .default([0.05, 0.5, 0.95]),
  }),
  z.strictObject({ kind: z.literal('poisson') }),
  z.strictObject({ kind: z.literal('gamma') }),
  z.strictObject({ kind: z.literal('gaussian') }),
  z.strictObject({
    kind: z.literal('crossEntropy'),
    labelSmoothing: fraction.default(0),
    classWeights: classWeights.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('focal'),
    gamma: z.number().min(0).max(100).default(2),
    classWeights: classWeights.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('hinge') }),
])
export type Loss = z.infer<typeof lossSchema>
export type LossKind = Loss['kind']

/** The losses that a task can be trained with. */
export const lossesOf: Record<Task, readonly LossKind[]> = {
  regression: [
    'auto',
    'meanSquaredError',
    'meanAbsoluteError',
    'huber',
    'logCosh',
    'quantile',
    'gaussian',
    'poisson',
    'gamma',
  ],
  classification: ['auto', 'crossEntropy', 'focal', 'hinge'],
}

import { z } from 'zod'
import { runIdSchema, studyIdSchema } from './ids.ts'
import { splitNameSchema } from './recipes.ts'

/** What is compared: a run, or a study (of a search its best trial). */
export const comparedSchema = z.union([z.strictObject({ run: runIdSchema }), z.strictObject({ study: studyIdSchema })])
export type Compared = z.infer<typeof comparedSchema>

/** Metrics that runs can be compared by. */
export const comparedMetrics = [
  'rmse',
  'mae',
  'r2',
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'logLoss',
  'rocAuc',
] as const
export const comparedMetricSchema = z.enum(comparedMetrics)
export type ComparedMetric = z.infer<typeof comparedMetricSchema>

const side = z.object({ name: z.string(), score: z.number() })

/** Whether a is better than b, or their difference is not larger than the noise. */
export const comparisonSchema = z.object({
  metric: comparedMetricSchema,
  split: splitNameSchema,
  direction: z.enum(['minimize', 'maximize']),
  /** Of a study the mean over its trials. */
  a: side,
  b: side,
  /** Of a. */
  verdict: z.enum(['better', 'worse', 'tie']),
  /** Where the noise is known from: the same folds, repeats with other seeds, or the rows of the split. */
  evidence: z.enum(['folds', 'seeds', 'rows']),
  /** a - b, in the metric's unit. */
  difference: z.number(),
  interval: z.object({ low: z.number(), high: z.number() }),
  /** Of the interval, 0.95. */
  level: z.number(),
  /** From folds: the chances that a is better, equal in practice, worse. */
  chances: z.object({ better: z.number(), equal: z.number(), worse: z.number() }).nullable(),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** Runs of a table that are compared with the best one at a time. */
export const mostTies = 20

/** Whether a run can be told from the best one over the rows of a split. */
export const tieSchema = z.object({
  run: runIdSchema,
  /** `otherRows`: they are not measured on the same; `unknown`: it cannot be worked out any more. */
  found: z.enum(['tie', 'apart', 'otherRows', 'unknown']),
  /** Of the best one less this one, in the metric's unit, with the interval of 95 %. */
  difference: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
})
export type Tie = z.infer<typeof tieSchema>

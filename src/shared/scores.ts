import { z } from 'zod'
import { runIdSchema } from './ids.ts'
import { splitNameSchema } from './recipes.ts'

/** Every score of a classification by one number, as `train --json` would name them. */
export const classificationScoreNames = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'macroPrecision',
  'macroRecall',
  'weightedF1',
  'weightedPrecision',
  'weightedRecall',
  'mcc',
  'kappa',
  'logLoss',
  'brier',
  'calibrationError',
  'rocAuc',
  'averagePrecision',
] as const
export type ClassificationScoreName = (typeof classificationScoreNames)[number]

export const regressionScoreNames = ['rmse', 'mae', 'medianAe', 'mape', 'r2', 'explainedVariance', 'bias'] as const
export type RegressionScoreName = (typeof regressionScoreNames)[number]
export type ScoreName = ClassificationScoreName | RegressionScoreName

const scoreNameSchema = z.enum([...classificationScoreNames, ...regressionScoreNames])

/** null where a score is not defined. */
const score = z.number().nullable()
const scoreTableSchema = z.partialRecord(scoreNameSchema, score)
export type ScoreTable = z.infer<typeof scoreTableSchema>

const classScoresSchema = z.object({
  precision: score,
  recall: score,
  f1: score,
  rocAuc: score,
  averagePrecision: score,
})
export type ClassScores = z.infer<typeof classScoresSchema>
export const classScoreNames = ['precision', 'recall', 'f1', 'rocAuc', 'averagePrecision'] as const

/** How often the truth lay where a model said it would. */
const coverageSchema = z.object({
  /** Below a quantile, or between two of them. */
  kind: z.enum(['below', 'between']),
  /** Of the quantile or interval: 0.9 means that 90 % should lie there. */
  nominal: z.number(),
  covered: z.number(),
  /** Of the intervals, in the target's unit; null for a quantile. */
  meanWidth: z.number().nullable(),
  /** Mean pinball loss of a quantile, in the target's unit; null for an interval. */
  pinball: z.number().nullable(),
})
export type Coverage = z.infer<typeof coverageSchema>

const scored = {
  run: runIdSchema,
  split: splitNameSchema,
  rows: z.number().int(),
  scores: scoreTableSchema,
  /** Of always answering the mean, or the most frequent class, of the training rows. */
  simplest: scoreTableSchema,
}

/** A split seen through a run's weights, in numbers. */
export const scoresSchema = z.discriminatedUnion('task', [
  z.object({
    ...scored,
    task: z.literal('classification'),
    classes: z.array(
      z.object({
        label: z.string(),
        /** Rows of the class, and rows predicted as it. */
        support: z.number().int(),
        predicted: z.number().int(),
        ...classScoresSchema.shape,
      }),
    ),
    /** What is most often taken for what: at most ten, the most frequent first. Classes by their index. */
    confusions: z.array(
      z.object({
        actual: z.number().int(),
        predicted: z.number().int(),
        rows: z.number().int(),
        /** Of the rows of the actual class. */
        share: z.number(),
      }),
    ),
    /** The model ranks classes but gives no probabilities. */
    ranksOnly: z.boolean(),
  }),
  z.object({
    ...scored,
    task: z.literal('regression'),
    /** Rows whose actual value is 0, which a percentage error cannot be taken of. */
    zeroTargets: z.number().int(),
    coverage: z.array(coverageSchema),
    /** The rows with the largest errors, the largest first: at most 20. `row` counts the table's rows from 0. */
    worst: z.array(z.object({ row: z.number().int(), actual: z.number(), predicted: z.number() })),
  }),
])
export type Scores = z.infer<typeof scoresSchema>

const rangeSchema = z.object({ low: z.number(), high: z.number() })
export type Range = z.infer<typeof rangeSchema>

/** Where each score would lie with other rows of the same kind: by the bootstrap, 95 times of 100 within. */
export const scoreIntervalsSchema = z.object({
  level: z.number(),
  /** Samples that were drawn; fewer of very many rows. */
  resamples: z.number().int(),
  intervals: z.partialRecord(scoreNameSchema, rangeSchema),
  /** By class, in their order; empty for a regression. */
  classes: z.array(z.partialRecord(z.enum(classScoreNames), rangeSchema)),
})
export type ScoreIntervals = z.infer<typeof scoreIntervalsSchema>

/** What a linear model, trained on the same rows and inputs, scores on the same split. */
export const linearScoresSchema = z.object({
  scores: scoreTableSchema,
  epochs: z.number().int(),
  inputs: z.number().int(),
})
export type LinearScores = z.infer<typeof linearScoresSchema>

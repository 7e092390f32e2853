import { z } from 'zod'
import { columnKindSchema } from './datasets.ts'
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
  /** Which of the prepared rows is the first of the table that the split is of: row numbers count from there. */
  firstRow: z.number().int(),
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

const curveSchema = z.array(
  z.object({
    x: z.number(),
    y: z.number(),
    /** The least score of the rows counted; null at a curve's beginning. */
    threshold: z.number().nullable(),
  }),
)

const thresholdCountsSchema = z.object({
  /** null: no row is predicted as the class. */
  threshold: z.number().nullable(),
  truePositives: z.number().int(),
  falsePositives: z.number().int(),
})

const calibrationBinsSchema = z.array(
  z.object({
    /** Its ends; the upper one belongs to it, and to the first bin the lower one, too. */
    from: z.number(),
    to: z.number(),
    rows: z.number().int(),
    meanPredicted: z.number(),
    /** Of the rows that are of the class. */
    share: z.number(),
  }),
)
export type CalibrationStrategy = 'uniform' | 'quantile'

const sideRows = { positives: z.number().int(), negatives: z.number().int() }

/** One class against the rest, by the probability (or score) that the model gives it. Curves are thinned to a few hundred points. */
export const classCurvesSchema = z.object({
  class: z.number().int(),
  ...sideRows,
  /** Share of the others taken for the class against share of the class found. */
  roc: z.object({ points: curveSchema, area: score }),
  /** Recall against precision; its area by the trapezoid rule, and the average precision. */
  precisionRecall: z.object({ points: curveSchema, area: score, averagePrecision: score }),
  /** Share of all rows, highest score first, against share of the class found. */
  gain: z.object({ points: curveSchema }),
  /** null where the model gives no probabilities. */
  calibration: z
    .object({
      ...{ uniform: calibrationBinsSchema, quantile: calibrationBinsSchema },
      /** The expected calibration error of this class, over bins of equal width. */
      error: score,
    })
    .nullable(),
  /** Rows at or above thresholds, ascending; the corners of `validation` are among them. */
  thresholds: z.array(thresholdCountsSchema),
  /** The thresholds of which one is best, whatever mistakes cost, by the validation rows; null where there are none. */
  validation: z.object({ ...sideRows, hull: z.array(thresholdCountsSchema) }).nullable(),
})
export type ClassCurves = z.infer<typeof classCurvesSchema>
export type ThresholdCounts = z.infer<typeof thresholdCountsSchema>

/** Errors (actual minus predicted, in the target's unit) of rows alike in a column. */
const residualGroupSchema = z.object({
  /** Of numbers and dates (milliseconds since 1970); null of a category or of missing values. */
  within: z.object({ from: z.number(), to: z.number(), closed: z.enum(['from', 'both']) }).nullable(),
  /** Of a category; null of numbers and of missing values. */
  level: z.string().nullable(),
  rows: z.number().int(),
  mean: z.number(),
  /** 5 % of the errors are below `low`, 95 % below `high`. */
  low: z.number(),
  lowerQuartile: z.number(),
  median: z.number(),
  upperQuartile: z.number(),
  high: z.number(),
})
export type ResidualGroup = z.infer<typeof residualGroupSchema>

export const residualsByColumnSchema = z.object({
  column: z.string(),
  kind: columnKindSchema,
  groups: z.array(residualGroupSchema),
  /** Rows of categories beyond those shown. */
  otherRows: z.number().int(),
  /** Of numbers and dates: at most 400, the largest errors among them. */
  points: z.array(z.object({ row: z.number().int(), x: z.number(), error: z.number() })),
})
export type ResidualsByColumn = z.infer<typeof residualsByColumnSchema>

import { z } from 'zod'
import { clippedHistogramSchema } from './datasets.ts'
import { runIdSchema } from './ids.ts'
import { splitNameSchema } from './recipes.ts'

/** null where a metric is not defined (for instance ROC AUC with one class present). */
const metric = z.number().nullable()
/** Not there in evaluations that were stored without it. */
const later = metric.optional()

export const classificationMetricsSchema = z.object({
  accuracy: metric,
  balancedAccuracy: metric,
  macroF1: metric,
  logLoss: metric,
  /** Binary: the area under the curve; several classes: macro average one against the rest. */
  rocAuc: metric,
  macroPrecision: later,
  macroRecall: later,
  weightedF1: later,
  weightedPrecision: later,
  weightedRecall: later,
  /** Matthews correlation coefficient. */
  mcc: later,
  /** Cohen's. */
  kappa: later,
  brier: later,
  /** Expected calibration error of the most probable class. */
  calibrationError: later,
  averagePrecision: later,
})
export const regressionMetricsSchema = z.object({
  rmse: metric,
  mae: metric,
  r2: metric,
  medianAe: later,
  /** A share: 0.1 is 10 %. */
  mape: later,
  explainedVariance: later,
  /** Mean of predicted minus actual. */
  bias: later,
})
export const metricsSchema = z.union([classificationMetricsSchema, regressionMetricsSchema])
export type ClassificationMetrics = z.infer<typeof classificationMetricsSchema>
export type RegressionMetrics = z.infer<typeof regressionMetricsSchema>
export type Metrics = z.infer<typeof metricsSchema>

export const metricsBySplitSchema = z.object({
  train: metricsSchema.nullable(),
  validation: metricsSchema.nullable(),
  test: metricsSchema.nullable(),
})
export type MetricsBySplit = z.infer<typeof metricsBySplitSchema>

/** Scores over the kept epochs of a run, column by column; null where the split has no rows. */
export const epochScoresSchema = z.object({
  epochs: z.array(z.number().int()),
  train: z.array(metricsSchema.nullable()),
  validation: z.array(metricsSchema.nullable()),
})
export type EpochScores = z.infer<typeof epochScoresSchema>

const common = { run: runIdSchema, split: splitNameSchema, rows: z.number().int() }

/** One split seen through a run's best weights. */
export const evaluationSchema = z.discriminatedUnion('task', [
  z.object({
    ...common,
    task: z.literal('classification'),
    metrics: classificationMetricsSchema,
    /** What always answering the most frequent training class would score. */
    baseline: classificationMetricsSchema,
    classes: z.array(z.string()),
    /** confusion[actual][predicted] */
    confusion: z.array(z.array(z.number().int())),
    perClass: z.array(
      z.object({ label: z.string(), support: z.number().int(), precision: metric, recall: metric, f1: metric }),
    ),
  }),
  z.object({
    ...common,
    task: z.literal('regression'),
    metrics: regressionMetricsSchema,
    /** What always answering the training mean would score. */
    baseline: regressionMetricsSchema,
    /** At most 400 points, three in four evenly spread over the rows in the order of the actual value, the others extremes of error. */
    points: z.array(z.object({ row: z.number().int(), actual: z.number(), predicted: z.number() })),
    /** Of actual minus predicted. */
    residuals: clippedHistogramSchema,
  }),
])
export type Evaluation = z.infer<typeof evaluationSchema>

/** Numbers between two ends, each null where there is none; `closed` says which ends belong to it. */
export const intervalSchema = z.object({
  from: z.number().nullable(),
  to: z.number().nullable(),
  closed: z.enum(['from', 'to', 'both']),
})
export type Interval = z.infer<typeof intervalSchema>

const classIndex = z.number().int().min(0)

/** By a column's typed value: a bin of numbers or dates (milliseconds since 1970), or a level; null is missing. */
const binSchema = z.object({ kind: z.literal('bin'), column: z.string(), within: intervalSchema })
const levelSchema = z.object({ kind: z.literal('level'), column: z.string(), level: z.string().nullable() })
export const sliceConditionSchema = z.discriminatedUnion('kind', [binSchema, levelSchema])
export type SliceCondition = z.infer<typeof sliceConditionSchema>

/** Which rows of an evaluated split stand behind a mark of a chart or a table. Classes are counted as the evaluation's are. */
export const rowsBehindSchema = z.discriminatedUnion('kind', [
  /** A cell of the confusion matrix; null for a whole row or column of it. */
  z.object({ kind: z.literal('cell'), actual: classIndex.nullable(), predicted: classIndex.nullable() }),
  /**
   * A cell of the two by two that a threshold makes of one class against the rest: predicted as it are the rows whose
   * probability of it is at least the threshold.
   */
  z.object({
    kind: z.literal('outcome'),
    class: classIndex,
    threshold: z.number(),
    isClass: z.boolean(),
    isPredicted: z.boolean(),
  }),
  /** By the predicted probability of a class: a bin of the calibration curve. */
  z.object({ kind: z.literal('probability'), class: classIndex, within: intervalSchema }),
  /** By actual minus predicted, in the target's unit: a bar of the errors. */
  z.object({ kind: z.literal('residual'), within: intervalSchema }),
  /** One row of the table, from 0: a point. */
  z.object({ kind: z.literal('point'), row: z.number().int().min(0) }),
  binSchema,
  levelSchema,
  /** Where all of these hold. */
  z.object({ kind: z.literal('slice'), conditions: z.array(sliceConditionSchema).min(1).max(4) }),
  /** All rows of the split, those that cost most first. */
  z.object({ kind: z.literal('worst') }),
])
export type RowsBehind = z.infer<typeof rowsBehindSchema>

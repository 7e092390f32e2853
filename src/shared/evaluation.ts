import { z } from 'zod'
import { clippedHistogramSchema } from './datasets.ts'
import { runIdSchema } from './ids.ts'
import { splitNameSchema } from './recipes.ts'

/** null where a metric is not defined (for instance ROC AUC with one class present). */
const metric = z.number().nullable()

export const classificationMetricsSchema = z.object({
  accuracy: metric,
  balancedAccuracy: metric,
  macroF1: metric,
  logLoss: metric,
  /** Binary: the area under the curve; several classes: macro average one against the rest. */
  rocAuc: metric,
})
export const regressionMetricsSchema = z.object({ rmse: metric, mae: metric, r2: metric })
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
    /** At most 400 points, evenly spread over the rows in the order of the actual value, extremes of error kept. */
    points: z.array(z.object({ row: z.number().int(), actual: z.number(), predicted: z.number() })),
    /** Of actual minus predicted. */
    residuals: clippedHistogramSchema,
  }),
])
export type Evaluation = z.infer<typeof evaluationSchema>

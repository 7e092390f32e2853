import { z } from 'zod'
import { conformalChoiceSchema } from '../calibration.ts'
import { columnKindSchema, importOptionsSchema } from '../datasets.ts'
import { exportFormatSchema, exportRefusalSchema, exportReportSchema } from '../exports.ts'
import { artifactIdSchema, fileIdSchema, jobIdSchema } from '../ids.ts'
import {
  nearestReportSchema,
  predictionOutputSchema,
  predictionReportSchema,
  rowPredictionSchema,
  rowsPredictionSchema,
  takenRowSchema,
} from '../predictions.ts'
import { splitNameSchema } from '../recipes.ts'
import { call, ofRun } from './subjects.ts'

/** Predictions, and taking a model away. */
export const useCalls = {
  'predictions.file': call(
    z.object({
      ...ofRun,
      job: jobIdSchema,
      file: fileIdSchema,
      options: importOptionsSchema,
      /** CSV with the predictions alone, unless said. */
      output: predictionOutputSchema.optional(),
    }),
    predictionReportSchema,
  ),
  /**
   * One row, by raw column name, as text: numbers like 1234.5, dates in ISO order; by the best weights, or those of a
   * kept epoch.
   */
  'predictions.row': call(
    z.object({
      ...ofRun,
      values: z.record(z.string(), z.string()),
      epoch: z.number().int().min(0).optional(),
      /** An interval or a set beside it, of the best weights. */
      conformal: conformalChoiceSchema.optional(),
    }),
    rowPredictionSchema,
  ),
  /** A row of a split to begin with, counted from 0. Errors: `not-found` beyond the last. */
  'predictions.take': call(
    z.object({ ...ofRun, split: splitNameSchema, index: z.number().int().min(0) }),
    takenRowSchema,
  ),
  /** The training rows that a row is most like, given as for its prediction; by the best weights. */
  'predictions.nearest': call(z.object({ ...ofRun, values: z.record(z.string(), z.string()) }), nearestReportSchema),
  /** Several rows, given as one row is; a column that a row leaves out is missing in it. */
  'predictions.rows': call(
    z.object({ ...ofRun, rows: z.array(z.record(z.string(), z.string())).min(1).max(10_000) }),
    rowsPredictionSchema,
  ),
  /** What the form for one row asks for, with the ranges and levels seen in training. */
  'predictions.inputs': call(
    z.object(ofRun),
    z.array(
      z.object({
        name: z.string(),
        kind: columnKindSchema,
        min: z.number().nullable(),
        max: z.number().nullable(),
        levels: z.array(z.string()).nullable(),
        example: z.string(),
        /** Why it is this value, in words; null where that is plain to see. */
        exampleNote: z.string().nullable(),
      }),
    ),
  ),
  /** A model card as one HTML file that needs no other, for people who have no Descent. */
  'exports.report': call(
    z.object({ ...ofRun, job: jobIdSchema }),
    z.object({ artifact: artifactIdSchema, fileName: z.string(), sizeBytes: z.number() }),
  ),
  /** The formats that cannot say this model, told before anything is written. */
  'exports.refusals': call(z.object(ofRun), z.array(exportRefusalSchema)),
  'exports.create': call(z.object({ ...ofRun, job: jobIdSchema, format: exportFormatSchema }), exportReportSchema),
} as const

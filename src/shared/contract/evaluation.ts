import { z } from 'zod'
import { conformalChoiceSchema, conformalReportSchema } from '../calibration.ts'
import { evaluatedRowsSchema, rowOrderSchema } from '../evaluatedRows.ts'
import { epochScoresSchema, evaluationSchema, rowsBehindSchema } from '../evaluation.ts'
import { artifactIdSchema, jobIdSchema } from '../ids.ts'
import { recheckSchema } from '../recheck.ts'
import { splitNameSchema } from '../recipes.ts'
import { runSchema } from '../runs.ts'
import {
  classCurvesSchema,
  linearScoresSchema,
  residualsByColumnSchema,
  scoreIntervalsSchema,
  scoresSchema,
} from '../scores.ts'
import { columnSlicesSchema, sliceMetricSchema, worstSlicesSchema } from '../slices.ts'
import { call, ofRun } from './subjects.ts'

/** A split, through the best weights or those of a kept epoch. */
const ofSeenSplit = { ...ofRun, job: jobIdSchema, split: splitNameSchema, epoch: z.number().int().min(0).optional() }
/** The rows of it behind a mark. */
const ofSeenRows = { ...ofSeenSplit, behind: rowsBehindSchema }
const ofSlices = {
  ...ofSeenSplit,
  /** By default accuracy, or the mean absolute error. */
  metric: sliceMetricSchema.optional(),
}

/** How good a run is, and calibrating what it says. */
export const evaluationCalls = {
  /** Through the best weights, or those of a kept epoch, which a run under way has, too. */
  'evaluation.get': call(
    z.object({ ...ofRun, split: splitNameSchema, epoch: z.number().int().min(0).optional() }),
    evaluationSchema,
  ),
  /** Every score of a split by one number, beside the simplest answer's; these five as jobs where they take long. */
  'evaluation.scores': call(z.object(ofSeenSplit), scoresSchema),
  /** 95 % intervals of the scores by the bootstrap. */
  'evaluation.intervals': call(z.object(ofSeenSplit), scoreIntervalsSchema),
  /** What a linear model scores that learns from the same rows. */
  'evaluation.linear': call(z.object(ofSeenSplit), linearScoresSchema),
  /** Of one class against the rest; classes are counted as the scores' are. */
  'evaluation.curves': call(z.object({ ...ofSeenSplit, class: z.number().int().min(0) }), classCurvesSchema),
  /** How a regression errs along any column of its table. */
  'evaluation.residuals': call(z.object({ ...ofSeenSplit, column: z.string() }), residualsByColumnSchema),
  /**
   * Rows of a split that stand behind a mark of its evaluation, with what the model says of them: as a job where it is
   * not known already.
   */
  'evaluation.rows': call(
    z.object({
      ...ofSeenRows,
      order: rowOrderSchema,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
    evaluatedRowsSchema,
  ),
  /** The same rows as a CSV file, in the table's order: all columns of the table, then what the model says. */
  'evaluation.rowsFile': call(
    z.object(ofSeenRows),
    z.object({ artifact: artifactIdSchema, fileName: z.string(), rows: z.number().int() }),
  ),
  /** The scores of a run at its kept epochs, also those that it did not record; a job where they are not known already. */
  'evaluation.history': call(z.object({ ...ofRun, job: jobIdSchema }), epochScoresSchema),
  /** Intervals or sets of the best weights by the validation rows, as a job where they are not known already. */
  'calibration.conformal': call(
    z.object({ ...ofRun, job: jobIdSchema, ...conformalChoiceSchema.shape }),
    conformalReportSchema,
  ),
  /**
   * Divides the logits of an ended run by the temperature of least log loss on the validation rows, from then on in all that
   * its best weights predict. Errors: `usage` where the run has no probabilities.
   */
  'calibration.fitTemperature': call(z.object({ ...ofRun, job: jobIdSchema }), runSchema),
  /** Takes it back. */
  'calibration.clearTemperature': call(z.object({ ...ofRun, job: jobIdSchema }), runSchema),
  /**
   * The rows of a split whose labels or cells are worth a second look, by the weights of up to twelve kept epochs: as a job
   * where it is not known already.
   */
  'evaluation.recheck': call(z.object({ ...ofRun, job: jobIdSchema, split: splitNameSchema }), recheckSchema),
  /** The scores of a split by the values of one raw column, or of two together: as a job where they are not known. */
  'evaluation.slices': call(z.object({ ...ofSlices, columns: z.array(z.string()).min(1).max(2) }), columnSlicesSchema),
  /** Looks for slices by any column but the target, and any two together: as a job where they are not known. */
  'evaluation.worstSlices': call(z.object(ofSlices), worstSlicesSchema),
} as const

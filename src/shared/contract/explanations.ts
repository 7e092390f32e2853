import { z } from 'zod'
import {
  changesQuestionSchema,
  changesReportSchema,
  dependenceQuestionSchema,
  dependenceReportSchema,
  firstLayerSchema,
  importanceQuestionSchema,
  importanceReportSchema,
  overallQuestionSchema,
  overallReportSchema,
  pairDependenceQuestionSchema,
  pairDependenceReportSchema,
  rowExplanationSchema,
  rowQuestionSchema,
} from '../explain.ts'
import { jobIdSchema } from '../ids.ts'
import { call, ofRun } from './subjects.ts'

/** By the best weights, or those of a kept epoch; as a job where it is not known already. */
const explained = { ...ofRun, epoch: z.number().int().min(0).optional(), job: jobIdSchema }

/** Why a model says what it says. */
export const explanationCalls = {
  /** How much worse the model scores where a column's values are dealt to other rows, with intervals. */
  'explain.importance': call(z.object({ ...explained, ...importanceQuestionSchema.shape }), importanceReportSchema),
  /** The mean prediction, and that of single rows, where one column takes each of its values in turn. */
  'explain.dependence': call(z.object({ ...explained, ...dependenceQuestionSchema.shape }), dependenceReportSchema),
  /** The same for two columns at once. */
  'explain.pair': call(z.object({ ...explained, ...pairDependenceQuestionSchema.shape }), pairDependenceReportSchema),
  /** What each column adds to the prediction of one row, by Shapley values or integrated gradients. */
  'explain.row': call(z.object({ ...explained, ...rowQuestionSchema.shape }), rowExplanationSchema),
  /** What each column adds to the predictions of many rows, by Shapley values. */
  'explain.overall': call(z.object({ ...explained, ...overallQuestionSchema.shape }), overallReportSchema),
  /** The smallest changes of a row after which it is predicted as wanted. */
  'explain.changes': call(z.object({ ...explained, ...changesQuestionSchema.shape }), changesReportSchema),
  /** Null where the first weights take something else than the network's inputs. */
  'explain.firstLayer': call(
    z.object({ ...ofRun, epoch: z.number().int().min(0).optional() }),
    firstLayerSchema.nullable(),
  ),
} as const

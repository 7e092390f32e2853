import { z } from 'zod'
import { fittedTemperatureSchema } from './calibration.ts'
import { metricsBySplitSchema } from './evaluation.ts'
import { datasetIdSchema, runIdSchema, studyIdSchema } from './ids.ts'
import { failureSchema } from './errors.ts'
import { recipeSchema, taskSchema } from './recipes.ts'
import { searchPointSchema } from './search.ts'
import { activationSchema, madeChangeSchema, runConfigSchema } from './training.ts'

export const runStates = ['preparing', 'running', 'paused', 'finished', 'failed', 'interrupted'] as const
export const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

export const stopReasonSchema = z.enum([
  'epochs',
  'earlyStopping',
  'converged',
  'stopped',
  'timeLimit',
  /** Other trials of its study did better (successive halving). */
  'pruned',
])
export type StopReason = z.infer<typeof stopReasonSchema>

/** One part of a network as it is drawn and counted; what lies within a residual block follows it, a depth further. */
export const layerShapeSchema = z.object({
  kind: z.enum([
    'embedding',
    'periodic',
    'piecewiseLinear',
    'dense',
    'activation',
    'prelu',
    'dropout',
    'batchNormalization',
    'layerNormalization',
    'rmsNormalization',
    'scale',
    'residual',
  ]),
  activation: activationSchema.optional(),
  /** Of an embedding: the column whose levels it has. */
  column: z.string().optional(),
  inputs: z.number().int(),
  units: z.number().int(),
  /** Trained ones, of all members of an ensemble. */
  parameters: z.number().int(),
  depth: z.number().int(),
})
export type LayerShape = z.infer<typeof layerShapeSchema>

/** What a person writes about a run; it changes nothing of it. */
export const runRemarksSchema = z.object({
  notes: z.string().max(100_000),
  tags: z.array(z.string().trim().min(1).max(50)).max(50),
  starred: z.boolean(),
})
export type RunRemarks = z.infer<typeof runRemarksSchema>

/** From where a run took its first weights: another run at a kept epoch; 0 where that one took its own from a third. */
export const runParentSchema = z.object({ run: runIdSchema, epoch: z.number().int().min(0) })
export type RunParent = z.infer<typeof runParentSchema>

/** What a run is that repeats another one from its record. */
export const runRepeatSchema = z.object({
  run: runIdSchema,
  /** Of the other one, when it was repeated. */
  name: z.string(),
  /**
   * Whether it came out as the other one: epochs, losses of the last epoch and best weights, to the bit. null until it
   * has ended, and where the other one is no longer there or went on meanwhile.
   */
  equal: z.boolean().nullable(),
})
export type RunRepeat = z.infer<typeof runRepeatSchema>

/** Columns that enter a network in one way, with the numbers that come of them. */
export const inputGroupSchema = z.object({
  kind: z.enum(['number', 'oneHot', 'embedding', 'periodic', 'piecewiseLinear']),
  /** Of a category: the column that it comes from. */
  column: z.string().optional(),
  /** Columns; of a category its levels. */
  inputs: z.number().int(),
  units: z.number().int(),
  parameters: z.number().int(),
})
export type InputGroup = z.infer<typeof inputGroupSchema>

/** What a run is in a study. */
export const runStudySchema = z.object({
  id: studyIdSchema,
  /** Its number there, from 0. */
  index: z.number().int().min(0),
  /** Of a search: what is tried. */
  point: searchPointSchema.optional(),
  /** The best value of the study's metric on the validation rows so far; absent or null where there is none. */
  score: z.number().nullable().optional(),
})
export type RunStudy = z.infer<typeof runStudySchema>

/** One row of the table of runs. */
export const runSchema = z.object({
  id: runIdSchema,
  name: z.string(),
  created: z.string(),
  state: runStateSchema,
  stopReason: stopReasonSchema.nullable(),
  failure: failureSchema.nullable(),
  dataset: datasetIdSchema,
  datasetName: z.string(),
  task: taskSchema,
  target: z.string(),
  recipe: recipeSchema,
  config: runConfigSchema,
  parameters: z.number().int(),
  inputs: z.number().int(),
  /** From the inputs to the output layer; absent until the run is prepared, and in runs of before. */
  layers: z.array(layerShapeSchema).optional(),
  rows: z.object({ train: z.number().int(), validation: z.number().int(), test: z.number().int() }),
  /** Epochs completed. */
  epochs: z.number().int(),
  bestEpoch: z.number().int().nullable(),
  bestLoss: z.number().nullable(),
  lastTrainLoss: z.number().nullable(),
  lastValidationLoss: z.number().nullable(),
  /** null until the run has ended and was evaluated with its best weights. */
  metrics: metricsBySplitSchema.nullable(),
  seconds: z.object({ total: z.number(), prepare: z.number(), train: z.number() }),
  ...runRemarksSchema.partial().shape,
  /** Of the best weights, of classes; absent where none was fitted. It may be of weights that are the best no longer. */
  temperature: fittedTemperatureSchema.optional(),
  /** Absent where it began with weights of its own. */
  parent: runParentSchema.optional(),
  /** Absent of a run that repeats none. */
  repeats: runRepeatSchema.optional(),
  /** The study that it is a part of. */
  study: runStudySchema.optional(),
  /**
   * Trained and validated on this one of the recipe's folds, counted from 0, instead of its training and validation
   * rows; the test rows are the same.
   */
  fold: z.number().int().min(0).optional(),
  /** While it is being prepared or paused: whether it waits for its turn. */
  waiting: z.boolean().optional(),
  /** The time before which it does not begin to train. */
  notBefore: z.iso.datetime().nullable().optional(),
})
export type Run = z.infer<typeof runSchema>

/**
 * Curves of a loss or metric over epochs, column by column; downsampled keeping the least and greatest of each bucket.
 * What is recorded of the training itself stands as `train`.
 */
export const runSeriesSchema = z.object({
  epochs: z.array(z.number()),
  train: z.array(z.number().nullable()),
  validation: z.array(z.number().nullable()),
  /**
   * Where epochs were left out, the mean of all from behind the epoch before to each: extremes alone would pull a smoothed
   * curve to them. Absent where none were.
   */
  means: z.object({ train: z.array(z.number().nullable()), validation: z.array(z.number().nullable()) }).optional(),
  /**
   * Changes of settings along the way, each at its place among the epochs: 2.5 is in the middle of the third. Those
   * before the epoch that was asked from are left out.
   */
  changes: z.array(z.object({ epoch: z.number(), change: madeChangeSchema })),
  /** The last epoch that was recorded; 0 before the first. */
  recorded: z.number().int(),
  /** How often the run went back to an earlier epoch; what was told of later ones before that holds no more. */
  returns: z.number().int(),
})
export type RunSeries = z.infer<typeof runSeriesSchema>

/** Live state of a run, at most ten times a second. */
export const runProgressSchema = z.object({
  project: z.string(),
  run: runIdSchema,
  state: runStateSchema,
  epoch: z.number().int(),
  epochs: z.number().int(),
  trainLoss: z.number().nullable(),
  validationLoss: z.number().nullable(),
  bestEpoch: z.number().int().nullable(),
  bestLoss: z.number().nullable(),
  learningRate: z.number(),
  samplesPerSecond: z.number().nullable(),
  secondsElapsed: z.number(),
  secondsLeft: z.number().nullable(),
})
export type RunProgress = z.infer<typeof runProgressSchema>

/** A test of learning rates: one entry a step, at rates that grow by the same ratio. */
export const rateReportSchema = z.object({
  rates: z.array(z.number()),
  /** Mean loss of the step's batch, before it. */
  losses: z.array(z.number()),
  smoothed: z.array(z.number()),
  /** Well below the rate at which the smoothed loss was lowest (docs/engine.md); null where it never fell. */
  suggested: z.number().nullable(),
})
export type RateReport = z.infer<typeof rateReportSchema>

/** Before Start: what a run will take. */
export const runEstimateSchema = z.object({
  parameters: z.number().int(),
  inputs: z.number().int(),
  outputs: z.number().int(),
  groups: z.array(inputGroupSchema),
  layers: z.array(layerShapeSchema),
  rows: z.object({ train: z.number().int(), validation: z.number().int(), test: z.number().int() }),
  memoryBytes: z.number(),
  stepsPerEpoch: z.number().int(),
  /** Measured by a few steps on this machine; null where it could not be measured. */
  secondsPerEpoch: z.number().nullable(),
})
export type RunEstimate = z.infer<typeof runEstimateSchema>

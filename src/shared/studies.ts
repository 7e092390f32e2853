import { z } from 'zod'
import { failureSchema } from './errors.ts'
import { datasetIdSchema, runIdSchema, studyIdSchema } from './ids.ts'
import { foldsSchema, recipeSchema, splitNameSchema, taskSchema } from './recipes.ts'
import { searchPointSchema, searchSettingsSchema, searchSpaceSchema } from './search.ts'
import { runConfigSchema, watchedMetricSchema } from './training.ts'

/** Trials that train at the same time, each on one thread; absent: as many as there are cores. */
const parallel = z.number().int().min(1).max(256).optional()

/** What the trials of a study have of their own; in all else they are the study's recipe and configuration. */
export const studyPlanSchema = z.discriminatedUnion('kind', [
  /** The same with other seeds: the configuration's seed and those that follow it. */
  z.strictObject({ kind: z.literal('repeat'), seeds: z.number().int().min(2).max(100), parallel }),
  /** Cross-validation: one trial for each fold, which take the place of those of the recipe. */
  z.strictObject({ kind: z.literal('folds'), folds: foldsSchema, parallel }),
  z.strictObject({ kind: z.literal('search'), space: searchSpaceSchema, settings: searchSettingsSchema }),
])
export type StudyPlan = z.infer<typeof studyPlanSchema>

/**
 * `paused`: takes no new trial, and those under way are paused. `interrupted`: the program ended while it was going on.
 * `stopped`: a person ended it before its plan was done. `failed`: no trial of it can be trained.
 */
export const studyStates = ['running', 'paused', 'interrupted', 'finished', 'stopped', 'failed'] as const
export const studyStateSchema = z.enum(studyStates)
export type StudyState = z.infer<typeof studyStateSchema>

/** As of a run; `waiting`: it is not started or has not come to its turn yet; `pruned`: stopped by successive halving. */
export const studyTrialStates = ['waiting', 'running', 'paused', 'interrupted', 'finished', 'pruned', 'failed'] as const
export const studyTrialStateSchema = z.enum(studyTrialStates)
export type StudyTrialState = z.infer<typeof studyTrialStateSchema>

/** A run of a study. */
export const studyTrialSchema = z.object({
  /** From 0, in the order they were begun. */
  index: z.number().int(),
  run: runIdSchema,
  name: z.string(),
  seed: z.number().int(),
  /** Of a study of folds, from 0. */
  fold: z.number().int().optional(),
  /** Of a search: what was tried. */
  point: searchPointSchema.optional(),
  state: studyTrialStateSchema,
  /** The best value of the study's metric on its validation rows so far; null where there is none. */
  score: z.number().nullable(),
  epochs: z.number().int(),
  /** From its turn to its end, with preparation. */
  seconds: z.number(),
})
export type StudyTrial = z.infer<typeof studyTrialSchema>

/** Runs that belong together: repeats with other seeds, the folds of a cross-validation, the trials of a search. */
export const studySchema = z.object({
  id: studyIdSchema,
  name: z.string(),
  created: z.string(),
  dataset: datasetIdSchema,
  datasetName: z.string(),
  task: taskSchema,
  target: z.string(),
  recipe: recipeSchema,
  config: runConfigSchema,
  plan: studyPlanSchema,
  /** What trials are scored by, on validation rows. */
  metric: watchedMetricSchema,
  direction: z.enum(['minimize', 'maximize']),
  state: studyStateSchema,
  failure: failureSchema.nullable(),
  /** While it was going on, without pauses. */
  seconds: z.number(),
  /** Trials that it is to have; a search may need fewer. */
  planned: z.number().int(),
  /** Trials that have ended in whatever way. */
  done: z.number().int(),
  /** The index of the trial with the best score. */
  best: z.number().int().nullable(),
})
export type Study = z.infer<typeof studySchema>

/** A study with its trials in order. */
export const studyWithTrialsSchema = studySchema.extend({ trials: z.array(studyTrialSchema) })
export type StudyWithTrials = z.infer<typeof studyWithTrialsSchema>

/** Live state of a study; `id` is the study's. */
export const studyProgressSchema = z.object({
  project: z.string(),
  id: studyIdSchema,
  state: studyStateSchema,
  planned: z.number().int(),
  done: z.number().int(),
  /** Trials that are prepared or train. */
  running: z.number().int(),
  best: z.object({ index: z.number().int(), score: z.number() }).nullable(),
  /** 0…1 of its trials or of its time, whichever is further. */
  fraction: z.number(),
  secondsLeft: z.number().nullable(),
})
export type StudyProgress = z.infer<typeof studyProgressSchema>

/** A metric over the trials of a study that have it. */
export const metricSummarySchema = z.object({
  split: splitNameSchema,
  metric: z.string(),
  /** By trial, in order. */
  values: z.array(z.object({ index: z.number().int(), value: z.number() })),
  mean: z.number(),
  /** Sample standard deviation; null of a single value. */
  std: z.number().nullable(),
  /** Of the mean: Student's t, with the corrected variance of cross-validation for folds; null of a single value. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
})
export type MetricSummary = z.infer<typeof metricSummarySchema>

export const studyResultsSchema = z.object({
  /** Of intervals, 0.95. */
  level: z.number(),
  /** Of repeats and folds; of a search, whose trials differ on purpose, none. */
  metrics: z.array(metricSummarySchema),
  /**
   * Of a search: the share of the scores' variance that each hyper-parameter explains by itself, in the space's order;
   * null where too few trials have ended to tell, and for other studies.
   */
  importance: z
    .object({
      parameters: z.array(z.object({ path: z.string(), share: z.number() })),
      /** What is left: parameters that matter only together. */
      interactions: z.number(),
    })
    .nullable(),
})
export type StudyResults = z.infer<typeof studyResultsSchema>

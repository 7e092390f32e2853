import { z } from 'zod'
import { comparedMetricSchema, comparedSchema, comparisonSchema, mostTies, tieSchema } from '../comparison.ts'
import { keptEpochSchema, networkHistorySchema, tensorHistorySchema } from '../epochs.ts'
import { jobIdSchema, runIdSchema, studyIdSchema } from '../ids.ts'
import { recipeSchema, splitNameSchema } from '../recipes.ts'
import { rateReportSchema, runEstimateSchema, runRemarksSchema, runSchema, runSeriesSchema } from '../runs.ts'
import { curveMetricSchema, presetSchema, requestedChangeSchema, runConfigSchema } from '../training.ts'
import { call, inProject, name, nothing, ofDataset, ofRun } from './subjects.ts'

const removal = { ...inProject, runs: z.array(runIdSchema), studies: z.array(studyIdSchema).default([]) }

/** Training runs, from their settings to comparing them. */
export const runCalls = {
  'runs.defaults': call(z.object({ ...ofDataset, recipe: recipeSchema, preset: presetSchema }), runConfigSchema),
  'runs.estimate': call(z.object({ ...ofDataset, recipe: recipeSchema, config: runConfigSchema }), runEstimateSchema),
  /** Trains a fresh network with growing rates for a moment; the configuration's own rate does not matter. */
  'runs.testRates': call(
    z.object({ ...ofDataset, job: jobIdSchema, recipe: recipeSchema, config: runConfigSchema }),
    rateReportSchema,
  ),
  /**
   * Returns once the run is stored and being prepared; progress comes as `run` events, job id = run id. With `keep`
   * false, nothing is kept of its epochs.
   */
  'runs.start': call(
    z.object({
      ...ofDataset,
      recipe: recipeSchema,
      config: runConfigSchema,
      name: name.optional(),
      fold: runSchema.shape.fold,
      notBefore: runSchema.shape.notBefore,
      keep: z.boolean().optional(),
    }),
    runSchema,
  ),
  /**
   * Starts a run from the weights that another has at a kept epoch, with a fresh optimizer and any training settings.
   * `usage` where the network, or what a recipe feeds it with, would be another one.
   */
  'runs.branch': call(
    z.object({
      ...ofRun,
      /** 0: the weights that a branch began with. */
      epoch: z.union([z.number().int().min(0), z.enum(['best', 'last'])]),
      config: runConfigSchema,
      /** Its parent's where absent. */
      recipe: recipeSchema.optional(),
      name: name.optional(),
      notBefore: runSchema.shape.notBefore,
    }),
    runSchema,
  ),
  /**
   * Trains again what a run that has ended trained, from its record alone: its changes, extensions and end come at the
   * same steps, whatever the clock says. `repeats` of the new run then tells whether it came out equal to the bit.
   */
  'runs.repeat': call(z.object({ ...ofRun, name: name.optional() }), runSchema),
  /** The runs that wait for their turn, in order. */
  'runs.queue': call(z.object(inProject), z.array(runIdSchema)),
  /** Moves a run that waits before another, or to the end of the queue. */
  'runs.reorder': call(z.object({ ...ofRun, before: runIdSchema.nullable() }), z.array(runIdSchema)),
  /** The time before which a run that waits does not begin; null: when it is its turn. */
  'runs.schedule': call(z.object({ ...ofRun, notBefore: z.iso.datetime().nullable() }), runSchema),
  'runs.pause': call(z.object(ofRun), runSchema),
  /** Continues a paused or interrupted run from its checkpoint. */
  'runs.resume': call(z.object(ofRun), runSchema),
  'runs.stop': call(z.object(ofRun), runSchema),
  /** Settings of a run under way, from its next step on; the run's record holds them with that step. */
  'runs.change': call(z.object({ ...ofRun, change: requestedChangeSchema }), runSchema),
  /** Stores where a run under way is now, so that nothing before is trained again after a crash; answers when it is. */
  'runs.checkpoint': call(z.object(ofRun), runSchema),
  /**
   * Continues an ended run for more epochs than it has, also after early stopping, or one under way for more than it was
   * to have: its patience begins anew. `usage` where it failed, or converged so that no step would change anything.
   */
  'runs.extend': call(z.object({ ...ofRun, epochs: z.number().int().min(1).max(1_000_000) }), runSchema),
  'runs.get': call(z.object(ofRun), runSchema),
  /** In order; of a run that has ended the best is among them. */
  'runs.kept': call(z.object(ofRun), z.array(keptEpochSchema)),
  'runs.statistics': call(z.object(ofRun), networkHistorySchema),
  /** Of one array of parameters, as `runs.statistics` lists them. */
  'runs.histograms': call(z.object({ ...ofRun, tensor: z.number().int().min(0) }), tensorHistorySchema),
  'runs.series': call(
    z.object({
      ...ofRun,
      /** As many as there may be epochs: all of them. */
      points: z.number().int().min(10).max(1_000_000),
      fromEpoch: z.number().int().min(0).optional(),
      /** The loss. */
      metric: curveMetricSchema.optional(),
    }),
    runSeriesSchema,
  ),
  'runs.rename': call(z.object({ ...ofRun, name }), runSchema),
  /** What a person writes about runs, of all of them or none; what is left out of a run's remarks stays. */
  'runs.annotate': call(
    z.object({
      ...inProject,
      runs: z.array(z.object({ run: runIdSchema, remarks: runRemarksSchema.partial() })).min(1),
    }),
    nothing,
  ),
  /**
   * Whether a is better than b, as a job. Errors: `usage` where they cannot be compared, with the remedy.
   */
  'runs.compare': call(
    z.object({
      ...inProject,
      job: jobIdSchema,
      a: comparedSchema,
      b: comparedSchema,
      /** By default the main metric of the task. */
      metric: comparedMetricSchema.optional(),
    }),
    comparisonSchema,
  ),
  /**
   * Which of the best runs cannot be told from the best one by the rows of a split, in the order asked: as a job where it
   * is not known already. Errors: `usage` for a metric that does not follow from a mean over rows.
   */
  'runs.ties': call(
    z.object({
      ...inProject,
      job: jobIdSchema,
      best: runIdSchema,
      others: z.array(runIdSchema).min(1).max(mostTies),
      split: splitNameSchema,
      /** By default the main metric of the task. */
      metric: comparedMetricSchema.optional(),
    }),
    z.array(tieSchema),
  ),
  /**
   * Takes runs and studies away, all of them or none; studies with the runs that they have by now. What goes on of them
   * is ended. Answers with all runs that went.
   */
  'runs.remove': call(z.object(removal), z.object({ runs: z.array(runIdSchema) })),
  /** Takes them back: of a study the runs that are named, not those that were removed before. */
  'runs.restore': call(z.object(removal), nothing),
} as const

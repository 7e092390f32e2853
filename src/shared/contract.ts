import { z } from 'zod'
import { conformalChoiceSchema, conformalReportSchema } from './calibration.ts'
import { comparedMetricSchema, comparedSchema, comparisonSchema, mostTies, tieSchema } from './comparison.ts'
import {
  cellPlaceSchema,
  columnKindSchema,
  columnPreviewSchema,
  columnSettingsSchema,
  datasetSchema,
  differencesSchema,
  importOptionsSchema,
  inspectionSchema,
  irregularRowSchema,
  sampleSchema,
} from './datasets.ts'
import { keptEpochSchema, networkHistorySchema, tensorHistorySchema } from './epochs.ts'
import { evaluatedRowsSchema, rowOrderSchema } from './evaluatedRows.ts'
import { epochScoresSchema, evaluationSchema, rowsBehindSchema } from './evaluation.ts'
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
} from './explain.ts'
import { exportFormatSchema, exportRefusalSchema, exportReportSchema } from './exports.ts'
import { datasetIdSchema, fileIdSchema, jobIdSchema, projectIdSchema, runIdSchema, studyIdSchema } from './ids.ts'
import { jobSchema } from './jobs.ts'
import {
  nearestReportSchema,
  predictionOutputSchema,
  predictionReportSchema,
  rowPredictionSchema,
  rowsPredictionSchema,
  takenRowSchema,
} from './predictions.ts'
import { projectBriefSchema, projectChangesSchema, projectSchema } from './projects.ts'
import { recheckSchema } from './recheck.ts'
import {
  lookSchema,
  recipePreviewSchema,
  recipeSchema,
  splitNameSchema,
  suggestedRecipeSchema,
  targetReportSchema,
} from './recipes.ts'
import { holidayPlaceSchema } from './recipes/dates.ts'
import {
  rateReportSchema,
  runEstimateSchema,
  runProgressSchema,
  runRemarksSchema,
  runSchema,
  runSeriesSchema,
} from './runs.ts'
import {
  classCurvesSchema,
  linearScoresSchema,
  residualsByColumnSchema,
  scoreIntervalsSchema,
  scoresSchema,
} from './scores.ts'
import { searchSettingsSchema, searchSpaceSchema } from './search.ts'
import { columnSlicesSchema, sliceMetricSchema, worstSlicesSchema } from './slices.ts'
import {
  studyPlanSchema,
  studyProgressSchema,
  studyResultsSchema,
  studySchema,
  studyWithTrialsSchema,
} from './studies.ts'
import { curveMetricSchema, presetSchema, requestedChangeSchema, runConfigSchema } from './training.ts'
import { decisionSurfaceSchema } from './monitoring.ts'
import { runWarningSchema } from './warnings.ts'
import { gradientCheckSchema, stepMomentSchema, stepViewSchema, unitViewSchema } from './workedSteps.ts'
import { artifactIdSchema } from './ids.ts'

const nothing = z.object({})
const name = z.string().trim().min(1).max(200)
const inProject = { project: projectIdSchema }
const ofDataset = { ...inProject, dataset: datasetIdSchema }
const ofRun = { ...inProject, run: runIdSchema }
/** A split, through the best weights or those of a kept epoch. */
const ofSeenSplit = { ...ofRun, job: jobIdSchema, split: splitNameSchema, epoch: z.number().int().min(0).optional() }
/** The rows of it behind a mark. */
const ofSeenRows = { ...ofSeenSplit, behind: rowsBehindSchema }
const ofSlices = {
  ...ofSeenSplit,
  /** By default accuracy, or the mean absolute error. */
  metric: sliceMetricSchema.optional(),
}
const ofStep = { ...ofRun, moment: stepMomentSchema }
const ofStudy = { ...inProject, study: studyIdSchema }
/** By the best weights, or those of a kept epoch; as a job where it is not known already. */
const explained = { ...ofRun, epoch: z.number().int().min(0).optional(), job: jobIdSchema }
const removal = { ...inProject, runs: z.array(runIdSchema), studies: z.array(studyIdSchema).default([]) }

function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output }
}

/**
 * Everything the renderer can ask of the main side, declared once: name → input and output.
 * Both hosts (Electron and browser) and the handlers are typed over it. The main side parses every input, the
 * renderer every output and event.
 */
export const contract = {
  'app.info': call(
    nothing,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser', 'cli']),
      engine: z.object({ version: z.string(), kernel: z.string() }),
      cores: z.number().int(),
      memoryBytes: z.number(),
    }),
  ),

  'projects.list': call(nothing, z.array(projectBriefSchema)),
  'projects.create': call(z.object({ name }), projectSchema),
  'projects.open': call(z.object(inProject), projectSchema),
  'projects.get': call(z.object(inProject), projectSchema),
  'projects.changes': call(z.object({ ...inProject, since: z.string() }), projectChangesSchema),
  'projects.rename': call(z.object({ ...inProject, name }), projectSchema),
  'projects.close': call(z.object(inProject), nothing),
  /** Moves the project file to the trash folder; `projects.restore` takes it back. */
  'projects.remove': call(z.object(inProject), nothing),
  'projects.restore': call(z.object(inProject), projectBriefSchema),
  /** Takes a project file the person picked or uploaded. */
  'projects.adopt': call(z.object({ file: fileIdSchema }), projectSchema),
  /** A complete single-file copy, to be saved with `saveArtifact`. */
  'projects.package': call(z.object(inProject), z.object({ artifact: artifactIdSchema, fileName: z.string() })),

  'samples.list': call(nothing, z.array(sampleSchema)),
  /** A file id for a sample's table, to be imported like any other file. */
  'samples.file': call(z.object({ sample: z.string() }), z.object({ file: fileIdSchema, fileName: z.string() })),

  'datasets.inspect': call(z.object({ file: fileIdSchema, options: importOptionsSchema }), inspectionSchema),
  'datasets.import': call(
    z.object({
      ...inProject,
      job: jobIdSchema,
      file: fileIdSchema,
      name: name.optional(),
      options: importOptionsSchema,
    }),
    datasetSchema,
  ),
  'datasets.get': call(z.object(ofDataset), datasetSchema),
  /** A window of the table as the source's text, row by row, all columns in order. */
  'datasets.rows': call(
    z.object({ ...ofDataset, offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.object({
      offset: z.number().int(),
      rows: z.array(z.array(z.string())),
      /** The line, or row of the sheet, of each row, from 1; empty where it is not known. */
      lines: z.array(z.number().int()).default([]),
    }),
  ),
  /** Where a cell came from; null for datasets of projects that did not note it. `row` counts from 0. */
  'datasets.place': call(
    z.object({ ...ofDataset, row: z.number().int().min(0), column: z.string() }),
    cellPlaceSchema.nullable(),
  ),
  /**
   * The next row (`backwards`: the one before) whose text in the column holds `text`, whatever its case; `from` itself
   * is looked at first, and beyond the end the search goes on from the other. Null where no row has it.
   */
  'datasets.find': call(
    z.object({
      ...ofDataset,
      column: z.string(),
      text: z.string().min(1).max(1000),
      from: z.number().int().min(0),
      backwards: z.boolean(),
    }),
    z.object({ row: z.number().int().nullable() }),
  ),
  'datasets.irregularRows': call(
    z.object({ ...ofDataset, offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.array(irregularRowSchema),
  ),
  /** Reads a column again with other settings, from the stored source text. What is left out stays as chosen before. */
  'datasets.setColumn': call(
    z.object({ ...ofDataset, column: z.string(), ...columnSettingsSchema.shape }),
    datasetSchema,
  ),
  /** A column of a file, or of a dataset, as it would be with these settings; nothing is stored. */
  'datasets.previewColumn': call(
    z.object({
      of: z.union([z.object(ofDataset), z.object({ file: fileIdSchema, options: importOptionsSchema })]),
      column: z.string(),
      settings: columnSettingsSchema,
    }),
    columnPreviewSchema,
  ),
  /**
   * With which options a file of the same name, or else of the same columns, was imported last; to be offered before
   * the file is. Null where there was none.
   */
  'datasets.formerOptions': call(
    z.object({ ...inProject, file: fileIdSchema }),
    z
      .object({ dataset: datasetIdSchema, name: z.string(), options: importOptionsSchema, sameName: z.boolean() })
      .nullable(),
  ),
  /** The file that a dataset was imported from, where this host can still find it; else the person picks it. */
  'datasets.sourceFile': call(
    z.object(ofDataset),
    z.object({ file: fileIdSchema, fileName: z.string(), changed: z.boolean() }).nullable(),
  ),
  /** What differs between a file and a dataset, before anything is taken; read as the dataset was, unless said. */
  'datasets.compare': call(
    z.object({ ...ofDataset, job: jobIdSchema, file: fileIdSchema, options: importOptionsSchema.optional() }),
    differencesSchema,
  ),
  /**
   * Takes a file as the next version of a dataset: the recipe goes over to it, runs keep the version they were trained
   * on. Answers the new dataset.
   */
  'datasets.refresh': call(
    z.object({ ...ofDataset, job: jobIdSchema, file: fileIdSchema, options: importOptionsSchema.optional() }),
    datasetSchema,
  ),
  'datasets.rename': call(z.object({ ...ofDataset, name }), datasetSchema),
  'datasets.remove': call(z.object(ofDataset), nothing),
  'datasets.restore': call(z.object(ofDataset), nothing),

  /** The stored recipe; suggested and stored on first use. */
  'recipes.get': call(z.object(ofDataset), recipeSchema),
  'recipes.save': call(z.object({ ...ofDataset, recipe: recipeSchema }), recipeSchema),
  'recipes.suggest': call(z.object({ ...ofDataset, target: z.string().nullable() }), suggestedRecipeSchema),
  /**
   * What a recipe does, over all rows as a job; or at once over a sample of them, where a newer question of the same
   * table makes an older one fail as `cancelled`.
   */
  'recipes.preview': call(
    z.object({
      ...ofDataset,
      job: jobIdSchema,
      recipe: recipeSchema,
      /** The columns to be seen, at most one a step. */
      looks: z.array(lookSchema).max(100).default([]),
      sample: z.boolean().default(false),
    }),
    recipePreviewSchema,
  ),
  /** How closely every column goes with one of them, whatever their roles. */
  'recipes.relations': call(z.object({ ...ofDataset, job: jobIdSchema, target: z.string() }), targetReportSchema),

  /** Countries and regions whose public holidays a step can mark, each country before its regions. */
  'recipes.holidayPlaces': call(nothing, z.array(holidayPlaceSchema)),

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

  /** One step of one row, worked through; `row` counts the table's rows from 0, null is the first training row. */
  'steps.view': call(
    z.object({ ...ofStep, row: z.number().int().min(0).nullable(), member: z.number().int().min(0) }),
    stepViewSchema,
  ),
  'steps.unit': call(
    z.object({
      ...ofStep,
      row: z.number().int().min(0),
      member: z.number().int().min(0),
      /** Of the stages of the view. */
      stage: z.number().int().min(0),
      unit: z.number().int().min(0),
    }),
    unitViewSchema,
  ),
  /** The gradient of a parameter, by its index in the flat layout, measured instead of derived. */
  'steps.check': call(
    z.object({ ...ofStep, row: z.number().int().min(0), index: z.number().int().min(0) }),
    gradientCheckSchema,
  ),

  /** A space and settings for a search around a configuration, to be changed at will. */
  'studies.suggest': call(
    z.object({ ...ofDataset, recipe: recipeSchema, config: runConfigSchema }),
    z.object({ space: searchSpaceSchema, settings: searchSettingsSchema }),
  ),
  /** Returns once the study is stored; progress comes as `study` events, job id = study id. */
  'studies.start': call(
    z.object({
      ...ofDataset,
      recipe: recipeSchema,
      config: runConfigSchema,
      plan: studyPlanSchema,
      name: name.optional(),
    }),
    studySchema,
  ),
  'studies.pause': call(z.object(ofStudy), studySchema),
  /** Continues a paused or interrupted study with what is there of it. */
  'studies.resume': call(z.object(ofStudy), studySchema),
  /** Ends it; trials under way keep their best weights. */
  'studies.stop': call(z.object(ofStudy), studySchema),
  'studies.list': call(z.object(inProject), z.array(studySchema)),
  'studies.get': call(z.object(ofStudy), studyWithTrialsSchema),
  'studies.results': call(z.object(ofStudy), studyResultsSchema),
  'studies.rename': call(z.object({ ...ofStudy, name }), studySchema),

  /** What goes wrong in a run, while there is time to do something about it. */
  'monitoring.warnings': call(z.object(ofRun), z.array(runWarningSchema)),
  /** A split as the network of a run under way sees it now; of one that has ended as its best weights do. */
  'monitoring.fit': call(z.object({ ...ofRun, split: splitNameSchema }), evaluationSchema),
  /**
   * Over the first numeric columns where none are named, by the weights of now or of a kept epoch; null where the model
   * has not got two.
   */
  'monitoring.surface': call(
    z.object({
      ...ofRun,
      x: z.string().nullable(),
      y: z.string().nullable(),
      epoch: z.number().int().min(0).optional(),
    }),
    decisionSurfaceSchema.nullable(),
  ),

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

  'jobs.list': call(nothing, z.array(jobSchema)),
  'jobs.cancel': call(z.object({ job: jobIdSchema }), nothing),
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
export type CallInput<N extends CallName> = z.input<Contract[N]['input']>
/** What a handler receives: parsed, defaults filled in. */
export type CallRequest<N extends CallName> = z.output<Contract[N]['input']>
export type CallOutput<N extends CallName> = z.output<Contract[N]['output']>
export const callNames = Object.keys(contract) as CallName[]

/** A missing handler does not compile. */
export type Handlers = { [N in CallName]: (request: CallRequest<N>) => Promise<CallOutput<N>> }

/** What the main side tells every window. Conflated: the newest of a kind and subject wins. */
export const events = {
  job: jobSchema,
  run: runProgressSchema,
  study: studyProgressSchema,
  /** Something stored in the project changed; fetch what is shown again. */
  projectChanged: z.object({ project: projectIdSchema }),
} as const
export type Events = typeof events
export type EventName = keyof Events
export type EventPayload<E extends EventName> = z.output<Events[E]>

import { z } from 'zod'
import { columnKindSchema, columnReadingSchema, findingSchema, histogramSchema } from './datasets.ts'
import { foldsSchema, splitSchema } from './recipes/split.ts'
import { stepStateSchema } from './recipes/states.ts'
import { stepSchema } from './recipes/steps.ts'

export * from './recipes/selection.ts'
export * from './recipes/seriesSteps.ts'
export * from './recipes/split.ts'
export * from './recipes/stages.ts'
export * from './recipes/states.ts'
export * from './recipes/steps.ts'

export const columnRoles = ['feature', 'target', 'ignored', 'group', 'time', 'weight', 'id'] as const
export const columnRoleSchema = z.enum(columnRoles)
export type ColumnRole = z.infer<typeof columnRoleSchema>

export const taskSchema = z.enum(['regression', 'classification'])
export type Task = z.infer<typeof taskSchema>

export const recipeSchema = z.object({
  version: z.literal(1),
  /** null until a target is chosen. */
  target: z.string().nullable(),
  task: z.enum(['auto', 'regression', 'classification']),
  /** By column name. A column that is not named here is a feature. */
  roles: z.record(z.string(), columnRoleSchema),
  steps: z.array(stepSchema),
  split: splitSchema,
  /** Cross-validation over the rows that are not for the test. */
  folds: foldsSchema.nullable().optional(),
  /** Regression only: the network learns the target as it is, or standardized; predictions are always turned back. */
  targetScaling: z.enum(['none', 'standardize']),
  /**
   * Regression only: what the network learns of the target before it is scaled: its natural logarithm, or its power
   * transformation of Yeo and Johnson fitted on the training rows. Predictions are turned back exactly.
   */
  targetTransform: z.enum(['none', 'log', 'yeoJohnson']).optional(),
  /** Classification only: the classes in the order of the network's outputs; those not named follow by value. */
  classOrder: z.array(z.string()).optional(),
  /** Classification only: rows of classes with fewer usable rows than this are left out. */
  leastClassRows: z.number().int().min(0).optional(),
})
export type Recipe = z.infer<typeof recipeSchema>

/** What a configuration may say of the preparation: any part of a recipe, or a whole one. */
export const recipePartSchema = recipeSchema.partial().strict()
export type RecipePart = z.infer<typeof recipePartSchema>

/** A finding of the profile, with what a proposed recipe does about it, or why it does nothing. */
const answeredFindingSchema = z.object({
  kind: z.string(),
  message: z.string(),
  answer: z.string(),
  /** Whether it does something. */
  served: z.boolean(),
  /** Where in the table it is: its column, and the first of its rows, from 0. */
  column: z.string().optional(),
  row: z.number().int().optional(),
})
export type AnsweredFinding = z.infer<typeof answeredFindingSchema>

/** A recipe proposed from the profile, with the reason for every choice, by step id or `role:COLUMN`, `split`, `target`. */
export const suggestedRecipeSchema = z.object({
  recipe: recipeSchema,
  reasons: z.record(z.string(), z.string()),
  /** What the recipe does about each finding of the profile that it could serve. */
  findings: z.array(answeredFindingSchema).optional(),
})
export type SuggestedRecipe = z.infer<typeof suggestedRecipeSchema>

/** One side of "before and after". */
const columnViewSchema = z.object({
  name: z.string(),
  kind: z.enum(['number', 'category', 'date']),
  /** What the numbers count, where that is known: the difference of two dates is in days. */
  unit: z.literal('days').optional(),
  missing: z.number().int(),
  histogram: histogramSchema.nullable(),
  top: z.array(z.object({ value: z.string(), count: z.number().int() })),
  /** The first ten used rows. */
  sample: z.array(z.string()),
})
export type ColumnView = z.infer<typeof columnViewSchema>

/** A column to be seen before and after a step, as it is called when the step is reached; null: one that shows it best. */
export const lookSchema = z.object({ step: z.string(), column: z.string().nullable() })
export type Look = z.infer<typeof lookSchema>

export const stepPreviewSchema = z.object({
  id: z.string(),
  /** In words, with the fitted numbers: "age: 177 missing values become 28 (median)". */
  summary: z.string(),
  /** Fitted numbers a person can check, by column. */
  fitted: z.array(z.object({ column: z.string(), text: z.string() })),
  /** What it works on, as it is called when the step is reached. */
  columns: z.array(
    z.object({
      name: z.string(),
      /** The column of the table that it comes from. */
      from: z.string(),
      missing: z.number().int(),
      /** How many columns come of it. */
      made: z.number().int(),
    }),
  ),
  /** The column that was asked for before the step; null where none was, or the step makes it. */
  before: columnViewSchema.nullable(),
  /** What comes of it, the first twelve columns. */
  after: z.array(columnViewSchema),
})
export type StepPreview = z.infer<typeof stepPreviewSchema>

/** What a recipe does to a dataset; statistics are fitted on the training rows alone. */
export const recipePreviewSchema = z.object({
  /** Over so many of the rows alone; null: over all. */
  sample: z.number().int().nullable(),
  task: taskSchema,
  classes: z.array(z.object({ label: z.string(), count: z.number().int() })).nullable(),
  rows: z.object({
    /** Those of the table that gives the test rows among them. */
    total: z.number().int(),
    used: z.number().int(),
    /** Rows of the table that gives the test rows, where it is another one. */
    ofTestTable: z.number().int().optional(),
    dropped: z.array(
      z.object({ reason: z.string(), count: z.number().int(), inTestTable: z.literal(true).optional() }),
    ),
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    /** Training rows as the network learns from them, where classes are resampled. */
    drawn: z.number().int().optional(),
    /** Rows of the first 20 folds of the cross-validation, where the recipe has one whose rows can be dealt. */
    folds: z.array(z.object({ train: z.number().int(), validation: z.number().int() })).optional(),
  }),
  /** The network's inputs in order. */
  inputs: z.array(z.object({ name: z.string(), from: z.string() })),
  steps: z.array(stepPreviewSchema),
  findings: z.array(findingSchema),
})
export type RecipePreview = z.infer<typeof recipePreviewSchema>

/**
 * How closely a column goes with the target: Pearson's r (-1 to 1) of two numbers, Cramér's V (0 to 1, bias-corrected)
 * of two categories, the correlation ratio (0 to 1, unbiased) of a category and a number.
 */
export const relationMeasureSchema = z.enum(['pearson', 'cramersV', 'correlationRatio'])
export type RelationMeasure = z.infer<typeof relationMeasureSchema>
export const relationSchema = z.object({
  column: z.string(),
  measure: relationMeasureSchema,
  value: z.number(),
  /** Rows that have both values. */
  rows: z.number().int(),
})
export type Relation = z.infer<typeof relationSchema>

/** Columns beside a target. Columns that do not vary, and free texts, have no relation. */
export const targetReportSchema = z.object({
  target: z.string(),
  relations: z.array(relationSchema),
  findings: z.array(findingSchema),
})
export type TargetReport = z.infer<typeof targetReportSchema>

/** A raw column that a fitted recipe needs, as the model's user must supply it. */
export const rawInputSchema = z.object({
  name: z.string(),
  kind: columnKindSchema,
  missingMarkers: z.array(z.string()),
  reading: columnReadingSchema,
  /** Seen in training rows: the range of a number; the levels of a category, most frequent first (at most 1,000). */
  min: z.number().nullable(),
  max: z.number().nullable(),
  levels: z.array(z.string()).nullable(),
  /** The share of the training rows in which it is missing, 0 to 1; not known of models of earlier versions. */
  missingShare: z.number().optional(),
})
export type RawInput = z.infer<typeof rawInputSchema>

/** One value a quantile, ascending; or a mean and a standard deviation. */
export const targetOutputsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quantiles'), quantiles: z.array(z.number()) }),
  z.object({ kind: z.literal('gaussian') }),
])
export type TargetOutputs = z.infer<typeof targetOutputsSchema>

/** What was done to the target before it was scaled. */
export const fittedTransformSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('log') }),
  /** No prediction is below `low` or above `high`, transformed: the training range stretched tenfold to either side. */
  z.object({ kind: z.literal('yeoJohnson'), lambda: z.number(), low: z.number(), high: z.number() }),
])
export type FittedTransform = z.infer<typeof fittedTransformSchema>

/** Everything needed to turn raw rows into the network's inputs and its outputs into predictions. Plain JSON. */
export const fittedRecipeSchema = z.object({
  version: z.literal(1),
  recipe: recipeSchema,
  rawInputs: z.array(rawInputSchema),
  /** Further raw columns, by which windows and gaps are worked out where a whole series is given. */
  seriesInputs: z.array(rawInputSchema).optional(),
  /** Columns of the table that the steps work on, in order; where there are none, the raw inputs. */
  features: z.array(z.object({ name: z.string(), kind: columnKindSchema })).optional(),
  /** Of the steps that are switched on, in the order in which they run. */
  steps: z.array(stepStateSchema),
  /** Columns of the network's input matrix. */
  inputs: z.array(
    z.object({
      name: z.string(),
      from: z.string(),
      /** Whether it is a number, where what it is made of is not: a mean target of a category, say, or the other way round. */
      numeric: z.boolean().optional(),
      /** Of a category that enters as an index into its so many levels, -1 for any other value. */
      levels: z.number().int().optional(),
      /** The index is looked up in an embedding, whatever the network does with other categories. */
      embedded: z.literal(true).optional(),
      /** Of a number with a piecewise-linear encoding: ascending ends of its bins. */
      edges: z.array(z.number()).optional(),
    }),
  ),
  target: z.discriminatedUnion('task', [
    z.object({
      task: z.literal('regression'),
      name: z.string(),
      /** network output × scale + offset is the prediction, or, where there is a transform, the transformed one. */
      offset: z.number(),
      scale: z.number(),
      transform: fittedTransformSchema.optional(),
      /** Of the training rows, in the target's unit. */
      std: z.number(),
      /** What the outputs are where a prediction is more than one number. */
      outputs: targetOutputsSchema.optional(),
    }),
    z.object({
      task: z.literal('classification'),
      name: z.string(),
      classes: z.array(z.string()),
      /** Training rows of each class as the network learns from them, where the classes are to be balanced. */
      counts: z.array(z.number().int()).optional(),
      /** The outputs are scores that rank the classes, no probabilities. */
      scores: z.literal(true).optional(),
    }),
  ]),
})
export type FittedRecipe = z.infer<typeof fittedRecipeSchema>

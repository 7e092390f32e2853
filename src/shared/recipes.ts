import { z } from 'zod'
import { columnKindSchema, columnReadingSchema, findingSchema, histogramSchema } from './datasets.ts'
import { foldsSchema, splitSchema } from './recipes/split.ts'

export * from './recipes/split.ts'

export const columnRoles = ['feature', 'target', 'ignored', 'group', 'time', 'weight', 'id'] as const
export const columnRoleSchema = z.enum(columnRoles)
export type ColumnRole = z.infer<typeof columnRoleSchema>

export const taskSchema = z.enum(['regression', 'classification'])
export type Task = z.infer<typeof taskSchema>

/**
 * Which feature columns a step works on, as they stand when the step is reached: every numeric one (numbers, and
 * dates once they are numbers), every categorical one (category, boolean, text), every date, or those named.
 */
export const columnSelectionSchema = z.union([z.enum(['numbers', 'categories', 'dates', 'all']), z.array(z.string())])
export type ColumnSelection = z.infer<typeof columnSelectionSchema>

const stepBase = { id: z.string().min(1), enabled: z.boolean().default(true), columns: columnSelectionSchema }

/** A recipe's step. Each has a pure pair fit(training rows) → state and transform(any rows, state) in src/core. */
export const stepSchema = z.discriminatedUnion('kind', [
  /** Leaves out rows with a missing value in one of the columns. */
  z.object({ kind: z.literal('dropMissingRows'), ...stepBase }),
  /** Replaces missing values: mean and median for numbers only; mode and constant for both. */
  z.object({
    kind: z.literal('impute'),
    ...stepBase,
    method: z.enum(['mean', 'median', 'mode', 'constant']),
    constant: z.union([z.number(), z.string()]).optional(),
  }),
  /** A date becomes days since 1970-01-01 UTC. */
  z.object({ kind: z.literal('dateToNumber'), ...stepBase }),
  /** One 0/1 column a level seen in training, the most frequent `maxLevels` of them; anything else is all zeros. */
  z.object({ kind: z.literal('oneHot'), ...stepBase, maxLevels: z.number().int().min(1).max(1000).default(50) }),
  /** (x - mean) / standard deviation (population); a constant column becomes 0. */
  z.object({ kind: z.literal('standardize'), ...stepBase }),
  /** (x - min) / (max - min), the training range to 0…1, outside it beyond; a constant column becomes 0. */
  z.object({ kind: z.literal('minMax'), ...stepBase }),
])
export type Step = z.infer<typeof stepSchema>
export type StepKind = Step['kind']

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
})
export type Recipe = z.infer<typeof recipeSchema>

/** A recipe proposed from the profile, with the reason for every choice, by step id or `role:COLUMN`, `split`, `target`. */
export const suggestedRecipeSchema = z.object({ recipe: recipeSchema, reasons: z.record(z.string(), z.string()) })
export type SuggestedRecipe = z.infer<typeof suggestedRecipeSchema>

/** One side of "before and after". */
const columnViewSchema = z.object({
  name: z.string(),
  kind: z.enum(['number', 'category', 'date']),
  missing: z.number().int(),
  histogram: histogramSchema.nullable(),
  top: z.array(z.object({ value: z.string(), count: z.number().int() })),
  /** The first ten used rows. */
  sample: z.array(z.string()),
})
export type ColumnView = z.infer<typeof columnViewSchema>

export const stepPreviewSchema = z.object({
  id: z.string(),
  /** In words, with the fitted numbers: "age: 177 missing values become 28 (median)". */
  summary: z.string(),
  /** Fitted numbers a person can check, by column. */
  fitted: z.array(z.object({ column: z.string(), text: z.string() })),
  before: z.array(columnViewSchema),
  after: z.array(columnViewSchema),
})
export type StepPreview = z.infer<typeof stepPreviewSchema>

/** What a recipe does to a dataset, over all its rows; statistics are fitted on the training rows alone. */
export const recipePreviewSchema = z.object({
  task: taskSchema,
  classes: z.array(z.object({ label: z.string(), count: z.number().int() })).nullable(),
  rows: z.object({
    total: z.number().int(),
    used: z.number().int(),
    dropped: z.array(z.object({ reason: z.string(), count: z.number().int() })),
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    /** Rows of each fold of the cross-validation, where the recipe has one. */
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
})
export type RawInput = z.infer<typeof rawInputSchema>

/** State of one fitted step; `columns` in the order they were met. */
export const stepStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dropMissingRows'), columns: z.array(z.string()) }),
  z.object({
    kind: z.literal('impute'),
    columns: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]) })),
  }),
  z.object({ kind: z.literal('dateToNumber'), columns: z.array(z.string()) }),
  z.object({
    kind: z.literal('oneHot'),
    columns: z.array(z.object({ name: z.string(), levels: z.array(z.string()) })),
  }),
  /** standardize and minMax alike: (x - offset) * factor. */
  z.object({
    kind: z.literal('scale'),
    columns: z.array(z.object({ name: z.string(), offset: z.number(), factor: z.number() })),
  }),
])
export type StepState = z.infer<typeof stepStateSchema>

/** One value a quantile, ascending; or a mean and a standard deviation. */
export const targetOutputsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quantiles'), quantiles: z.array(z.number()) }),
  z.object({ kind: z.literal('gaussian') }),
])
export type TargetOutputs = z.infer<typeof targetOutputsSchema>

/** Everything needed to turn raw rows into the network's inputs and its outputs into predictions. Plain JSON. */
export const fittedRecipeSchema = z.object({
  version: z.literal(1),
  recipe: recipeSchema,
  rawInputs: z.array(rawInputSchema),
  steps: z.array(stepStateSchema),
  /** Columns of the network's input matrix. */
  inputs: z.array(
    z.object({
      name: z.string(),
      from: z.string(),
      /** Of a category that enters as an index into its so many levels, -1 for any other value. */
      levels: z.number().int().optional(),
      /** Of a number with a piecewise-linear encoding: ascending ends of its bins. */
      edges: z.array(z.number()).optional(),
    }),
  ),
  target: z.discriminatedUnion('task', [
    z.object({
      task: z.literal('regression'),
      name: z.string(),
      /** network output × scale + offset is the prediction. */
      offset: z.number(),
      scale: z.number(),
      /** Of the training rows, in the target's unit. */
      std: z.number(),
      /** What the outputs are where a prediction is more than one number. */
      outputs: targetOutputsSchema.optional(),
    }),
    z.object({
      task: z.literal('classification'),
      name: z.string(),
      classes: z.array(z.string()),
      /** Training rows of each class, where the classes are to be balanced. */
      counts: z.array(z.number().int()).optional(),
      /** The outputs are scores that rank the classes, no probabilities. */
      scores: z.literal(true).optional(),
    }),
  ]),
})
export type FittedRecipe = z.infer<typeof fittedRecipeSchema>

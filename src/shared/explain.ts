import { z } from 'zod'
import { comparedMetricSchema } from './comparison.ts'
import { columnKindSchema, histogramSchema } from './datasets.ts'
import { splitNameSchema } from './recipes.ts'

/** How much work goes into an explanation: the more, the less chance is in it. */
export const effortSchema = z.enum(['quick', 'usual', 'careful'])
export type Effort = z.infer<typeof effortSchema>

const interval = z.object({ low: z.number(), high: z.number() })

/** Columns that go closely together, with how closely: |Pearson's r|, Cramér's V or the correlation ratio, 0 to 1. */
export const columnPairSchema = z.object({ a: z.string(), b: z.string(), value: z.number() })

/** What is asked of permutation importance. */
export const importanceQuestionSchema = z.object({
  split: splitNameSchema,
  /** By default the main metric of the task. */
  metric: comparedMetricSchema.optional(),
  effort: effortSchema.default('usual'),
  /** Columns that go closely together are shuffled as one. */
  together: z.boolean().default(false),
  seed: z.number().int().min(0).default(0),
})
export type ImportanceQuestion = z.infer<typeof importanceQuestionSchema>

export const importanceReportSchema = z.object({
  split: splitNameSchema,
  metric: comparedMetricSchema,
  direction: z.enum(['minimize', 'maximize']),
  /** Rows shuffled, and those that the split has. */
  rows: z.number().int(),
  ofRows: z.number().int(),
  repeats: z.number().int(),
  /** The metric of the rows as they are. */
  score: z.number().nullable(),
  /** From the most important on. `columns` are those shuffled together; the intervals are of 95 %. */
  importances: z.array(z.object({ name: z.string(), columns: z.array(z.string()), importance: z.number(), interval })),
  /** From the closest on, those from 0.7 on. */
  related: z.array(columnPairSchema),
  /** Columns that go closely together, directly or through others. */
  groups: z.array(z.array(z.string())),
})
export type ImportanceReport = z.infer<typeof importanceReportSchema>

export const dependenceQuestionSchema = z.object({
  split: splitNameSchema,
  column: z.string(),
  effort: effortSchema.default('usual'),
  seed: z.number().int().min(0).default(0),
})
export type DependenceQuestion = z.infer<typeof dependenceQuestionSchema>

/** Numbers and dates (milliseconds since 1970-01-01 UTC) ascending, or levels from the most frequent on. */
export const gridSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['number', 'date']), values: z.array(z.number()) }),
  z.object({ kind: z.literal('category'), levels: z.array(z.string()) }),
])

export const dependenceReportSchema = z.object({
  split: splitNameSchema,
  column: z.string(),
  /** Columns that can be asked for. */
  columns: z.array(z.object({ name: z.string(), kind: columnKindSchema })),
  grid: gridSchema,
  /** Of the training rows: a histogram of numbers, or how often each level of the grid occurs. */
  distribution: z.union([histogramSchema, z.object({ counts: z.array(z.number().int()) })]).nullable(),
  /** The classes predicted, of which each has a probability; null for numbers. */
  classes: z.array(z.string()).nullable(),
  /** By predicted number and place of the grid; null where nothing is predicted. */
  means: z.array(z.array(z.number().nullable())),
  /** Of some rows: by predicted number and place of the grid. */
  curves: z.array(z.object({ row: z.number().int(), values: z.array(z.array(z.number().nullable())) })),
  /** Rows that the means are of, and those that the split has. */
  rows: z.number().int(),
  ofRows: z.number().int(),
})
export type DependenceReport = z.infer<typeof dependenceReportSchema>

export const pairDependenceQuestionSchema = z.object({
  split: splitNameSchema,
  x: z.string(),
  y: z.string(),
  effort: effortSchema.default('usual'),
  seed: z.number().int().min(0).default(0),
})
export type PairDependenceQuestion = z.infer<typeof pairDependenceQuestionSchema>

export const pairDependenceReportSchema = z.object({
  split: splitNameSchema,
  x: z.object({ name: z.string(), grid: gridSchema }),
  y: z.object({ name: z.string(), grid: gridSchema }),
  classes: z.array(z.string()).nullable(),
  /** By predicted number, then row by row of the grid: y × x. */
  means: z.array(z.array(z.number().nullable())),
  /** Training rows whose values are nearest to each cell, y × x. */
  counts: z.array(z.number().int()),
  rows: z.number().int(),
  ofRows: z.number().int(),
})
export type PairDependenceReport = z.infer<typeof pairDependenceReportSchema>

export const rowQuestionSchema = z.object({
  /** Of the table, from 0. */
  row: z.number().int().min(0),
  /** Whose probability is explained; the predicted class by default. */
  output: z.number().int().min(0).optional(),
  method: z.enum(['shapley', 'gradients']).default('shapley'),
  effort: effortSchema.default('usual'),
  seed: z.number().int().min(0).default(0),
})
export type RowQuestion = z.infer<typeof rowQuestionSchema>

/** How a prediction is the sum of a base and what each column adds. */
export const rowExplanationSchema = z.object({
  row: z.number().int(),
  method: z.enum(['shapley', 'gradients']),
  classes: z.array(z.string()).nullable(),
  /** Whose probability it is. */
  output: z.number().int(),
  /** The class predicted, or null. */
  predicted: z.number().int().nullable(),
  base: z.number(),
  prediction: z.number(),
  /** In the model's order. `value`: of the row, as text; `error`: the standard error of sampling. */
  contributions: z.array(
    z.object({ column: z.string(), value: z.string(), contribution: z.number(), error: z.number() }),
  ),
  /** The prediction less base and contributions. */
  left: z.number(),
  exact: z.boolean(),
  /** Background rows of the training part, and predictions made. */
  background: z.number().int(),
  asked: z.number().int(),
})
export type RowExplanation = z.infer<typeof rowExplanationSchema>

export const overallQuestionSchema = z.object({
  split: splitNameSchema,
  /** Whose probability is explained; the last class by default. */
  output: z.number().int().min(0).optional(),
  effort: effortSchema.default('usual'),
  seed: z.number().int().min(0).default(0),
})
export type OverallQuestion = z.infer<typeof overallQuestionSchema>

export const overallReportSchema = z.object({
  split: splitNameSchema,
  classes: z.array(z.string()).nullable(),
  output: z.number().int(),
  /** The mean over the rows. */
  base: z.number(),
  /** Of the table. */
  rows: z.array(z.number().int()),
  ofRows: z.number().int(),
  background: z.number().int(),
  exact: z.boolean(),
  asked: z.number().int(),
  /** From the greatest mean size on. */
  columns: z.array(
    z.object({
      name: z.string(),
      kind: columnKindSchema,
      /** The mean of the contributions' sizes, with its interval of 95 % over the rows. */
      size: z.number(),
      interval,
      /** The mean standard error of sampling of one contribution. */
      error: z.number(),
      /** One a row. */
      contributions: z.array(z.number()),
      /** One a row: where its value lies among those of the column, 0 to 1; null for levels and missing values. */
      places: z.array(z.number().nullable()),
      /** One a row, as text. */
      values: z.array(z.string()),
    }),
  ),
})
export type OverallReport = z.infer<typeof overallReportSchema>

/** What a changed row is to be predicted as; null for a class: any other. */
export const wantedSchema = z.union([
  z.object({ class: z.string().nullable() }),
  z.object({ atLeast: z.number() }),
  z.object({ atMost: z.number() }),
])
export type Wanted = z.infer<typeof wantedSchema>

export const changesQuestionSchema = z.object({
  row: z.number().int().min(0),
  wanted: wantedSchema,
  /** Columns that stay as they are. */
  locked: z.array(z.string()).default([]),
  /** Columns changed at once. */
  mostChanges: z.number().int().min(1).max(6).default(4),
})
export type ChangesQuestion = z.infer<typeof changesQuestionSchema>

const changedRowSchema = z.object({
  changes: z.array(
    z.object({
      column: z.string(),
      from: z.string(),
      to: z.string(),
      /** Of numbers in spreads of the column (interquartile range / 1.349); null for levels. */
      size: z.number().nullable(),
    }),
  ),
  /** The sum of the sizes; a level counts 1. */
  cost: z.number(),
  prediction: z.string(),
  /** Of the class predicted. */
  probability: z.number().nullable(),
})
export type ChangedRow = z.infer<typeof changedRowSchema>

export const changesReportSchema = z.object({
  row: z.number().int(),
  /** The row's own columns as text: what What-if takes. */
  values: z.record(z.string(), z.string()),
  /** Of the row as it is. */
  prediction: z.string(),
  probability: z.number().nullable(),
  classes: z.array(z.string()).nullable(),
  /** The row meets the goal as it is. */
  alreadyMet: z.boolean(),
  /** Those with the fewest columns first, then the smallest changes. */
  answers: z.array(changedRowSchema),
  /** What came nearest, where there is no answer. */
  nearest: changedRowSchema.nullable(),
  /** Columns that may be changed. */
  changeable: z.array(z.string()),
  /** Columns that cannot: free text, and those with one value alone. */
  fixed: z.array(z.string()),
  mostChanges: z.number().int(),
  asked: z.number().int(),
})
export type ChangesReport = z.infer<typeof changesReportSchema>

/** Weights that lead from what a network takes to the units of its first layer. */
export const firstLayerSchema = z.object({
  /** Names of the units' inputs, with the column that each comes from. */
  inputs: z.array(z.object({ name: z.string(), from: z.string() })),
  units: z.number().int(),
  /** Row-major, inputs × units. */
  weights: z.array(z.number()),
  /** All there are; the inputs listed are those with the greatest weights. */
  ofInputs: z.number().int(),
  ofUnits: z.number().int(),
})
export type FirstLayer = z.infer<typeof firstLayerSchema>

import { z } from 'zod'
import { conformalChoiceSchema } from './calibration.ts'
import { columnKindSchema, dateOrderSchema, numberFormatSchema, numberUnitSchema } from './datasets.ts'
import { artifactIdSchema } from './ids.ts'

/** Why rows have no prediction. */
export const predictionGapSchema = z.object({
  /** A step leaves rows out for what is missing in them; a value of the row is missing and not filled; a step made the gap. */
  kind: z.enum(['leftOut', 'notFilled', 'madeByStep']),
  /** The column that lacks a value; null where a step looks at several together. */
  column: z.string().nullable(),
  /** The step, counted from 1 over the whole recipe; null where it is none. */
  step: z.object({ number: z.number().int(), kind: z.string() }).nullable(),
  rows: z.number().int(),
})
export type PredictionGap = z.infer<typeof predictionGapSchema>

/**
 * Something of a file that was read otherwise than in training, or looks as if it should have been; `column` is absent
 * where it is about the whole file.
 */
export const readOtherwiseSchema = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('numberFormat'),
    column: z.string(),
    trained: numberFormatSchema,
    found: numberFormatSchema,
  }),
  z.object({ what: z.literal('dateOrder'), column: z.string(), trained: dateOrderSchema, found: dateOrderSchema }),
  /** Null: plain numbers. */
  z.object({
    what: z.literal('unit'),
    column: z.string(),
    trained: numberUnitSchema.nullable(),
    found: numberUnitSchema.nullable(),
  }),
  /** The unit of measure beside the numbers. Null: none. */
  z.object({
    what: z.literal('measure'),
    column: z.string(),
    trained: z.string().nullable(),
    found: z.string().nullable(),
  }),
  /** Most of its texts do not fit the kind, and together look like another one. */
  z.object({ what: z.literal('kind'), column: z.string(), trained: columnKindSchema, found: columnKindSchema }),
  /** A text that stands for a missing value as a rule, and did not in training. */
  z.object({ what: z.literal('missingMarker'), column: z.string(), found: z.string() }),
  z.object({ what: z.literal('delimiter'), trained: z.string(), found: z.string() }),
  /** Whether the first row names the columns. */
  z.object({ what: z.literal('header'), trained: z.boolean(), found: z.boolean() }),
])
export type ReadOtherwise = z.infer<typeof readOtherwiseSchema>

/** What predictions of a file are written as. */
export const predictionFormats = ['csv', 'xlsx'] as const
export const predictionFormatSchema = z.enum(predictionFormats)
export type PredictionFormat = z.infer<typeof predictionFormatSchema>

/** How predictions of a file are written, and what stands beside them. */
export const predictionOutputSchema = z.object({
  format: predictionFormatSchema,
  /** An interval or a set beside each prediction. */
  conformal: conformalChoiceSchema.nullable(),
  /** A column that says what is unlike training in each row. */
  flags: z.boolean(),
})
export type PredictionOutput = z.infer<typeof predictionOutputSchema>

/** What a new file looked like to the model. Nothing here stops a prediction; all of it is said. */
export const predictionReportSchema = z.object({
  artifact: artifactIdSchema,
  fileName: z.string(),
  rows: z.number().int(),
  /** Columns the model needs and the file lacks: read as missing. */
  missingColumns: z.array(z.string()),
  /** Columns the file has and the model does not use. */
  unusedColumns: z.array(z.string()),
  unseen: z.array(z.object({ column: z.string(), rows: z.number().int(), examples: z.array(z.string()) })),
  /** Texts in a numeric or date column that could not be read, and so count as missing. */
  unparsed: z.array(z.object({ column: z.string(), rows: z.number().int(), examples: z.array(z.string()) })),
  outOfRange: z.array(z.object({ column: z.string(), rows: z.number().int() })),
  /** Where rows are flagged: values outside the range that would be within it in another unit. */
  units: z.array(z.object({ column: z.string(), name: z.string(), rows: z.number().int() })),
  /** Where rows are flagged: those that are like no training row as a whole; null where that is not known. */
  apart: z.number().int().nullable(),
  readOtherwise: z.array(readOtherwiseSchema),
  /** Columns over earlier rows of a series, with how many rows have too few before them in the file. */
  incomplete: z.array(z.object({ column: z.string(), rows: z.number().int() })),
  /** Rows for which there is no prediction, as they lack a value that the network needs. */
  unpredicted: z.number().int(),
  /** Why, as far as it is known; of an exported file it is not. */
  gaps: z.array(predictionGapSchema),
  /** Columns added to the file's own: the prediction, then what is known beyond it. */
  added: z.array(z.string()),
  /** Of a workbook: over how many sheets the rows are spread. */
  sheets: z.number().int(),
  /** Texts that were cut in a workbook, as a cell holds no more. */
  cut: z.number().int(),
  preview: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }),
})
export type PredictionReport = z.infer<typeof predictionReportSchema>

export const rowPredictionSchema = z.object({
  /** Class label, or the number as text with full precision; null where the row lacks a value that the network needs. */
  prediction: z.string().nullable(),
  /** Why there is none. */
  gaps: z.array(predictionGapSchema),
  /** null for a number, and where the loss gives no probabilities. */
  probabilities: z.array(z.object({ label: z.string(), probability: z.number() })).nullable(),
  /** What else is known beyond the prediction: an interval, a deviation, the scores of classes. */
  details: z.array(z.object({ name: z.string(), value: z.number() })),
  /** Null where none was asked for, there are too few validation rows, or a class is predicted. */
  interval: z.object({ lower: z.number(), upper: z.number() }).nullable(),
  /** Labels of the classes in the set, the most probable first; null as for the interval, or where a number is predicted. */
  set: z.array(z.string()).nullable(),
  notes: z.array(
    z.object({
      column: z.string(),
      message: z.string(),
      /** What to give instead, where the value looks as if it were in another unit. */
      instead: z.string().optional(),
    }),
  ),
})
export type RowPrediction = z.infer<typeof rowPredictionSchema>

/** Several rows at once, in their order. */
export const rowsPredictionSchema = z.object({
  /** As of one row. */
  predictions: z.array(z.string().nullable()),
  /** What stands beside each prediction: a column of values each, null where there is no prediction. */
  details: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })),
  /** Why rows have none. */
  gaps: z.array(predictionGapSchema),
  /** Values that did not occur in training, could not be read or lie outside the range seen there. */
  notes: z.array(
    z.object({
      column: z.string(),
      what: z.enum(['unseen', 'unparsed', 'outOfRange']),
      rows: z.number().int(),
      examples: z.array(z.string()),
    }),
  ),
})
export type RowsPrediction = z.infer<typeof rowsPredictionSchema>

/** The training rows that a row is most like. */
export const nearestReportSchema = z.object({
  /** Share of training rows at least as far from the one nearest to them: of a row that lies apart it is small. */
  share: z.number(),
  rows: z.array(
    z.object({
      /** Of the table, counted from 0. */
      row: z.number().int(),
      distance: z.number(),
      /** Class label, or the number as text. */
      actual: z.string(),
      predicted: z.string(),
    }),
  ),
})
export type NearestReport = z.infer<typeof nearestReportSchema>

/** A row of a split, as the form for one row writes it. */
export const takenRowSchema = z.object({
  /** Of the table, counted from 0. */
  row: z.number().int(),
  /** Rows of the split. */
  of: z.number().int(),
  /** By raw column; what is missing is empty. */
  values: z.record(z.string(), z.string()),
  /** Class label, or the number as text. */
  actual: z.string(),
})
export type TakenRow = z.infer<typeof takenRowSchema>

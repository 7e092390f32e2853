import { z } from 'zod'
import { datasetIdSchema } from './ids.ts'

export const columnKinds = ['number', 'category', 'date', 'text', 'boolean'] as const
export const columnKindSchema = z.enum(columnKinds)
export type ColumnKind = z.infer<typeof columnKindSchema>

/** How a column writes its numbers: 1234.5, or 1,234.5, or 1.234,5. */
export const numberFormats = ['plain', 'commaThousands', 'commaDecimal'] as const
export type NumberFormat = (typeof numberFormats)[number]

/** The order of a date's parts: 2019-03-23, 23/3/2019, 3/23/2019, or with a month's name (23 Mar 2019). */
export const dateOrders = ['yearFirst', 'dayFirst', 'monthFirst', 'named'] as const
export type DateOrder = (typeof dateOrders)[number]

/** How a column's numbers or dates were read; a new file with the column is read in the same way. */
export const columnReadingSchema = z.object({ numberFormat: z.enum(numberFormats), dateOrder: z.enum(dateOrders) })
export type ColumnReading = z.infer<typeof columnReadingSchema>

/** A column with nothing in it to decide by. */
export const plainReading: ColumnReading = { numberFormat: 'plain', dateOrder: 'yearFirst' }

/** What a finding proposes; the studio shows it as a button. */
export const remedySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ignoreColumn'), label: z.string(), column: z.string() }),
  z.object({ kind: z.literal('setKind'), label: z.string(), column: z.string(), columnKind: columnKindSchema }),
  z.object({ kind: z.literal('keepMarker'), label: z.string(), column: z.string(), marker: z.string() }),
  z.object({ kind: z.literal('showIrregularRows'), label: z.string() }),
])
export type Remedy = z.infer<typeof remedySchema>

/** Something a person should know: a guess that was made, or a doubt about the data. */
export const findingSchema = z.object({
  kind: z.string(),
  severity: z.enum(['info', 'warning']),
  message: z.string(),
  column: z.string().optional(),
  /** Row numbers of the table, from 0, at most 100 of them. */
  rows: z.array(z.number().int()).optional(),
  remedies: z.array(remedySchema).default([]),
})
export type Finding = z.infer<typeof findingSchema>

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export const encodingSchema = z.enum(encodings)
export type Encoding = z.infer<typeof encodingSchema>

/** How to read a file. Whatever is left out is detected, and the detection is said. */
export const importOptionsSchema = z.object({
  delimiter: z.string().min(1).max(4).optional(),
  quote: z.enum(['"', "'", '']).optional(),
  encoding: encodingSchema.optional(),
  header: z.boolean().optional(),
  sheet: z.string().optional(),
  /** Kinds chosen by the person, by column name. */
  kinds: z.record(z.string(), columnKindSchema).optional(),
  /** Per column name: exactly which texts count as missing (the empty text always does). */
  missingMarkers: z.record(z.string(), z.array(z.string())).optional(),
})
export type ImportOptions = z.infer<typeof importOptionsSchema>

/** The dialect a text file was read with. */
export const dialectSchema = z.object({
  delimiter: z.string(),
  quote: z.enum(['"', "'", '']),
  encoding: encodingSchema,
  hasByteOrderMark: z.boolean(),
  header: z.boolean(),
})
export type Dialect = z.infer<typeof dialectSchema>

export const fileFormatSchema = z.enum(['delimited', 'spreadsheet'])
export type FileFormat = z.infer<typeof fileFormatSchema>

/** What Descent would do with a file, before anything is stored. */
export const inspectionSchema = z.object({
  fileName: z.string(),
  sizeBytes: z.number(),
  format: fileFormatSchema,
  dialect: dialectSchema.nullable(),
  sheets: z.array(z.object({ name: z.string(), rows: z.number().int(), columns: z.number().int() })),
  sheet: z.string().nullable(),
  columns: z.array(z.object({ name: z.string(), kind: columnKindSchema })),
  /** The first rows (at most 100), as text. */
  rows: z.array(z.array(z.string())),
  /** How many rows kinds and findings were told from; null where that is the whole table. */
  inspectedRows: z.number().int().nullable(),
  findings: z.array(findingSchema),
})
export type Inspection = z.infer<typeof inspectionSchema>

export const histogramSchema = z.object({
  /** counts[i] lies in [edges[i], edges[i+1]), the last bin closed. */
  edges: z.array(z.number()),
  counts: z.array(z.number().int()),
})
export type Histogram = z.infer<typeof histogramSchema>

/**
 * One column's description over the whole table. Numbers are those of the parsed values (dates in
 * milliseconds since 1970-01-01 UTC); `std` is the sample standard deviation (n - 1); quartiles
 * interpolate linearly (type 7, NumPy's default).
 */
export const columnSummarySchema = z.object({
  index: z.number().int(),
  name: z.string(),
  kind: columnKindSchema,
  inferredKind: columnKindSchema,
  reading: columnReadingSchema,
  missing: z.number().int(),
  /** Which texts were read as missing, and how often; the empty text is ''. */
  missingMarkers: z.array(z.object({ marker: z.string(), count: z.number().int() })),
  distinct: z.number().int(),
  /** Values that do not fit the column's kind and so count as missing. */
  unparsed: z.number().int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  std: z.number().nullable(),
  quartiles: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  histogram: histogramSchema.nullable(),
  /** Most frequent values first, at most 20. */
  top: z.array(z.object({ value: z.string(), count: z.number().int() })),
  warnings: z.array(findingSchema),
})
export type ColumnSummary = z.infer<typeof columnSummarySchema>

export const irregularRowSchema = z.object({
  /** Record number in the file, from 1, the header included. */
  record: z.number().int(),
  /** Row of the table, from 0, or null where the record is not in the table. */
  row: z.number().int().nullable(),
  problem: z.enum(['tooFewFields', 'tooManyFields', 'brokenQuote']),
  expected: z.number().int(),
  found: z.number().int(),
  /** The record as it stands in the file (at most 10,000 characters). */
  text: z.string(),
})
export type IrregularRow = z.infer<typeof irregularRowSchema>

export const datasetSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  created: z.string(),
  rows: z.number().int(),
  columns: z.array(columnSummarySchema),
  source: z.object({
    fileName: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    format: fileFormatSchema,
    dialect: dialectSchema.nullable(),
    sheet: z.string().nullable(),
    options: importOptionsSchema,
  }),
  irregular: z.object({
    tooFewFields: z.number().int(),
    tooManyFields: z.number().int(),
    brokenQuote: z.number().int(),
  }),
  findings: z.array(findingSchema),
})
export type Dataset = z.infer<typeof datasetSchema>

export const datasetBriefSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  created: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
})
export type DatasetBrief = z.infer<typeof datasetBriefSchema>

export const sampleSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
  target: z.string(),
  source: z.string(),
  licence: z.string(),
})
export type Sample = z.infer<typeof sampleSchema>

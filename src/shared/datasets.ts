import { z } from 'zod'
import { datasetIdSchema } from './ids.ts'
import { dealSchema, foldsSchema } from './recipes/split.ts'

export const columnKinds = ['number', 'category', 'date', 'text', 'boolean'] as const
export const columnKindSchema = z.enum(columnKinds)
export type ColumnKind = z.infer<typeof columnKindSchema>

/**
 * How a column writes its numbers: 1234.5, 1,234.5, 1 234.5, 1'234.5, 1.234,5 or 1 234,5. Currency signs, percent,
 * units of measure, accounting parentheses and exponents are read in each.
 */
export const numberFormats = [
  'plain',
  'commaThousands',
  'spaceThousands',
  'apostropheThousands',
  'commaDecimal',
  'spaceCommaDecimal',
] as const
export const numberFormatSchema = z.enum(numberFormats)
export type NumberFormat = (typeof numberFormats)[number]

/** The order of a date's parts: 2019-03-23, 23/3/2019, 3/23/2019, or with a month's name (23 Mar 2019). */
export const dateOrders = ['yearFirst', 'dayFirst', 'monthFirst', 'named'] as const
export const dateOrderSchema = z.enum(dateOrders)
export type DateOrder = (typeof dateOrders)[number]

/** What a column's numbers stand for where the texts say it: shares of 1 (12 % is 0.12), or seconds. */
export const numberUnits = ['percent', 'timeOfDay', 'duration'] as const
export const numberUnitSchema = z.enum(numberUnits)
export type NumberUnit = z.infer<typeof numberUnitSchema>

/** How a column's numbers or dates were read; a new file with the column is read in the same way. */
export const columnReadingSchema = z.object({
  numberFormat: numberFormatSchema,
  dateOrder: dateOrderSchema,
  /** Left out where the numbers are just numbers. */
  unit: numberUnitSchema.optional(),
  /** The unit of measure that all numbers are written with (kg, °C); the values are in it. */
  measure: z.string().optional(),
})
export type ColumnReading = z.infer<typeof columnReadingSchema>

/** A column with nothing in it to decide by. */
export const plainReading: ColumnReading = { numberFormat: 'plain', dateOrder: 'yearFirst' }

/** What a finding proposes; the studio shows it as a button. */
export const remedySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ignoreColumn'), label: z.string(), column: z.string() }),
  z.object({ kind: z.literal('setKind'), label: z.string(), column: z.string(), columnKind: columnKindSchema }),
  z.object({ kind: z.literal('keepMarker'), label: z.string(), column: z.string(), marker: z.string() }),
  z.object({ kind: z.literal('showIrregularRows'), label: z.string() }),
  /** A value that stands for a missing one (999, 1900-01-01) becomes a marker. */
  z.object({ kind: z.literal('setMissing'), label: z.string(), column: z.string(), marker: z.string() }),
  z.object({
    kind: z.literal('setNumberFormat'),
    label: z.string(),
    column: z.string(),
    numberFormat: numberFormatSchema,
  }),
  z.object({ kind: z.literal('setDateOrder'), label: z.string(), column: z.string(), dateOrder: dateOrderSchema }),
  /** Encodes a category by its most frequent levels alone, in a step of the recipe; the others count as none of them. */
  z.object({
    kind: z.literal('limitLevels'),
    label: z.string(),
    column: z.string(),
    levels: z.number().int().min(1).max(1000),
  }),
  /** Adds a step to the recipe, where its kind belongs: its kind and settings, without an id. */
  z.object({ kind: z.literal('addStep'), label: z.string(), step: z.looseObject({ kind: z.string() }) }),
  /** Changes settings of a step of the recipe. */
  z.object({
    kind: z.literal('editStep'),
    label: z.string(),
    step: z.string(),
    settings: z.record(z.string(), z.unknown()),
  }),
  /** Moves a step of the recipe before another one of its stage. */
  z.object({ kind: z.literal('moveStep'), label: z.string(), step: z.string(), before: z.string() }),
  /** Predicts another column, as one that a step makes of rows ahead. */
  z.object({ kind: z.literal('chooseTarget'), label: z.string(), column: z.string() }),
  /** How a number is learned that is to be predicted. */
  z.object({
    kind: z.literal('transformTarget'),
    label: z.string(),
    transform: z.enum(['none', 'yeoJohnson']),
  }),
  /** Gives every class the same share in each part of the split. */
  z.object({ kind: z.literal('stratify'), label: z.string() }),
  /** Deals the rows of the recipe to its parts, its folds, or both, in this way. */
  z.object({
    kind: z.literal('dealRows'),
    label: z.string(),
    by: dealSchema.optional(),
    folds: foldsSchema.optional(),
  }),
  /** Imports another table of the same file or sheet. */
  z.object({ kind: z.literal('readOtherTable'), label: z.string(), table: z.number().int().min(0) }),
])
export type Remedy = z.infer<typeof remedySchema>

/** Something a person should know: a guess that was made, or a doubt about the data. */
export const findingSchema = z.object({
  kind: z.string(),
  severity: z.enum(['info', 'warning']),
  message: z.string(),
  column: z.string().optional(),
  /** The id of the recipe's step that it is about. */
  step: z.string().optional(),
  /** Row numbers of the table, from 0, at most 100 of them. */
  rows: z.array(z.number().int()).optional(),
  /** Where in the file it was seen: line numbers, or rows of the sheet, from 1. */
  lines: z.array(z.number().int()).optional(),
  remedies: z.array(remedySchema).default([]),
})
export type Finding = z.infer<typeof findingSchema>

/** Names of the WHATWG Encoding Standard; ISO-8859-1 is read as windows-1252, as it says. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-8-i',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'iso-8859-16',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'macintosh',
  'x-mac-cyrillic',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'gbk',
  'gb18030',
  'big5',
  'euc-kr',
] as const
export const encodingSchema = z.enum(encodings)
export type Encoding = z.infer<typeof encodingSchema>

/**
 * How quotes are written inside quoted fields: twice, or after a backslash, which then stands before delimiters outside of
 * quotes, too.
 */
export const escapeSchema = z.enum(['double', 'backslash'])

/** A range of cells as spreadsheets write it, with open ends: A3:F200, A3:F, 3:200, B:F. */
export const rangeSchema = z.string().regex(/^(?=.*[A-Za-z\d]:)[A-Za-z]{0,3}\d{0,7}:[A-Za-z]{0,3}\d{0,7}$/)

/** How to read one column; whatever is left out is inferred. */
export const columnSettingsSchema = z.object({
  kind: columnKindSchema.optional(),
  /** Exactly which texts count as missing; the empty text always does. */
  missingMarkers: z.array(z.string()).optional(),
  numberFormat: numberFormatSchema.optional(),
  dateOrder: dateOrderSchema.optional(),
})
export type ColumnSettings = z.infer<typeof columnSettingsSchema>

/** How to read a file. Whatever is left out is detected, and the detection is said. */
export const importOptionsSchema = z.object({
  delimiter: z.string().min(1).max(8).optional(),
  quote: z.enum(['"', "'", '']).optional(),
  escape: escapeSchema.optional(),
  encoding: encodingSchema.optional(),
  header: z.boolean().optional(),
  /** How many rows the names take; joined by one blank. */
  headerRows: z.number().int().min(0).max(5).optional(),
  /** The line, or row of the sheet, where the table begins with its names, from 1. */
  firstRow: z.number().int().min(1).optional(),
  /** A sheet of a workbook, a table of a database. */
  sheet: z.string().optional(),
  range: rangeSchema.optional(),
  /** Which of several tables of one sheet or file, from 0 in their order. */
  table: z.number().int().min(0).optional(),
  /** Kinds chosen by the person, by column name. */
  kinds: z.record(z.string(), columnKindSchema).optional(),
  /** Per column name: exactly which texts count as missing (the empty text always does). */
  missingMarkers: z.record(z.string(), z.array(z.string())).optional(),
  numberFormats: z.record(z.string(), numberFormatSchema).optional(),
  dateOrders: z.record(z.string(), dateOrderSchema).optional(),
})
export type ImportOptions = z.infer<typeof importOptionsSchema>

/** The dialect a text file was read with. */
export const dialectSchema = z.object({
  delimiter: z.string(),
  quote: z.enum(['"', "'", '']),
  escape: escapeSchema.default('double'),
  encoding: encodingSchema,
  hasByteOrderMark: z.boolean(),
  header: z.boolean(),
  /** How many rows the names take; left out by projects that did not know of more than one. */
  headerRows: z.number().int().min(0).optional(),
  /** The line where the table begins with its names, from 1. */
  firstRow: z.number().int().min(1).optional(),
})
export type Dialect = z.infer<typeof dialectSchema>

export const fileFormatSchema = z.enum(['delimited', 'spreadsheet', 'json', 'jsonLines', 'parquet', 'sqlite'])
export type FileFormat = z.infer<typeof fileFormatSchema>

/** One thing that was decided about a file, and how sure that is. */
export const decisionSchema = z.object({
  /** The setting it stands for. */
  what: z.enum(['encoding', 'delimiter', 'quote', 'escape', 'header', 'firstRow', 'sheet', 'range', 'table']),
  /** As a person reads it: “comma”, “windows-1252”, “line 4”. */
  value: z.string(),
  /** `chosen` by the person; `certain` where nothing else is possible; `likely`; a `guess` is to be looked at. */
  certainty: z.enum(['chosen', 'certain', 'likely', 'guess']),
  reason: z.string(),
})
export type Decision = z.infer<typeof decisionSchema>

/** The field of a record, from 1, or the letter of a sheet's column (C), or a column's name in a JSON or Parquet file. */
export const columnPlaceSchema = z.union([z.number().int().min(1), z.string()])
export type ColumnPlace = z.infer<typeof columnPlaceSchema>

/** What Descent would do with a file, before anything is stored. */
export const inspectionSchema = z.object({
  fileName: z.string(),
  sizeBytes: z.number(),
  format: fileFormatSchema,
  dialect: dialectSchema.nullable(),
  /** Sheets of a workbook or tables of a database. */
  sheets: z.array(
    z.object({
      name: z.string(),
      /** Null where it is known only when the part is read. */
      rows: z.number().int().nullable(),
      columns: z.number().int().nullable(),
    }),
  ),
  sheet: z.string().nullable(),
  /** The tables of the file or sheet, where there are several. */
  tables: z
    .array(
      z.object({
        index: z.number().int(),
        firstLine: z.number().int(),
        /** Null where the glance did not reach its end. */
        rows: z.number().int().nullable(),
        columns: z.number().int(),
      }),
    )
    .default([]),
  /** Index of the table that is read. */
  table: z.number().int().default(0),
  decisions: z.array(decisionSchema).default([]),
  columns: z.array(z.object({ name: z.string(), kind: columnKindSchema, reading: columnReadingSchema.optional() })),
  /** The first rows (at most 1,000), as text. */
  rows: z.array(z.array(z.string())),
  /** The line, or row of the sheet, of each of these rows, from 1. */
  lines: z.array(z.number().int()).default([]),
  /** Where each column stands in the file. */
  places: z.array(columnPlaceSchema).default([]),
  /** How many rows kinds and findings were told from; null where that is the whole table. */
  inspectedRows: z.number().int().nullable(),
  findings: z.array(findingSchema),
})
export type Inspection = z.infer<typeof inspectionSchema>

/** A column as it would be with some settings. */
export const columnPreviewSchema = z.object({
  kind: columnKindSchema,
  reading: columnReadingSchema,
  /** Rows looked at, from the first. */
  rows: z.number().int(),
  /** Whether that is the whole column. */
  whole: z.boolean(),
  /** Rows with a value of the kind, with a marker or nothing, and with a text that does not fit the kind. */
  fit: z.number().int(),
  missing: z.number().int(),
  unfit: z.number().int(),
  missingMarkers: z.array(z.object({ marker: z.string(), count: z.number().int() })),
  /** The first rows: the text of the file and the value read from it, null where that is missing. */
  values: z.array(z.object({ row: z.number().int(), text: z.string(), value: z.string().nullable() })),
  /** Some of the texts that do not fit. */
  unfitTexts: z.array(z.object({ row: z.number().int(), text: z.string() })),
})
export type ColumnPreview = z.infer<typeof columnPreviewSchema>

export const histogramSchema = z.object({
  /** counts[i] lies in [edges[i], edges[i+1]), the last bin closed. */
  edges: z.array(z.number()),
  counts: z.array(z.number().int()),
})
export type Histogram = z.infer<typeof histogramSchema>

const beyondSchema = z.object({ count: z.number().int(), farthest: z.number() }).optional()

/** A histogram over a part of the range; with the values that lie below and above it, where there are any. */
export const clippedHistogramSchema = histogramSchema.extend({ below: beyondSchema, above: beyondSchema })
export type ClippedHistogram = z.infer<typeof clippedHistogramSchema>

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
  /** Record number in the file, from 1, the header included; where lines were not noted yet. */
  record: z.number().int().optional(),
  /** Line where the record begins, or row of the sheet, from 1. */
  line: z.number().int().optional(),
  /** Row of the table, from 0, or null where the record is not in the table. */
  row: z.number().int().nullable(),
  problem: z.enum(['tooFewFields', 'tooManyFields', 'brokenQuote', 'otherDelimiter']),
  expected: z.number().int(),
  found: z.number().int(),
  /** The record as it stands in the file (at most 10,000 characters). */
  text: z.string(),
  /** Fields beyond the table's last column. */
  surplus: z.array(z.string()).optional(),
})
export type IrregularRow = z.infer<typeof irregularRowSchema>

export const datasetSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  created: z.string(),
  rows: z.number().int(),
  /** Counts the refreshes of a table, from 1. */
  version: z.number().int().min(1).default(1),
  /** The dataset that this one refreshes. */
  previous: datasetIdSchema.nullable().default(null),
  columns: z.array(columnSummarySchema),
  source: z.object({
    fileName: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    format: fileFormatSchema,
    dialect: dialectSchema.nullable(),
    sheet: z.string().nullable(),
    /** Where each column stands in the file; empty where it is not known. */
    places: z.array(columnPlaceSchema).default([]),
    options: importOptionsSchema,
  }),
  irregular: z.object({
    tooFewFields: z.number().int(),
    tooManyFields: z.number().int(),
    brokenQuote: z.number().int(),
    /** Rows that were split by another delimiter than the others. */
    otherDelimiter: z.number().int().optional(),
  }),
  findings: z.array(findingSchema),
})
export type Dataset = z.infer<typeof datasetSchema>

/** Where a cell came from. */
export const cellPlaceSchema = z.object({
  fileName: z.string(),
  sheet: z.string().nullable(),
  /** Line of the text file (where its record begins) or row of the sheet, from 1. */
  line: z.number().int(),
  column: columnPlaceSchema,
  /** “line 17, field 3” or “Sheet1!C17”. */
  text: z.string(),
})
export type CellPlace = z.infer<typeof cellPlaceSchema>

const changedColumnSchema = z.object({ name: z.string(), before: columnKindSchema, after: columnKindSchema })

/** A column of a table under the names that two versions give it. */
const renamedSchema = z.object({ before: z.string(), after: z.string() })
export type Renamed = z.infer<typeof renamedSchema>

/** What a file holds that a dataset does not, and the other way round. */
export const differencesSchema = z.object({
  fileName: z.string(),
  /** Byte for byte the file that was imported, read with the same options. */
  isSame: z.boolean(),
  rows: z.object({
    before: z.number().int(),
    after: z.number().int(),
    added: z.number().int(),
    gone: z.number().int(),
    /** Rows of the same key with other content; 0 without a key, where such a row is one gone and one added. */
    changed: z.number().int(),
    same: z.number().int(),
  }),
  /** The column whose values tell which rows belong together; null where rows are told by their whole content. */
  key: z.string().nullable(),
  columns: z.object({
    added: z.array(z.object({ name: z.string(), kind: columnKindSchema })),
    gone: z.array(z.object({ name: z.string(), kind: columnKindSchema })),
    /** A column with the values of one that is gone, in its place; taken as the same one, it is among neither. */
    renamed: renamedSchema.nullable(),
    /** Columns read as another kind than before. */
    kinds: z.array(changedColumnSchema),
    /** How many rows have another text in the column, by column; with a key only. */
    changed: z.array(z.object({ name: z.string(), rows: z.number().int() })),
  }),
  /** Some of the rows, as texts of `names` in order. */
  examples: z.object({
    names: z.array(z.string()),
    added: z.array(z.object({ row: z.number().int(), texts: z.array(z.string()) })),
    gone: z.array(z.object({ row: z.number().int(), texts: z.array(z.string()) })),
    changed: z.array(
      z.object({
        key: z.string(),
        rowBefore: z.number().int(),
        rowAfter: z.number().int(),
        before: z.array(z.string()),
        after: z.array(z.string()),
      }),
    ),
  }),
  /** What becomes of the recipe, a sentence each: steps and roles of columns that are gone or of another kind. */
  recipe: z.array(z.string()),
})
export type Differences = z.infer<typeof differencesSchema>

export const datasetBriefSchema = z.object({
  id: datasetIdSchema,
  name: z.string(),
  created: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
  version: z.number().int().min(1).default(1),
  /** The newer version that took its place; null for the newest. */
  replacedBy: datasetIdSchema.nullable().default(null),
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

import { z } from 'zod'
import {
  cellPlaceSchema,
  columnPreviewSchema,
  columnSettingsSchema,
  datasetSchema,
  differencesSchema,
  importOptionsSchema,
  inspectionSchema,
  irregularRowSchema,
} from '../datasets.ts'
import { datasetIdSchema, fileIdSchema, jobIdSchema } from '../ids.ts'
import { call, inProject, name, nothing, ofDataset } from './subjects.ts'

/** A file beside the dataset that it may be the next version of. */
const refreshing = {
  ...ofDataset,
  job: jobIdSchema,
  file: fileIdSchema,
  options: importOptionsSchema.optional(),
  /** Takes a column that seems to have another name now as one that is gone and one that is new. */
  noRename: z.boolean().optional(),
}

/** Tables: looking at files, importing, reading columns, refreshing. */
export const datasetCalls = {
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
  'datasets.compare': call(z.object(refreshing), differencesSchema),
  /**
   * Takes a file as the next version of a dataset: the recipe goes over to it, runs keep the version they were trained
   * on. Answers the new dataset.
   */
  'datasets.refresh': call(z.object(refreshing), datasetSchema),
  'datasets.rename': call(z.object({ ...ofDataset, name }), datasetSchema),
  'datasets.remove': call(z.object(ofDataset), nothing),
  'datasets.restore': call(z.object(ofDataset), nothing),
} as const

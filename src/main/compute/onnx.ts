import { readFile } from 'node:fs/promises'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { onnxFeeds } from '../../core/export/onnx/feeds.ts'
import type { OnnxFeed } from '../../core/export/onnx/feeds.ts'
import { onnxDetails, readOnnxSchema } from '../../core/export/onnx/metadata.ts'
import type { OnnxSchema } from '../../core/export/onnx/metadata.ts'
import { detailsOutput, predictionOutput } from '../../core/export/onnx/schema.ts'
import { isNumericColumn, type Table } from '../../core/table.ts'
import { DescentError } from '../../shared/errors.ts'
import type { NativeReaders } from '../datasets/native.ts'
import { unbroken } from '../threads/unbroken.ts'
import type { FoundPredictions } from './exports/compare.ts'
import type { PredictedBatch, PredictionBatch } from './protocol.ts'
import { readRawColumns } from './rawColumns.ts'

/** Rows a run of the session: bounds its memory. */
const ROWS_AT_ONCE = 8_192
/** Where a file takes texts apart, all of a run are as wide as the longest: so many characters with their rows. */
const CHARACTERS_AT_ONCE = 2_000_000

/** An opened file with its way of reading raw columns. */
export interface OnnxModel {
  schema: OnnxSchema
  predict(table: Table, rows: Uint32Array): Promise<FoundPredictions>
  close(): Promise<void>
}

/** Name and version of what runs exported files. */
export async function onnxRunner(): Promise<string> {
  const { env } = await runtime()
  return `onnxruntime ${env.versions.node ?? env.versions.common}`
}

/**
 * Opens an exported file with onnxruntime, which is loaded on first use.
 * Errors: `not-found` and `unusable-input` where it is not a file that Descent exported.
 */
export async function openOnnx(path: string): Promise<OnnxModel> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DescentError('not-found', `The model ${path} is not there or cannot be read.`, {
      hint: 'Check the path and that you may read it.',
      where: { file: path },
      cause,
    })
  })
  const schema = schemaOf(bytes, path)
  const { InferenceSession, Tensor } = await runtime()
  const session = await unbroken(() => InferenceSession.create(bytes, { logSeverityLevel: 4 })).catch(
    (cause: unknown) => {
      throw new DescentError('unusable-input', `The model ${path} is damaged: it cannot be run.`, {
        hint: 'Export it again.',
        where: { file: path },
        cause,
      })
    },
  )
  return {
    schema,
    predict: (table, rows) => predictRows(session, Tensor, schema, table, rows),
    close: () => unbroken(() => session.release()),
  }
}

/** Predicts rows given as text. */
export async function predictOnnx(
  readers: NativeReaders,
  model: OnnxModel,
  { columns, rows, readings: settled }: Omit<PredictionBatch, 'model'>,
): Promise<PredictedBatch> {
  const { schema } = model
  const { table, notes, readings } = readRawColumns(readers, schema.inputs, columns, rows, settled)
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  const { predictions, details } = await model.predict(table, all)
  return {
    predictions: [...predictions],
    details,
    intervals: null,
    sets: null,
    flags: null,
    unpredicted: predictions.filter((text) => text === '').length,
    gaps: [],
    notes,
    readings,
    incomplete: [],
  }
}

async function runtime() {
  // A CommonJS package: its names lie in `default` where it is not bundled.
  const module = await unbroken(() => import('onnxruntime-node'))
  return module.default ?? module
}

function schemaOf(bytes: Uint8Array, path: string): OnnxSchema {
  try {
    return readOnnxSchema(bytes)
  } catch (error) {
    if (!(error instanceof DescentError)) throw error
    throw new DescentError(error.kind, error.message, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      where: { file: path },
    })
  }
}

async function predictRows(
  session: InferenceSession,
  TensorClass: typeof Tensor,
  schema: OnnxSchema,
  table: Table,
  rows: Uint32Array,
): Promise<FoundPredictions> {
  const width = onnxDetails(schema).length
  const isNumber = schema.task === 'regression'
  const predictions: string[] = []
  const values = new Float64Array(isNumber ? rows.length : 0)
  const details = new Float64Array(rows.length * width)
  const atOnce = rowsAtOnce(schema, table)
  for (let from = 0; from < rows.length; from += atOnce) {
    const part = rows.subarray(from, from + atOnce)
    const feeds = Object.fromEntries(
      onnxFeeds(schema, table, part).map((feed) => [feed.input, tensorOf(TensorClass, feed)]),
    )
    const outputs = await unbroken(() => session.run(feeds))
    const prediction = outputs[predictionOutput]?.data
    if (prediction === undefined) throw new Error('The model gave no prediction.')
    if (isNumber) {
      const numbers = prediction as Float32Array | Float64Array
      values.set(numbers, from)
      for (const value of numbers) predictions.push(Number.isNaN(value) ? '' : String(value))
    } else {
      predictions.push(...(prediction as string[]))
    }
    const beside = outputs[detailsOutput(schema)]?.data
    if (width > 0) details.set(beside as Float32Array | Float64Array, from * width)
  }
  return { predictions, values, details }
}

function rowsAtOnce({ runtime, inputs }: OnnxSchema, table: Table): number {
  if (runtime === undefined) return ROWS_AT_ONCE
  const names = new Set(inputs.map(({ name }) => name))
  let longest = 1
  for (const column of table.columns) {
    if (isNumericColumn(column) || !names.has(column.name)) continue
    for (const level of column.levels) longest = Math.max(longest, level.length)
  }
  return Math.min(ROWS_AT_ONCE, Math.max(1, Math.floor(CHARACTERS_AT_ONCE / longest)))
}

function tensorOf(TensorClass: typeof Tensor, feed: OnnxFeed): Tensor {
  const dims = [feed.data.length, 1]
  switch (feed.type) {
    case 'string':
      return new TensorClass('string', feed.data, dims)
    case 'float32':
      return new TensorClass('float32', feed.data, dims)
    case 'float64':
      return new TensorClass('float64', feed.data, dims)
  }
}

import { rm } from 'node:fs/promises'
import type { ImportOptions } from '../../shared/datasets.ts'
import type { PredictionFormat, PredictionReport } from '../../shared/predictions.ts'
import type { PredictedBatch, PredictionBatch, Readings } from '../compute/protocol.ts'
import { optionsAsTrained } from '../datasets/asTrained.ts'
import type { TrainedSource } from '../datasets/asTrained.ts'
import type { Reader } from '../datasets/reader/types.ts'
import { createRowsFile } from '../rowsFile/create.ts'
import type { Beside } from './beside.ts'
import { fileDifferences } from './fileDifferences.ts'
import { ReportBuilder } from './report.ts'

/** What predicts a batch of rows given as text, by column: the studio's own engine, or an exported file. */
export interface Predictor {
  /** The column that is predicted. */
  target: string
  /** What is said beside each prediction, in order. */
  beside: readonly Beside[]
  /** Columns the model needs. */
  inputs: string[]
  /** Of a model with series: further columns that it reads, and inputs that it then derives from the file's own rows. */
  series: { inputs: string[]; derived: string[] } | null
  predict(batch: Omit<PredictionBatch, 'model'>): Promise<PredictedBatch>
}

export interface PredictFileRequest {
  reader: Reader
  predictor: Predictor
  path: string
  fileName: string
  options: ImportOptions
  /** How the training's file was read; null where that is not known. */
  trained: TrainedSource | null
  /** Where the predictions are written; removed again when the work fails. */
  out: string
  format: PredictionFormat
  signal: AbortSignal
  onProgress(fraction: number, rows: number): void
}

/**
 * Streams a file through a model and writes its columns with `prediction` and, for classes, `probability_<class>`:
 * the same rows in the same order, in bounded memory; a model with series looks at the whole file at once.
 */
export async function predictFile(
  request: PredictFileRequest,
): Promise<Omit<PredictionReport, 'artifact' | 'fileName'>> {
  const { reader, predictor, path, fileName, trained, out, format, signal, onProgress } = request
  const report = new ReportBuilder()
  const file = createRowsFile(out, format, 'Predictions')
  let hasHeader = false
  // One file is written in one way: its first rows say in which, for all of them.
  let readings: Readings = {}
  const begin = async (header: string[]) => {
    hasHeader = true
    const output = [
      ...header,
      ...outputColumns(
        predictor.beside.flatMap(({ names }) => names),
        header,
      ),
    ]
    report.columns(header, output, wantedColumns(predictor, header), predictor.target)
    await file.write([output])
  }

  const predictRows = async (header: readonly string[], rows: readonly string[][]) => {
    const wanted = [...predictor.inputs, ...(predictor.series?.inputs ?? [])]
    const columns = columnsOf(header, rows, wanted)
    const batch = await predictor.predict({ columns, rows: rows.length, readings })
    readings = batch.readings
    const outputRows = rows.map((row, index) => [
      ...row,
      batch.predictions[index] ?? '',
      ...predictor.beside.flatMap((beside) => beside.fields(batch, index)),
    ])
    report.batch(batch, outputRows)
    await file.write(outputRows)
  }

  const whole: { header: readonly string[]; rows: string[][] } = { header: [], rows: [] }
  try {
    const wanted = [...predictor.inputs, ...(predictor.series?.inputs ?? [])]
    const options = await optionsAsTrained(reader, { path, fileName, options: request.options, wanted, trained })
    const read = await reader.readRows(
      path,
      fileName,
      options,
      async (header, rows, fraction) => {
        if (!hasHeader) await begin(header)
        if (predictor.series === null) {
          await predictRows(header, rows)
          onProgress(fraction, report.rows)
        } else {
          whole.header = header
          for (const row of rows) whole.rows.push(row)
        }
      },
      signal,
    )
    report.readOtherwise(fileDifferences(read, trained))
    if (predictor.series !== null && hasHeader) await predictRows(whole.header, whole.rows)
    return report.build(await file.end())
  } catch (error) {
    file.abort()
    await rm(out, { force: true })
    throw error
  }
}

/** The columns that the file should have: those that a series is derived from stand for what is derived. */
function wantedColumns({ inputs, series }: Predictor, header: readonly string[]): string[] {
  if (series === null) return inputs
  const derived = series.inputs.every((name) => header.includes(name)) ? new Set(series.derived) : new Set()
  return [...inputs.filter((name) => !derived.has(name)), ...series.inputs]
}

function columnsOf(header: readonly string[], rows: readonly string[][], wanted: readonly string[]) {
  return wanted.flatMap((name) => {
    const index = header.indexOf(name)
    return index < 0 ? [] : [{ name, texts: rows.map((row) => row[index] ?? '') }]
  })
}

/** Names of the columns that are added; one that the file has already gets a number. */
function outputColumns(beside: readonly string[], header: readonly string[]): string[] {
  const wanted = ['prediction', ...beside]
  const taken = new Set(header)
  return wanted.map((name) => {
    let free = name
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`
    taken.add(free)
    return free
  })
}

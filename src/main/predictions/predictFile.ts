import { rm } from 'node:fs/promises'
import type { ImportOptions } from '../../shared/datasets.ts'
import type { PredictionFormat, PredictionReport } from '../../shared/predictions.ts'
import type { FileBatch, PredictedColumns, Readings } from '../compute/protocol.ts'
import { optionsAsTrained } from '../datasets/asTrained.ts'
import type { TrainedSource } from '../datasets/asTrained.ts'
import { layOutTexts, listTexts } from '../datasets/columns/codec.ts'
import type { Reader, RowsPiece } from '../datasets/reader/types.ts'
import { createRowsFile } from '../rowsFile/create.ts'
import type { RowsText } from '../rowsFile/types.ts'
import { fileDifferences } from './fileDifferences.ts'
import { ReportBuilder } from './report.ts'

/** What predicts rows given as text, by column: the studio's own engine, or an exported file. */
export interface Predictor {
  /** The column that is predicted. */
  target: string
  /** Names of the columns that it adds to the file's, in order. */
  added: readonly string[]
  /** Columns the model needs. */
  inputs: string[]
  /** Of a model with series: further columns that it reads, and inputs that it then derives from the file's own rows. */
  series: { inputs: string[]; derived: string[] } | null
  predict(batch: Omit<FileBatch, 'plan'>): Promise<PredictedColumns>
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
  /** Makes the bytes of rows. */
  text: RowsText
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
  const { reader, predictor, path, fileName, trained, out, format, text, signal, onProgress } = request
  const report = new ReportBuilder()
  const file = createRowsFile(out, format, 'Predictions', text)
  const wanted = [...predictor.inputs, ...(predictor.series?.inputs ?? [])]
  let header: readonly string[] | null = null
  // One file is written in one way: its first rows say in which, for all of them.
  let readings: Readings = {}
  const begin = async (names: string[]) => {
    header = names
    const output = [...names, ...freeNames(predictor.added, names)]
    report.columns(names, output, wantedColumns(predictor, names), predictor.target)
    await file.write(
      output.map((name) => layOutTexts([name])),
      1,
    )
  }

  const predict = async (columns: FileBatch['columns'], rows: number): Promise<PredictedColumns> => {
    const predicted = await predictor.predict({ columns, rows, readings })
    readings = predicted.readings
    return predicted
  }
  const write = async (columns: readonly Uint8Array[], rows: number, predicted: PredictedColumns) => {
    const shown = report.wantedForPreview > 0 ? columns.map((texts) => listTexts(texts)) : []
    const begin = Array.from({ length: Math.min(rows, report.wantedForPreview) }, (_, row) =>
      shown.map((texts) => texts[row] ?? ''),
    )
    report.batch(predicted, rows, begin)
    await file.write(columns, rows)
  }

  /** Of a file that is looked at as a whole. */
  const pieces: RowsPiece[] = []
  const predictWhole = async (names: readonly string[]) => {
    const columns = columnsOf(
      names,
      names.map((_, column) => pieces.flatMap((piece) => textsOf(piece, column))),
      wanted,
    )
    const predicted = await predict(
      columns,
      pieces.reduce((sum, { rows }) => sum + rows, 0),
    )
    const added = predicted.columns.map((texts) => listTexts(texts))
    let from = 0
    for (const piece of pieces) {
      const to = from + piece.rows
      const beside = added.map((texts) => layOutTexts(texts.slice(from, to)))
      await write([...piece.columns, ...beside], piece.rows, from === 0 ? predicted : nothingMore(predicted))
      from = to
    }
  }

  try {
    const options = await optionsAsTrained(reader, { path, fileName, options: request.options, wanted, trained })
    const read = await reader.readRows(
      path,
      fileName,
      options,
      async (names, piece) => {
        if (header === null) await begin(names)
        if (predictor.series !== null) {
          pieces.push(piece)
          return
        }
        const predicted = await predict(columnsOf(names, piece.columns, wanted), piece.rows)
        await write([...piece.columns, ...predicted.columns], piece.rows, predicted)
        onProgress(piece.fraction, report.rows)
      },
      signal,
    )
    report.readOtherwise(fileDifferences(read, trained))
    if (header !== null && predictor.series !== null) await predictWhole(header)
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

function columnsOf<T>(
  header: readonly string[],
  columns: readonly T[],
  wanted: readonly string[],
): { name: string; texts: T }[] {
  return wanted.flatMap((name) => {
    const texts = columns[header.indexOf(name)]
    return texts === undefined ? [] : [{ name, texts }]
  })
}

function textsOf({ columns }: RowsPiece, column: number): string[] {
  const texts = columns[column]
  return texts === undefined ? [] : listTexts(texts)
}

/** What is left to tell of rows that were predicted with others, of which everything was told. */
function nothingMore(predicted: PredictedColumns): PredictedColumns {
  return { ...predicted, unpredicted: 0, gaps: [], notes: [], units: [], apart: null, incomplete: [] }
}

/** Names of the columns that are added; one that the file has already gets a number. */
function freeNames(wanted: readonly string[], header: readonly string[]): string[] {
  const taken = new Set(header)
  return wanted.map((name) => {
    let free = name
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`
    taken.add(free)
    return free
  })
}

import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { buildC } from '../../../core/export/c/build.ts'
import { buildExcel } from '../../../core/export/excel/build.ts'
import { buildJavaScript } from '../../../core/export/javascript/build.ts'
import { buildOnnxModel } from '../../../core/export/onnx/build.ts'
import { buildPmml } from '../../../core/export/pmml/build.ts'
import { buildPython } from '../../../core/export/python/build.ts'
import { programOf, type Program } from '../../../core/export/program/program.ts'
import type { Provenance } from '../../../core/export/program/provenance.ts'
import { rawRows } from '../../../core/export/program/rawValues.ts'
import type { TestVector } from '../../../core/export/program/vectors.ts'
import type { Predictions } from '../../../core/network/predictions.ts'
import type { EngineSpec } from '../../../core/network/engine.ts'
import { buildSql } from '../../../core/export/sql/build.ts'
import { postgresql, sqlite } from '../../../core/export/sql/dialects.ts'
import { buildSafetensors, readSafetensorsModel } from '../../../core/export/safetensors/build.ts'
import { withSeries } from '../../../core/recipe/windows/derive.ts'
import type { Table } from '../../../core/table.ts'
import type { ExportFormat } from '../../../shared/exports.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Engine } from '../../training/native.ts'
import { onnxRunner, openOnnx } from '../onnx.ts'
import type { ComparedExport, Model } from '../protocol.ts'
import { largestDifference, type FoundPredictions } from './compare.ts'
import { readFoundRows } from './foundRows.ts'
import { ownPredictions } from './own.ts'
import { testVectors, VECTORS } from './vectors.ts'
import { zipped } from './zipped.ts'

/** Rows written to a file of rows at a time. */
const ROWS_AT_ONCE = 500

/** Raw rows of a table that an export is made and checked with. */
export interface CheckedRows {
  table: Table
  rows: Uint32Array
}

type Content = string | Uint8Array | Promise<Uint8Array>

/** A project is no file that is written from the model alone. */
export type WrittenFormat = Exclude<ExportFormat, 'descent'>

type Builder = (model: Model, spec: EngineSpec, provenance: Provenance, vectors: () => TestVector[]) => Content

/** What each format is written by. */
const builders: Record<WrittenFormat, Builder> = {
  onnx: ({ fitted, weights }, spec, provenance) => buildOnnxModel({ fitted, spec, weights, provenance }),
  python: ofProgram(buildPython),
  javascript: ofProgram(buildJavaScript),
  c: ofProgram(buildC),
  sql: ofProgram((request) => buildSql({ ...request, dialect: sqlite })),
  postgresql: ofProgram((request) => buildSql({ ...request, dialect: postgresql })),
  excel: ofProgram((request) => zipped(buildExcel(request))),
  pmml: ofProgram(buildPmml),
  safetensors: ({ fitted, weights }, spec, provenance) => buildSafetensors({ fitted, spec, weights }, provenance),
}

interface ProgramRequest {
  program: Program
  provenance: Provenance
  vectors: readonly TestVector[]
}

/** A format that is written from the program of one row. */
function ofProgram(build: (request: ProgramRequest) => Content): Builder {
  return ({ fitted, weights }, spec, provenance, vectors) =>
    build({ program: programOf({ fitted, spec, weights }), provenance, vectors: vectors() })
}

/** Writes a model with its whole preparation. */
export async function writeExport(
  engine: Engine,
  request: CheckedRows & { format: WrittenFormat; path: string; model: Model; provenance: Provenance },
): Promise<void> {
  const { format, path, model, provenance } = request
  const table = withSeries(request.table, model.fitted.recipe, 'all')
  const vectors = (): TestVector[] => {
    const rows = request.rows.subarray(0, VECTORS)
    return testVectors(model.fitted, ownPredictions(engine, model, table, rows), table, rows)
  }
  const content = await builders[format](model, JSON.parse(model.spec) as EngineSpec, provenance, vectors)
  try {
    await writeFile(path, content)
  } catch (cause) {
    throw unwritable(cause, path)
  }
}

/** Writes raw rows as a program takes them: a JSON object a line, by raw column. */
export async function writeRows(path: string, model: Model, { table: raw, rows }: CheckedRows): Promise<void> {
  const table = withSeries(raw, model.fitted.recipe, 'all')
  const stream = createWriteStream(path)
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rawRows(model.fitted.rawInputs, table, rows.subarray(from, from + ROWS_AT_ONCE))
    if (!stream.write(part.map((row) => `${JSON.stringify(row)}\n`).join(''))) await once(stream, 'drain')
  }
  stream.end()
  await finished(stream)
}

/** Compares what a program wrote of the rows with what the studio predicts. */
export async function compareFound(
  engine: Engine,
  model: Model,
  checked: CheckedRows,
  foundPath: string,
): Promise<ComparedExport> {
  return compared(engine, model, checked, await readFoundRows(foundPath, model.fitted))
}

/** Runs an ONNX file on raw rows and compares it with what the studio predicts. */
export async function checkOnnx(
  engine: Engine,
  path: string,
  model: Model,
  { table: raw, rows }: CheckedRows,
): Promise<ComparedExport & { runner: string; runtime: 'onnxruntime' | null }> {
  const table = withSeries(raw, model.fitted.recipe, 'all')
  const exported = await openOnnx(path)
  const found = await exported.predict(table, rows).finally(() => exported.close())
  const result = compared(engine, model, { table: raw, rows }, found)
  return { ...result, runner: await onnxRunner(), runtime: exported.schema.runtime ?? null }
}

/** Compares what another model, read back from a file, predicts of the rows. */
export function checkModel(engine: Engine, model: Model, found: Model, checked: CheckedRows): ComparedExport {
  const table = withSeries(checked.table, found.fitted.recipe, 'all')
  const { decoded, kept } = ownPredictions(engine, found, table, checked.rows)
  return compared(engine, model, checked, foundOf(found.fitted, decoded, kept, checked.rows))
}

/** Reads a safetensors file back and predicts with what it says. */
export async function checkSafetensors(
  engine: Engine,
  path: string,
  model: Model,
  checked: CheckedRows,
): Promise<ComparedExport> {
  const { fitted, spec, weights } = readSafetensorsModel(await readFile(path))
  return checkModel(engine, model, { fitted, spec: JSON.stringify(spec), weights }, checked)
}

/** Predictions of the rows that are kept among all of them. */
function foundOf(
  { target }: Model['fitted'],
  decoded: Predictions,
  kept: Uint32Array,
  rows: Uint32Array,
): FoundPredictions {
  const place = new Map(Array.from(kept, (row, index) => [row, index]))
  const numbers = decoded.task === 'regression' ? decoded.details : decoded.probabilities
  const width = kept.length === 0 ? 0 : numbers.length / kept.length
  const details = new Float64Array(rows.length * width).fill(NaN)
  const values = new Float64Array(decoded.task === 'regression' ? rows.length : 0).fill(NaN)
  const predictions = Array.from(rows, (row, index) => {
    const at = place.get(row)
    if (at === undefined) return ''
    details.set(numbers.subarray(at * width, (at + 1) * width), index * width)
    if (decoded.task === 'regression') {
      const value = decoded.values[at] ?? NaN
      values[index] = value
      return String(value)
    }
    return target.task === 'classification' ? (target.classes[decoded.classes[at] ?? -1] ?? '') : ''
  })
  return { predictions, values, details }
}

function compared(
  engine: Engine,
  model: Model,
  { table: raw, rows }: CheckedRows,
  found: FoundPredictions,
): ComparedExport {
  const own = ownPredictions(engine, model, withSeries(raw, model.fitted.recipe, 'all'), rows)
  return { rows: own.kept.length, largestDifference: largestDifference(model.fitted, own, found, rows) }
}

function unwritable(cause: unknown, path: string): DescentError {
  const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'
  return new DescentError(isFull ? 'disk-full' : 'internal', 'The exported file could not be written.', {
    hint: isFull ? 'Free some space on the disk and try again.' : 'Check that the folder of temporary files is usable.',
    where: { file: path },
    cause,
  })
}

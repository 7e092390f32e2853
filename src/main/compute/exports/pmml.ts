import { readFile } from 'node:fs/promises'
import { readPmml, type PmmlModel } from '../../../core/export/pmml/reading/model.ts'
import { rawRows } from '../../../core/export/program/rawValues.ts'
import { withSeries } from '../../../core/recipe/windows/derive.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Engine } from '../../training/native.ts'
import type { ComparedExport, Model } from '../protocol.ts'
import { largestDifference } from './compare.ts'
import type { CheckedRows } from './exporting.ts'
import { foundInLines } from './foundRows.ts'
import { ownPredictions } from './own.ts'

/** Connections that are followed in all, some seconds' work. */
const MOST_WORK = 1e9
const LEAST_ROWS = 20

/**
 * Reads a PMML document back, validates it against the schema, and predicts rows with what it says: as many as there are, fewer of a large
 * network.
 *
 * Errors: `export-mismatch` for a document that is not valid, or that cannot be followed.
 */
export async function checkPmml(
  engine: Engine,
  path: string,
  model: Model,
  { table: raw, rows: all }: CheckedRows,
): Promise<ComparedExport> {
  const document = await opened(path)
  const most = Math.max(LEAST_ROWS, Math.floor(MOST_WORK / document.connections))
  const rows = spread(all, Math.min(all.length, most))
  const table = withSeries(raw, model.fitted.recipe, 'all')
  const own = ownPredictions(engine, model, table, rows)
  const lines = followed(() => rawRows(model.fitted.rawInputs, table, rows).map((row) => document.predict(row)))
  const found = foundInLines(model.fitted, lines)
  return { rows: own.kept.length, largestDifference: largestDifference(model.fitted, own, found, rows) }
}

async function opened(path: string): Promise<PmmlModel> {
  const bytes = await readFile(path)
  // Loaded where it is asked for: few exports are PMML.
  const { readDocument } = await import('./pmmlDocument.ts')
  return followed(() => readPmml(readDocument(bytes)))
}

/** What the document makes, or the error of one that says what it should not. */
function followed<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new DescentError('export-mismatch', 'The PMML document is not valid: the export was not kept.', {
      hint: 'Export as ONNX instead, and tell us about it: this is a fault of Descent.',
      cause,
    })
  }
}

function spread(rows: Uint32Array, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)] ?? 0)
}

import type { Dataset } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import { CHUNK_ROWS, chunkCount } from '../../datasets/columns/codec.ts'
import { loadReaders, type NativeComparison } from '../../datasets/native.ts'
import type { Connection } from '../connection.ts'
import type { ComparedRows, CompareRequest } from '../operations.ts'
import { readChunk, readTexts } from './columns.ts'
import { readStaged } from './datasets.ts'

/** Rows shown of each sort of difference. */
const EXAMPLES = 20

type Version = 'before' | 'after'

/** Reads every column of both datasets once, and again those of rows that changed; keeps two numbers a row. */
export function compareDatasets(connection: Connection, request: CompareRequest): ComparedRows {
  const versions = { before: readStaged(connection, request.before), after: readStaged(connection, request.after) }
  const native = loadReaders(new URL(request.addon)).compareTables(request.key !== null)
  const step = stepper(request)
  for (const column of request.columns) {
    for (const version of ['before', 'after'] as const) {
      eachChunk(connection, versions[version], column[version], (first, bytes) =>
        native.add(version, first, column.name === request.key, bytes),
      )
    }
    step()
  }
  const counts = native.finish()
  const changed: ComparedRows['changed'] = []
  if (counts.changed > 0) {
    for (const column of request.columns) {
      for (const version of ['before', 'after'] as const) {
        eachChunk(connection, versions[version], column[version], (first, bytes) =>
          native.addCells(version, first, bytes),
        )
      }
      const rows = native.changedCells()
      if (rows > 0) changed.push({ name: column.name, rows })
      step()
    }
  }
  return { counts, changed, examples: examplesOf(connection, request, versions, native) }
}

/** Counts the columns done, and throws `cancelled` when the caller asks for it. */
function stepper({ columns, control }: CompareRequest): () => void {
  let done = 0
  return () => {
    if (Atomics.load(control, 0) !== 0) throw new DescentError('cancelled', 'Comparing was stopped on request.')
    Atomics.store(control, 1, Math.round((1000 * ++done) / (2 * columns.length)))
  }
}

function eachChunk(
  connection: Connection,
  dataset: Dataset,
  column: number,
  take: (firstRow: number, bytes: Uint8Array) => void,
): void {
  for (let chunk = 0; chunk < chunkCount(dataset.rows); chunk++) {
    take(chunk * CHUNK_ROWS, readChunk(connection, dataset, column, chunk, 'source'))
  }
}

function examplesOf(
  connection: Connection,
  { columns, key }: CompareRequest,
  { before, after }: Record<Version, Dataset>,
  native: NativeComparison,
): ComparedRows['examples'] {
  const found = native.examples(EXAMPLES)
  const texts = (version: Version, row: number) =>
    readTexts(
      connection,
      version === 'before' ? before : after,
      row,
      columns.map((column) => column[version]),
    )
  const keyAt = columns.findIndex(({ name }) => name === key)
  const changed: ComparedRows['examples']['changed'] = []
  for (let at = 0; at + 1 < found.changed.length; at += 2) {
    const [rowBefore = 0, rowAfter = 0] = found.changed.slice(at, at + 2)
    const now = texts('after', rowAfter)
    changed.push({ key: now[keyAt] ?? '', rowBefore, rowAfter, before: texts('before', rowBefore), after: now })
  }
  return {
    added: found.added.map((row) => ({ row, texts: texts('after', row) })),
    gone: found.gone.map((row) => ({ row, texts: texts('before', row) })),
    changed,
  }
}

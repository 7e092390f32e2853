import { weightsLength } from '../../core/network/shapes.ts'
import { recordWidth } from '../../core/series/records.ts'
import { chunkCount, CHUNK_ROWS, decodeCodes, decodeNumbers, decodeTexts } from '../datasets/columns/codec.ts'
import { decodeOrigins } from '../datasets/columns/origins.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Dataset } from '../../shared/datasets.ts'
import type { Run } from '../../shared/runs.ts'
import { checksum, type StoredBytes } from './bytes.ts'
import type { Connection } from './connection.ts'
import { readLevels } from './operations/columns.ts'
import { readBriefs, readDataset } from './operations/datasets.ts'
import { readEpochStatistics, readEpochWeights, readKeptEpochs } from './operations/epochs.ts'
import { decodeIrregularPiece, type IrregularPiece } from './operations/irregularRows.ts'
import { readEvaluation, readFitted, readWeights } from './operations/models.ts'
import { readRecipe } from './operations/recipes.ts'
import { readRuns } from './operations/runs.ts'
import { readSeries } from './operations/series.ts'
import { readStudies, readTrials } from './operations/studies.ts'

interface ChunkRow extends StoredBytes {
  chunk: number
}

/** A list that would fill the screen helps nobody. */
const MAX_PROBLEMS = 100

/** Reads everything in a project and says what is wrong, in sentences; empty where nothing is. */
export function checkProject(connection: Connection): string[] {
  const problems: string[] = []
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (error instanceof DescentError) problems.push(error.message)
      else throw error
    }
  }
  problems.push(...checkFile(connection))
  if (problems.length > 0) return problems.slice(0, MAX_PROBLEMS)
  for (const { id } of readBriefs(connection)) {
    attempt(() => {
      const dataset = readDataset(connection, { dataset: id })
      for (const { index } of dataset.columns) problems.push(...checkColumn(connection, dataset, index))
      problems.push(...checkIrregularRows(connection, dataset))
      problems.push(...checkOrigins(connection, dataset))
    })
    attempt(() => void readRecipe(connection, { dataset: id }))
  }
  attempt(() => {
    for (const run of readRuns(connection, null)) attempt(() => problems.push(...checkRun(connection, run)))
  })
  attempt(() => void readStudies(connection))
  attempt(() => void readTrials(connection, {}))
  return problems.slice(0, MAX_PROBLEMS)
}

function checkFile({ database, fileName }: Connection): string[] {
  const integrity = database.pragma('integrity_check', { simple: true })
  if (integrity !== 'ok') return [`${fileName} is damaged: its pages do not fit together.`]
  const dangling = database.pragma('foreign_key_check')
  return Array.isArray(dangling) && dangling.length > 0
    ? [`${fileName} is damaged: ${dangling.length} records belong to something that is not there.`]
    : []
}

function checkColumn(connection: Connection, dataset: Dataset, index: number): string[] {
  const column = dataset.columns[index]
  const what = `Column ${column?.name ?? index + 1} of the dataset ${dataset.name}`
  const numeric = column?.kind === 'number' || column?.kind === 'date'
  const problems: string[] = []
  const levels = readLevels(connection, dataset, index)
  if (numeric !== (levels === null)) problems.push(`${what}: the list of levels does not fit the kind.`)
  for (const part of ['source', 'values'] as const) {
    const rows = connection.database
      .prepare<[string, string, number], ChunkRow>(
        'SELECT chunk, crc, bytes FROM dataset_chunks WHERE dataset = ? AND part = ? AND "column" = ? ORDER BY chunk',
      )
      .iterate(dataset.id, part, index)
    let chunks = 0
    for (const row of rows) {
      const problem = checkChunk(row, chunks, dataset.rows, part === 'source' ? 'texts' : numeric ? 'numbers' : levels)
      if (problem !== null) problems.push(`${what}, part ${chunks + 1}: ${problem}`)
      chunks++
    }
    if (chunks !== chunkCount(dataset.rows)) {
      problems.push(`${what}: ${chunks} parts are stored instead of ${chunkCount(dataset.rows)}.`)
    }
  }
  return problems
}

/** `content`: what the chunk holds; a list of levels where it holds codes. */
function checkChunk(row: ChunkRow, expected: number, rows: number, content: 'texts' | 'numbers' | string[] | null) {
  if (row.chunk !== expected) return 'it is out of order.'
  if (checksum(row.bytes) !== row.crc) return 'it is not what was written.'
  let length: number
  try {
    if (content === 'texts') length = decodeTexts(row.bytes).length
    else if (content === 'numbers') length = decodeNumbers(row.bytes).length
    else {
      const codes = decodeCodes(row.bytes)
      const levels = content?.length ?? 0
      if (codes.some((code) => code < -1 || code >= levels)) return 'it names a level that does not exist.'
      length = codes.length
    }
  } catch {
    return 'it cannot be decoded.'
  }
  const wanted = Math.min(CHUNK_ROWS, rows - expected * CHUNK_ROWS)
  return length === wanted ? null : `it holds ${length} values instead of ${wanted}.`
}

function checkIrregularRows(connection: Connection, dataset: Dataset): string[] {
  const pieces = connection.database
    .prepare<[string], IrregularPiece>(
      'SELECT first_row, rows, crc, bytes FROM irregular_rows WHERE dataset = ? ORDER BY first_row',
    )
    .all(dataset.id)
  let rows = 0
  for (const piece of pieces) {
    const decoded = decodeIrregularPiece(connection, piece).length
    if (piece.first_row !== rows || piece.rows !== decoded) {
      return [`The dataset ${dataset.name}: the list of rows that did not fit is incomplete.`]
    }
    rows += decoded
  }
  return []
}

function checkOrigins(connection: Connection, dataset: Dataset): string[] {
  const what = `The dataset ${dataset.name}: the list of the lines its rows came from`
  const stored = connection.database
    .prepare<[string], ChunkRow>('SELECT chunk, crc, bytes FROM dataset_origins WHERE dataset = ? ORDER BY chunk')
    .all(dataset.id)
  // Projects of the first format have none.
  if (stored.length === 0) return []
  if (stored.length !== chunkCount(dataset.rows)) return [`${what} is incomplete.`]
  const isIntact = stored.every(({ chunk, crc, bytes }, index) => {
    if (chunk !== index || checksum(bytes) !== crc) return false
    try {
      return decodeOrigins(bytes, 0, 1).length === 1
    } catch {
      return false
    }
  })
  return isIntact ? [] : [`${what} is not what was written.`]
}

function checkRun(connection: Connection, run: Run): string[] {
  const problems: string[] = []
  const what = `The run ${run.name}`
  const weights = readWeights(connection, { run: run.id })
  const expected = weightsLength(run)
  if (weights !== null && weights.length !== expected) {
    problems.push(`${what}: ${weights.length} weights are stored instead of ${expected}.`)
  }
  // One that was stopped while it waited has not begun.
  if (run.state === 'finished' && run.epochs > 0 && weights === null) {
    problems.push(`${what} is finished and has no weights.`)
  }
  if (weights !== null && readFitted(connection, { run: run.id }) === null) {
    problems.push(`${what} has weights and no fitted preparation.`)
  }
  const series = readSeries(connection, { run: run.id })
  const width = recordWidth(run.config.training)
  if (series.length % width !== 0) problems.push(`${what}: its curve ends in the middle of a record.`)
  for (let at = width; at < series.length; at += width) {
    if ((series[at] ?? 0) <= (series[at - width] ?? 0)) {
      problems.push(`${what}: the epochs of its curve are out of order.`)
      break
    }
  }
  const checkpoint = connection.database
    .prepare<[string], StoredBytes>('SELECT crc, bytes FROM run_checkpoints WHERE run = ?')
    .get(run.id)
  if (checkpoint !== undefined && checksum(checkpoint.bytes) !== checkpoint.crc) {
    problems.push(`${what}: its checkpoint is not what was written.`)
  }
  problems.push(...checkEpochs(connection, run))
  for (const split of ['train', 'validation', 'test'] as const) readEvaluation(connection, { run: run.id, split })
  return problems
}

function checkEpochs(connection: Connection, run: Run): string[] {
  const problems: string[] = []
  const what = `The run ${run.name}`
  const expected = weightsLength(run)
  let hasBeginning = false
  for (const { epoch, hasWeights } of readKeptEpochs(connection, { run: run.id })) {
    if (!hasWeights) continue
    const length = readEpochWeights(connection, { run: run.id, epoch })?.length
    if (length !== expected) {
      problems.push(`${what}: of epoch ${epoch} ${length} weights are stored instead of ${expected}.`)
    }
    hasBeginning ||= epoch === 0
  }
  if (run.parent !== undefined && !hasBeginning) {
    problems.push(`${what}: the weights of another run with which it began are not there.`)
  }
  readEpochStatistics(connection, { run: run.id })
  return problems
}

import { recordWidth } from '../../../core/series/records.ts'
import { runRemarksSchema, runSchema, type Run, type RunRemarks } from '../../../shared/runs.ts'
import { bytesOf, checksum } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import type { RunCommit } from '../operations.ts'
import { insertEpochs, thinEpochs, truncateEpochs } from './epochs.ts'
import { requireRun, runNotFound } from './exists.ts'
import { appendSeries, truncateSeries } from './series.ts'

interface RunRow {
  id: string
  name: string
  created: string
  state: string
  dataset: string
  datasetName: string
  recipe: string
  config: string
  progress: string
}

/** What of a run changes while it trains; the rest has columns of its own. */
const progressSchema = runSchema.omit({
  id: true,
  name: true,
  created: true,
  state: true,
  dataset: true,
  datasetName: true,
  recipe: true,
  config: true,
})

const SELECT = `
  SELECT runs.id, runs.name, runs.created, runs.state, runs.dataset, datasets.name AS datasetName,
         runs.recipe, runs.config, runs.progress
  FROM runs JOIN datasets ON datasets.id = runs.dataset
  WHERE runs.removed = 0`

function toRun(row: RunRow, fileName: string): Run {
  const { recipe, config, progress, ...columns } = row
  const what = `the run ${row.name}`
  const run = {
    ...parseStored(progressSchema, progress, what, fileName),
    ...columns,
    recipe: parseStored(runSchema.shape.recipe, recipe, what, fileName),
    config: parseStored(runSchema.shape.config, config, what, fileName),
  }
  return { ...run, state: runSchema.shape.state.parse(row.state) }
}

export function readRun(connection: Connection, input: { run: string }): Run {
  const row = connection.database.prepare<[string], RunRow>(`${SELECT} AND runs.id = ?`).get(input.run)
  if (row === undefined) throw runNotFound(connection)
  return toRun(row, connection.fileName)
}

/** @param only the ids of those that are wanted; null: all */
export function readRuns(connection: Connection, only: ReadonlySet<string> | null): Run[] {
  const rows = connection.database.prepare<[], RunRow>(`${SELECT} ORDER BY runs.number`).iterate()
  const runs: Run[] = []
  for (const row of rows) if (only === null || only.has(row.id)) runs.push(toRun(row, connection.fileName))
  return runs
}

export function readRunIds({ database }: Connection): string[] {
  return database.prepare<[], string>('SELECT id FROM runs WHERE removed = 0 ORDER BY number').pluck().all()
}

export function createRun(connection: Connection, input: { run: Run; initialWeights?: Float32Array }): void {
  const { run, initialWeights } = input
  connection.database
    .prepare(
      `INSERT INTO runs (id, dataset, name, created, state, recipe, config, progress)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(run.id, run.dataset, run.name, run.created, run.state, ...documentsOf(run))
  if (initialWeights !== undefined) {
    insertEpochs(connection, run.id, [{ epoch: 0, weights: initialWeights, statistics: null }])
  }
  connection.revisions.changed(run.id)
}

function documentsOf(run: Run): [recipe: string, config: string, progress: string] {
  return [JSON.stringify(run.recipe), JSON.stringify(run.config), JSON.stringify(progressSchema.parse(run))]
}

export function commitRun(connection: Connection, commit: RunCommit): void {
  const { database } = connection
  requireRun(connection, commit.run)
  if (commit.fields !== undefined) updateFields(connection, commit.run, commit.fields)
  connection.revisions.changed(commit.run)
  if (commit.truncateFrom !== undefined) {
    const { training } = readRun(connection, { run: commit.run }).config
    truncateSeries(connection, commit.run, commit.truncateFrom, recordWidth(training))
    truncateEpochs(connection, commit.run, commit.truncateFrom)
  }
  if (commit.records !== undefined && commit.records.length > 0) {
    appendSeries(connection, commit.run, commit.records)
  }
  if (commit.kept !== undefined) {
    insertEpochs(connection, commit.run, commit.kept)
    thinEpochs(connection, readRun(connection, { run: commit.run }))
  }
  if (commit.checkpoint !== undefined) replaceBytes(connection, 'run_checkpoints', commit.run, commit.checkpoint)
  if (commit.weights !== undefined) replaceBytes(connection, 'run_weights', commit.run, bytesOf(commit.weights))
  if (commit.fitted !== undefined) {
    database.prepare('UPDATE runs SET fitted = ? WHERE id = ?').run(JSON.stringify(commit.fitted), commit.run)
  }
  if (commit.evaluations !== undefined) {
    database.prepare('DELETE FROM run_evaluations WHERE run = ?').run(commit.run)
    const insert = database.prepare('INSERT INTO run_evaluations (run, split, evaluation) VALUES (?, ?, ?)')
    for (const evaluation of commit.evaluations) insert.run(commit.run, evaluation.split, JSON.stringify(evaluation))
  }
}

function updateFields(connection: Connection, id: string, fields: Partial<Omit<Run, 'id'>>): void {
  const run: Run = { ...readRun(connection, { run: id }), ...fields, id }
  connection.database
    .prepare('UPDATE runs SET name = ?, state = ?, recipe = ?, config = ?, progress = ? WHERE id = ?')
    .run(run.name, run.state, ...documentsOf(run), id)
}

function replaceBytes(
  connection: Connection,
  table: 'run_checkpoints' | 'run_weights',
  run: string,
  bytes: Uint8Array,
): void {
  connection.database
    .prepare(
      `INSERT INTO ${table} (run, crc, bytes) VALUES (?, ?, ?)
       ON CONFLICT (run) DO UPDATE SET crc = excluded.crc, bytes = excluded.bytes`,
    )
    .run(run, checksum(bytes), bytes)
}

/** What a person says of runs; what is left out of a run's remarks stays. */
export function annotateRuns(
  connection: Connection,
  input: { runs: readonly { run: string; remarks: Partial<RunRemarks> }[] },
): void {
  // What is left of the document need not be read to be kept.
  const annotate = connection.database.prepare('UPDATE runs SET progress = json_patch(progress, ?) WHERE id = ?')
  for (const { run, remarks } of input.runs) {
    requireRun(connection, run)
    annotate.run(JSON.stringify(runRemarksSchema.partial().parse(remarks)), run)
    connection.revisions.changed(run)
  }
}

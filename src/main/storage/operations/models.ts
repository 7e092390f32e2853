import { evaluationSchema, type Evaluation } from '../../../shared/evaluation.ts'
import { fittedRecipeSchema, type FittedRecipe, type SplitName } from '../../../shared/recipes.ts'
import { verified, type StoredBytes } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import type { RunOutput } from '../operations.ts'
import { requireRun } from './exists.ts'

export function readCheckpoint(connection: Connection, input: { run: string }): Uint8Array<ArrayBuffer> | null {
  return readBytes(connection, 'run_checkpoints', input.run, "a run's checkpoint")
}

export function readWeights(connection: Connection, input: { run: string }): Float32Array<ArrayBuffer> | null {
  const bytes = readBytes(connection, 'run_weights', input.run, "a run's weights")
  return bytes === null ? null : new Float32Array(bytes.buffer)
}

function readBytes(
  connection: Connection,
  table: 'run_checkpoints' | 'run_weights',
  run: string,
  what: string,
): Uint8Array<ArrayBuffer> | null {
  requireRun(connection, run)
  const row = connection.database
    .prepare<[string], StoredBytes>(`SELECT crc, bytes FROM ${table} WHERE run = ?`)
    .get(run)
  return row === undefined ? null : verified(row, what, connection.fileName)
}

export function readFitted(connection: Connection, input: { run: string }): FittedRecipe | null {
  requireRun(connection, input.run)
  const row = connection.database
    .prepare<[string], { fitted: string | null }>('SELECT fitted FROM runs WHERE id = ?')
    .get(input.run)
  const text = row?.fitted ?? null
  return text === null ? null : parseStored(fittedRecipeSchema, text, "a run's preparation", connection.fileName)
}

export function readEvaluation(connection: Connection, input: { run: string; split: SplitName }): Evaluation | null {
  requireRun(connection, input.run)
  const row = connection.database
    .prepare<[string, string], { evaluation: string }>(
      'SELECT evaluation FROM run_evaluations WHERE run = ? AND split = ?',
    )
    .get(input.run, input.split)
  return row === undefined
    ? null
    : parseStored(evaluationSchema, row.evaluation, "a run's evaluation", connection.fileName)
}

export function insertOutput(connection: Connection, output: RunOutput): void {
  requireRun(connection, output.run)
  connection.database
    .prepare('INSERT INTO run_outputs (id, run, kind, created, report) VALUES (?, ?, ?, ?, ?)')
    .run(output.id, output.run, output.kind, output.created, JSON.stringify(output.report))
}

export function readOutputs(connection: Connection, input: { run: string }): RunOutput[] {
  requireRun(connection, input.run)
  return connection.database
    .prepare<[string], Omit<RunOutput, 'report'> & { report: string }>(
      'SELECT id, run, kind, created, report FROM run_outputs WHERE run = ? ORDER BY created, id',
    )
    .all(input.run)
    .map((row) => ({ ...row, report: JSON.parse(row.report) as unknown }))
}

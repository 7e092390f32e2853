import Database from 'better-sqlite3'
import type { OperationInput, OperationOutput } from '../operations.ts'
import type { Connection } from '../connection.ts'
import { DescentError } from '../../../shared/errors.ts'
import { forgetRemoved } from '../recovery.ts'
import { readBriefs } from './datasets.ts'
import { readRunIds, readRuns } from './runs.ts'

export function readProject(
  connection: Connection,
  { since }: OperationInput<'readProject'>,
): OperationOutput<'readProject'> {
  const meta = connection.database
    .prepare<[], { name: string; created: string }>('SELECT name, created FROM meta WHERE id = 1')
    .get()
  if (meta === undefined) {
    throw new DescentError('damaged', `${connection.fileName} is damaged: the project's name is missing.`, {
      hint: 'Take a copy of the file from a backup.',
      where: { file: connection.fileName },
    })
  }
  const { revisions } = connection
  return {
    ...meta,
    datasets: readBriefs(connection),
    runs: readRuns(connection, since === undefined ? null : revisions.since(since)),
    runIds: readRunIds(connection),
    revision: revisions.current,
  }
}

export function renameProject({ database }: Connection, input: { name: string }): void {
  database.prepare('UPDATE meta SET name = ? WHERE id = 1').run(input.name)
}

/** What was removed, and here could still be taken back, does not go with the copy. */
export function copyProject({ database }: Connection, input: { path: string }): void {
  database.prepare('VACUUM INTO ?').run(input.path)
  const removed = database.prepare(
    `SELECT 1 FROM runs WHERE removed = 1 UNION SELECT 1 FROM studies WHERE removed = 1 UNION SELECT 1 FROM datasets WHERE state = 'removed'`,
  )
  if (removed.get() === undefined) return
  const copy = new Database(input.path)
  try {
    copy.pragma('foreign_keys = ON')
    forgetRemoved(copy)
    copy.exec('VACUUM')
  } finally {
    copy.close()
  }
}

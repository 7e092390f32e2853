import { DescentError } from '../../../shared/errors.ts'
import type { Connection } from '../connection.ts'

export function datasetNotFound(connection: Connection): DescentError {
  return new DescentError('not-found', `There is no such dataset in ${connection.fileName}; it may have been removed.`)
}

/** Throws `not-found` where the dataset is not there, is still being imported or was removed. */
export function requireDataset(connection: Connection, dataset: string): void {
  const row = connection.database.prepare(`SELECT 1 FROM datasets WHERE id = ? AND state = 'ready'`).get(dataset)
  if (row === undefined) throw datasetNotFound(connection)
}

export function runNotFound(connection: Connection): DescentError {
  return new DescentError('not-found', `There is no such run in ${connection.fileName}; it may have been removed.`)
}

/** Throws `not-found` where the run is not there or was removed. */
export function requireRun(connection: Connection, run: string): void {
  const row = connection.database.prepare('SELECT 1 FROM runs WHERE id = ? AND removed = 0').get(run)
  if (row === undefined) throw runNotFound(connection)
}

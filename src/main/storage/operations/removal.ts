import { DescentError } from '../../../shared/errors.ts'
import type { Connection } from '../connection.ts'
import type { Removal } from '../operations.ts'
import { requireRun, runNotFound } from './exists.ts'

/** A run of a study has its id in what it made so far. */
const OF_STUDY = `json_extract(progress, '$.study.id') = ?`

export function studyNotFound(connection: Connection): DescentError {
  return new DescentError('not-found', `There is no such study in ${connection.fileName}; it may have been removed.`)
}

/** @returns the ids of all runs that went: those asked for, then those that the studies have by now */
export function removeRuns(connection: Connection, { runs, studies }: Removal): string[] {
  const { database } = connection
  const removeRun = database.prepare('UPDATE runs SET removed = 1 WHERE id = ?')
  const removeStudy = database.prepare('UPDATE studies SET removed = 1 WHERE id = ? AND removed = 0')
  const runsOf = database
    .prepare<[string], string>(`SELECT id FROM runs WHERE removed = 0 AND ${OF_STUDY} ORDER BY number`)
    .pluck()
  const gone = new Set(runs)
  for (const run of gone) requireRun(connection, run)
  for (const study of new Set(studies)) {
    if (removeStudy.run(study).changes === 0) throw studyNotFound(connection)
    for (const run of runsOf.all(study)) gone.add(run)
  }
  for (const run of gone) removeRun.run(run)
  return [...gone]
}

/** Only the runs that are named: of a study some may have been removed before. */
export function restoreRuns(connection: Connection, { runs, studies }: Removal): void {
  const { database } = connection
  const restoreRun = database.prepare('UPDATE runs SET removed = 0 WHERE id = ?')
  const restoreStudy = database.prepare('UPDATE studies SET removed = 0 WHERE id = ?')
  for (const study of studies) if (restoreStudy.run(study).changes === 0) throw studyNotFound(connection)
  for (const run of runs) {
    if (restoreRun.run(run).changes === 0) throw runNotFound(connection)
    connection.revisions.changed(run)
  }
}

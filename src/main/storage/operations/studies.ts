import { z } from 'zod'
import { runSchema, runStudySchema } from '../../../shared/runs.ts'
import type { Connection } from '../connection.ts'
import {
  storedStudySchema,
  storedTrialSchema,
  type StoredStudy,
  type StoredTrial,
  type TrialScore,
} from '../../studies/ports.ts'
import { parseStored } from '../json.ts'
import { studyNotFound } from './removal.ts'

interface StudyRow {
  id: string
  dataset: string
  datasetName: string
  created: string
  document: string
}

/** What has columns of its own is not in the document. */
const documentSchema = storedStudySchema.omit({ id: true, dataset: true, datasetName: true, created: true })

const SELECT = `
  SELECT studies.id, studies.dataset, datasets.name AS datasetName, studies.created, studies.document
  FROM studies JOIN datasets ON datasets.id = studies.dataset
  WHERE studies.removed = 0`

function toStudy({ document, ...columns }: StudyRow, fileName: string): StoredStudy {
  return { ...parseStored(documentSchema, document, 'a study', fileName), ...columns }
}

export function createStudy({ database }: Connection, { study }: { study: StoredStudy }): void {
  database
    .prepare('INSERT INTO studies (id, dataset, created, document) VALUES (?, ?, ?, ?)')
    .run(study.id, study.dataset, study.created, JSON.stringify(documentSchema.parse(study)))
}

export function readStudy(connection: Connection, input: { study: string }): StoredStudy {
  const row = connection.database.prepare<[string], StudyRow>(`${SELECT} AND studies.id = ?`).get(input.study)
  if (row === undefined) throw studyNotFound(connection)
  return toStudy(row, connection.fileName)
}

export function readStudies(connection: Connection): StoredStudy[] {
  const rows = connection.database.prepare<[], StudyRow>(`${SELECT} ORDER BY studies.number`).all()
  return rows.map((row) => toStudy(row, connection.fileName))
}

export function commitStudy(
  connection: Connection,
  input: { study: string; fields: Partial<Omit<StoredStudy, 'id'>> },
): void {
  const study = { ...readStudy(connection, input), ...input.fields }
  connection.database
    .prepare('UPDATE studies SET document = ? WHERE id = ?')
    .run(JSON.stringify(documentSchema.parse(study)), input.study)
}

/** A run is read whole when it is shown; a table of studies needs a few numbers of each of many. */
export function readTrials(connection: Connection, input: { study?: string | undefined }): StoredTrial[] {
  const where = input.study === undefined ? 'IS NOT NULL' : '= ?'
  const rows = connection.database
    .prepare<string[], { trial: string }>(
      `SELECT json_object(
         'study', json_extract(progress, '$.study.id'),
         'index', json_extract(progress, '$.study.index'),
         'point', json_extract(progress, '$.study.point'),
         'score', json_extract(progress, '$.study.score'),
         'run', id,
         'name', name,
         'state', state,
         'stopReason', json_extract(progress, '$.stopReason'),
         'seed', json_extract(config, '$.training.seed'),
         'fold', json_extract(progress, '$.fold'),
         'epochs', json_extract(progress, '$.epochs'),
         'seconds', json_extract(progress, '$.seconds'),
         'rows', json_extract(progress, '$.rows'),
         'metrics', json_extract(progress, '$.metrics')
       ) AS trial
       FROM runs WHERE removed = 0 AND json_extract(progress, '$.study.id') ${where}
       ORDER BY json_extract(progress, '$.study.id'), json_extract(progress, '$.study.index'), number`,
    )
    .all(...(input.study === undefined ? [] : [input.study]))
  return rows.map(({ trial }) => parseStored(storedTrialSchema, trial, 'a trial of a study', connection.fileName))
}

/** The document of each run is read once, and little of it leaves the database. */
export function readTrialScores({ database, fileName }: Connection): TrialScore[] {
  const rows = database
    .prepare<[], { state: string; read: string }>(
      `SELECT state, json_extract(progress, '$.study', '$.stopReason') AS read FROM runs
       WHERE removed = 0 AND json_extract(progress, '$.study') IS NOT NULL ORDER BY number`,
    )
    .all()
  const scores = rows.map(({ state, read }) => {
    const [study, stopReason] = parseStored(readSchema, read, 'a trial of a study', fileName)
    const { id, index, score = null } = study
    return { study: id, index, score, state: runSchema.shape.state.parse(state), stopReason }
  })
  return scores.toSorted((a, b) => a.index - b.index)
}

const readSchema = z.tuple([runStudySchema.pick({ id: true, index: true, score: true }), runSchema.shape.stopReason])

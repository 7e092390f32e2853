import { DescentError } from '../../shared/errors.ts'
import { checkProject } from './check.ts'
import type { Connection } from './connection.ts'
import type { OperationInput, OperationName, OperationOutput } from './operations.ts'
import { compareDatasets } from './operations/compare.ts'
import { readColumns, readRows } from './operations/columns.ts'
import { copyRun } from './operations/copyRun.ts'
import {
  beginDataset,
  discardDataset,
  finishDataset,
  insertChunks,
  isStaged,
  readDataset,
  removeDataset,
  renameDataset,
  replaceColumn,
  restoreDataset,
  stageDataset,
  takeDataset,
} from './operations/datasets.ts'
import { readEpochStatistics, readEpochWeights, readKeptEpochs } from './operations/epochs.ts'
import { findInChunk } from './operations/find.ts'
import { insertOrigins, readLines } from './operations/origins.ts'
import { readIrregularRows } from './operations/irregularRows.ts'
import {
  insertOutput,
  readCheckpoint,
  readEvaluation,
  readFitted,
  readOutputs,
  readWeights,
} from './operations/models.ts'
import { copyProject, readProject, renameProject } from './operations/project.ts'
import { readRecipe, saveRecipe } from './operations/recipes.ts'
import { readRowsAt } from './operations/rows.ts'
import { previewColumn, reparseColumn } from './operations/reparse.ts'
import { annotateRuns, commitRun, createRun, readRun, readRuns } from './operations/runs.ts'
import { removeRuns, restoreRuns } from './operations/removal.ts'
import { findSameRows } from './operations/sameRows.ts'
import { readSeries } from './operations/series.ts'
import { commitStudy, createStudy, readStudies, readStudy, readTrials, readTrialScores } from './operations/studies.ts'

type Implementation<N extends OperationName> = (connection: Connection, input: OperationInput<N>) => OperationOutput<N>

/** A missing operation does not compile. */
const reading = {
  readProject,
  checkProject,
  copyProject,
  copyRun,
  readDataset,
  isStaged,
  readRows,
  readRowsAt,
  readLines,
  findInChunk,
  readIrregularRows,
  readColumns,
  compareDatasets,
  findSameRows,
  reparseColumn,
  previewColumn,
  readRecipe,
  readRun,
  readRuns: (connection) => readRuns(connection, null),
  readSeries,
  readCheckpoint,
  readFitted,
  readWeights,
  readKeptEpochs,
  readEpochWeights,
  readEpochStatistics,
  readEvaluation,
  readOutputs,
  readStudy,
  readStudies,
  readTrials,
  readTrialScores,
} satisfies { [N in OperationName]?: Implementation<N> }

type ReadingName = keyof typeof reading

const writing: { [N in Exclude<OperationName, ReadingName>]: Implementation<N> } = {
  renameProject,
  beginDataset,
  insertChunks,
  insertOrigins,
  stageDataset,
  takeDataset,
  finishDataset,
  discardDataset,
  replaceColumn,
  renameDataset,
  removeDataset,
  restoreDataset,
  saveRecipe,
  createRun,
  commitRun,
  annotateRuns,
  removeRuns,
  restoreRuns,
  insertOutput,
  createStudy,
  commitStudy,
}

type AnyImplementation = (connection: Connection, input: unknown) => OperationOutput<OperationName>

function isReading(operation: OperationName): operation is ReadingName {
  return Object.hasOwn(reading, operation)
}

/** Does one operation; what writes is one transaction, all of it or nothing. */
export function perform(
  connection: Connection,
  operation: OperationName,
  input: unknown,
): OperationOutput<OperationName> {
  // The protocol's union of calls guarantees that the input is the operation's own.
  if (isReading(operation)) return (reading[operation] as AnyImplementation)(connection, input)
  const write = writing[operation] as AnyImplementation
  if (connection.readOnly) {
    throw new DescentError('busy', `${connection.fileName} is open for reading only and cannot be changed.`, {
      hint: 'Close it in the other program, then open it again.',
      where: { file: connection.fileName },
    })
  }
  return connection.database.transaction(() => write(connection, input)).immediate()
}

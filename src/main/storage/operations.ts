import type { CommonColumn } from '../../core/refresh/columns.ts'
import type {
  ColumnKind,
  ColumnPreview,
  ColumnSettings,
  ColumnSummary,
  Dataset,
  DatasetBrief,
  Differences,
  ImportOptions,
  IrregularRow,
} from '../../shared/datasets.ts'
import type { EpochWithStatistics } from '../../core/epochs/history.ts'
import type { KeptEpoch } from '../../shared/epochs.ts'
import type { Evaluation } from '../../shared/evaluation.ts'
import type { FittedRecipe, Recipe, SplitName } from '../../shared/recipes.ts'
import type { Run, RunRemarks } from '../../shared/runs.ts'
import type { StoredStudy, StoredTrial, TrialScore } from '../studies/ports.ts'
import type { StepStatistics } from '../training/insight.ts'

/** One compressed piece of a column: CHUNK_ROWS rows, the last of a column the rest. */
export interface ColumnChunk {
  column: number
  chunk: number
  part: 'source' | 'values'
  bytes: Uint8Array
}

/** A column as it is stored: compressed chunks of typed values in order; `levels` of coded kinds. */
export interface StoredColumn {
  name: string
  kind: ColumnKind
  levels: string[] | null
  chunks: Uint8Array<ArrayBuffer>[]
}

/** A column read again from its stored source text, ready to replace what is stored. */
export interface ReparsedColumn {
  summary: ColumnSummary
  /** Encoded like source text; null for numbers and dates. */
  levels: Uint8Array | null
  chunks: ColumnChunk[]
}

/** What stays of an epoch. */
export interface EpochToKeep {
  /** 0: before the first step. */
  epoch: number
  /** Flat, as the engine takes them; null where they are there already or are not to be kept. */
  weights: Float32Array | null
  /** Of the epoch's last step. */
  statistics: StepStatistics | null
}

/** Runs and studies that go or come back together. */
export interface Removal {
  runs: readonly string[]
  studies: readonly string[]
}

/** What a training leaves behind at one moment; all of it in one transaction. */
export interface RunCommit {
  run: string
  /** Changed fields of the run. */
  fields?: Partial<Omit<Run, 'id'>>
  /** First forgets the records of this epoch and later ones, and what was kept of them. */
  truncateFrom?: number
  /** Records of epochs to append, each as wide as the run's settings make it. */
  records?: Float64Array
  /** Replaces the newest checkpoint. */
  checkpoint?: Uint8Array
  fitted?: FittedRecipe
  /** Best weights, flat, as the engine takes them. */
  weights?: Float32Array
  /** Replaces all evaluations of the run. */
  evaluations?: Evaluation[]
  /** Weights beyond the run's budget of space are let go then. */
  kept?: EpochToKeep[]
}

/** A file made from a run: an export or a prediction. `report` is what the person was shown. */
export interface RunOutput {
  id: string
  run: string
  kind: 'export' | 'prediction'
  created: string
  report: unknown
}

/** Two datasets to be compared by the columns that both have. */
export interface CompareRequest {
  before: string
  after: string
  columns: CommonColumn[]
  /** The column that tells rows apart; null where only their whole content does. */
  key: string | null
  /** The native addon's file, as a URL. */
  addon: string
  /** Two Int32 shared with the caller, who sets the first to 1 to cancel; the second is the progress, 0…1000. */
  control: Int32Array<SharedArrayBuffer>
}

export interface ComparedRows {
  counts: { added: number; gone: number; changed: number; same: number }
  /** In how many rows a column has another text, those with any. */
  changed: { name: string; rows: number }[]
  examples: Pick<Differences['examples'], 'added' | 'gone' | 'changed'>
}

interface Operation<I, O> {
  input: I
  output: O
}

/**
 * Everything the storage thread does with an open project: name → input and output. Each is one transaction, or
 * only reads. Errors, all DescentErrors: `not-found` where the dataset or run is not there or was removed, `damaged`
 * where stored bytes fail their checks, `disk-full`, `busy` where the project is open for reading only.
 */
export interface Operations {
  /** With the runs that changed since a revision; all where none is given or it is not known. */
  readProject: Operation<
    { since?: string },
    { name: string; created: string; datasets: DatasetBrief[]; runs: Run[]; runIds: string[]; revision: string }
  >
  renameProject: Operation<{ name: string }, void>
  /** What is wrong with the file, in sentences; empty where nothing is. Reads everything. */
  checkProject: Operation<object, string[]>
  /** Writes a complete single-file copy to a path where there is no file yet. */
  copyProject: Operation<{ path: string }, void>
  /** Writes a project of one run and what it needs to a path where there is no file yet. */
  copyRun: Operation<{ run: string; path: string; created: string }, void>

  /** Starts a dataset that is not there for anybody until it is finished. */
  beginDataset: Operation<{ dataset: string; name: string; created: string }, void>
  insertChunks: Operation<{ dataset: string; chunks: ColumnChunk[] }, void>
  /** `bytes`: the lines of a chunk's rows as columns/origins.ts encodes them. */
  insertOrigins: Operation<{ dataset: string; chunk: number; bytes: Uint8Array }, void>
  /** Completes a dataset that was begun. It stays invisible until it is taken; what is not is forgotten on closing. */
  stageDataset: Operation<{ dataset: Dataset; levels: (Uint8Array | null)[]; irregularRows: IrregularRow[] }, void>
  /** Whether it was staged and neither taken nor forgotten since. */
  isStaged: Operation<{ dataset: string }, boolean>
  takeDataset: Operation<{ dataset: string }, Dataset>
  /** Completes and takes. */
  finishDataset: Operation<{ dataset: Dataset; levels: (Uint8Array | null)[]; irregularRows: IrregularRow[] }, void>
  /** Forgets a dataset that was begun and not finished. */
  discardDataset: Operation<{ dataset: string }, void>
  readDataset: Operation<{ dataset: string }, Dataset>
  /** A window of the source text, row by row. */
  readRows: Operation<{ dataset: string; offset: number; limit: number }, string[][]>
  /** Rows anywhere in the table, in the order asked: their texts in some columns, and their lines where those are known. */
  readRowsAt: Operation<
    { dataset: string; rows: readonly number[]; columns: readonly string[] },
    { texts: string[]; line: number | null }[]
  >
  /** The line, or row of the sheet, of each row of a window; empty where that was not noted. */
  readLines: Operation<{ dataset: string; offset: number; limit: number }, number[]>
  /** The first row (`backwards`: the last) whose text holds `text`, whatever its case, among rows of one chunk. */
  findInChunk: Operation<
    { dataset: string; column: string; text: string; first: number; end: number; backwards: boolean },
    number | null
  >
  readIrregularRows: Operation<{ dataset: string; offset: number; limit: number }, IrregularRow[]>
  readColumns: Operation<{ dataset: string; columns: string[] }, StoredColumn[]>
  /** Rows of a dataset that another one has not, both stored (the other may be but staged). Takes long. */
  compareDatasets: Operation<CompareRequest, ComparedRows>
  /** Where rows of a dataset are in another one, which may be but staged, by their texts in columns that both have. Takes long. */
  findSameRows: Operation<
    { before: string; after: string; columns: readonly CommonColumn[]; rows: readonly number[] },
    (number | null)[]
  >
  /** Reads a column again from its stored texts; `addon` is the native addon's file, as a URL. */
  reparseColumn: Operation<{ dataset: string; column: string; settings: ColumnSettings; addon: string }, ReparsedColumn>
  /** The beginning of a column with other settings. */
  previewColumn: Operation<{ dataset: string; column: string; settings: ColumnSettings; addon: string }, ColumnPreview>
  /** Stores a column that was read again, and the options with which the file would be read so. */
  replaceColumn: Operation<{ dataset: string; column: ReparsedColumn; choices: ImportOptions }, Dataset>
  renameDataset: Operation<{ dataset: string; name: string }, Dataset>
  /** Removed datasets stay until the project is closed. */
  removeDataset: Operation<{ dataset: string }, void>
  restoreDataset: Operation<{ dataset: string }, void>

  readRecipe: Operation<{ dataset: string }, Recipe | null>
  saveRecipe: Operation<{ dataset: string; recipe: Recipe }, void>

  /** `initialWeights`: what it begins with, kept as those of its epoch 0. */
  createRun: Operation<{ run: Run; initialWeights?: Float32Array }, void>
  readRun: Operation<{ run: string }, Run>
  /** Not the removed ones; oldest first. */
  readRuns: Operation<object, Run[]>
  commitRun: Operation<RunCommit, void>
  annotateRuns: Operation<{ runs: readonly { run: string; remarks: Partial<RunRemarks> }[] }, void>
  /** All or none; the studies with the runs that they have by now. The ids of all runs that went. */
  removeRuns: Operation<Removal, string[]>
  restoreRuns: Operation<Removal, void>
  /** All records in order. */
  /** With `fromEpoch` only what was stored last before that epoch, and everything after. */
  readSeries: Operation<{ run: string; fromEpoch?: number | undefined }, Float64Array<ArrayBuffer>>
  readCheckpoint: Operation<{ run: string }, Uint8Array<ArrayBuffer> | null>
  readFitted: Operation<{ run: string }, FittedRecipe | null>
  readWeights: Operation<{ run: string }, Float32Array<ArrayBuffer> | null>
  /** In order. */
  readKeptEpochs: Operation<{ run: string }, KeptEpoch[]>
  /** Null where the epoch was not kept, or its weights made room for others. */
  readEpochWeights: Operation<{ run: string; epoch: number }, Float32Array<ArrayBuffer> | null>
  /** Of the kept epochs that have some, in order. */
  readEpochStatistics: Operation<{ run: string }, EpochWithStatistics[]>
  readEvaluation: Operation<{ run: string; split: SplitName }, Evaluation | null>
  createStudy: Operation<{ study: StoredStudy }, void>
  readStudy: Operation<{ study: string }, StoredStudy>
  /** Not the removed ones; oldest first. */
  readStudies: Operation<object, StoredStudy[]>
  commitStudy: Operation<{ study: string; fields: Partial<Omit<StoredStudy, 'id'>> }, void>
  /** Of one study, or of all; by study, in the order of their numbers. */
  readTrials: Operation<{ study?: string | undefined }, StoredTrial[]>
  /** Of all studies: what is listed of them needs no more. */
  readTrialScores: Operation<object, TrialScore[]>
  insertOutput: Operation<RunOutput, void>
  readOutputs: Operation<{ run: string }, RunOutput[]>
}

export type OperationName = keyof Operations
export type OperationInput<N extends OperationName> = Operations[N]['input']
export type OperationOutput<N extends OperationName> = Operations[N]['output']

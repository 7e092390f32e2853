import type { EventName, EventPayload } from '../../shared/contract.ts'
import type { ColumnKind, Dataset } from '../../shared/datasets.ts'
import type { EpochWithStatistics } from '../../core/epochs/history.ts'
import type { KeptEpoch } from '../../shared/epochs.ts'
import type { Evaluation } from '../../shared/evaluation.ts'
import type { Job } from '../../shared/jobs.ts'
import type { FittedRecipe, Recipe, SplitName } from '../../shared/recipes.ts'
import type { Run, RunRemarks } from '../../shared/runs.ts'
import type { EpochToKeep } from '../storage/operations.ts'

/** A column as it is stored: compressed chunks of typed values, for `columns/codec.ts`; `levels` of coded kinds. */
export interface StoredColumn {
  name: string
  kind: ColumnKind
  levels: string[] | null
  /** In order; each holds CHUNK_ROWS rows, the last the rest. */
  chunks: Uint8Array<ArrayBuffer>[]
}

/** What the services of recipes and runs read and write. Every method is one transaction; `not-found` where it is not. */
export interface RunStorage {
  getDataset(project: string, dataset: string): Promise<Dataset>
  /** Typed values of columns, in the order asked. */
  readColumns(project: string, dataset: string, columns: string[]): Promise<StoredColumn[]>

  /** Rows anywhere in a table, in the order asked: their source texts in these columns, and their lines where those are known. */
  readRowsAt(
    project: string,
    dataset: string,
    rows: readonly number[],
    columns: readonly string[],
  ): Promise<{ texts: string[]; line: number | null }[]>

  getRecipe(project: string, dataset: string): Promise<Recipe | null>
  saveRecipe(project: string, dataset: string, recipe: Recipe): Promise<void>

  /** @param initialWeights what it begins with, kept as those of its epoch 0 */
  createRun(project: string, run: Run, initialWeights?: Float32Array): Promise<void>
  getRun(project: string, run: string): Promise<Run>
  /** Not the removed ones; oldest first. */
  listRuns(project: string): Promise<Run[]>
  /**
   * Everything a running training leaves behind at one moment, in one transaction: changed fields of the run, records
   * of epochs (`truncateFrom` first forgets those of that epoch and later ones, and what was kept of them), the newest
   * checkpoint.
   */
  commitRun(project: string, run: string, changes: RunChanges): Promise<void>
  /** What is left out of a run's remarks stays. */
  annotateRuns(project: string, runs: readonly { run: string; remarks: Partial<RunRemarks> }[]): Promise<void>

  /**
   * Records of epochs in order, each as wide as the run's settings make it (src/core/series/records.ts); with `fromEpoch`
   * those from that epoch on and some before, at least one where there is one.
   */
  readSeries(project: string, run: string, fromEpoch?: number): Promise<Float64Array<ArrayBuffer>>
  readCheckpoint(project: string, run: string): Promise<Uint8Array<ArrayBuffer> | null>
  readFitted(project: string, run: string): Promise<FittedRecipe | null>
  readWeights(project: string, run: string): Promise<Float32Array<ArrayBuffer> | null>
  /** In order. */
  readKeptEpochs(project: string, run: string): Promise<KeptEpoch[]>
  /** Null where the epoch was not kept, or its weights made room for others. */
  readEpochWeights(project: string, run: string, epoch: number): Promise<Float32Array<ArrayBuffer> | null>
  /** Of the kept epochs that have some, in order. */
  readEpochStatistics(project: string, run: string): Promise<EpochWithStatistics[]>
  readEvaluation(project: string, run: string, split: SplitName): Promise<Evaluation | null>
}

export interface RunChanges {
  fields?: Partial<Omit<Run, 'id'>>
  truncateFrom?: number
  records?: Float64Array<ArrayBuffer>
  checkpoint?: Uint8Array<ArrayBuffer>
  fitted?: FittedRecipe
  /** Best weights, flat, as the engine takes them. */
  weights?: Float32Array<ArrayBuffer>
  /** Replaces all evaluations of the run. */
  evaluations?: Evaluation[]
  /** Weights beyond the run's budget of space are let go then. */
  kept?: EpochToKeep[]
}

/** Progress of one long job in the bottom bar. Ends with exactly one of done, failed and cancelled. */
export interface JobHandle {
  update(progress: Partial<Pick<Job, 'fraction' | 'detail' | 'secondsLeft' | 'state'>>): void
  done(): void
  failed(): void
  cancelled(): void
}

export interface JobStarter {
  /** `cancel` is called by `jobs.cancel`. */
  start(job: Pick<Job, 'id' | 'project' | 'kind' | 'title'>, cancel: () => void): JobHandle
}

export interface EventSink {
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void
}

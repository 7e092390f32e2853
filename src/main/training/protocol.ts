import type { Failure } from '../../shared/errors.ts'
import type { RateReport, StopReason } from '../../shared/runs.ts'
import type { MadeChange, RequestedChange } from '../../shared/training.ts'
import type { StepStatistics } from './insight.ts'
import type { TrainingData } from './native.ts'

/** Starts a run, fresh or from weights, or continues it from a checkpoint. `length`: of the flat weights. */
export interface StartTraining {
  run: string
  /** The engine's JSON. */
  spec: string
  length: number
  data: TrainingData
  checkpoint: Uint8Array<ArrayBuffer> | null
  /** What a fresh run begins with in place of its initialization; null with a checkpoint. */
  initialWeights: Float32Array | null
  /** A run that has ended goes on until it has this many epochs in all, and tells of that as of a change. */
  extendTo: number | null
  /** Whether epochs are kept: all up to 16, 16 of each doubling from there on, and the one that the run ends with. */
  keep: boolean
}

/** A run at the end of an epoch. */
export interface KeptEpoch {
  epoch: number
  /** Flat; those that the epoch was evaluated with. */
  weights: Float32Array<ArrayBuffer>
  /** Of the epoch's last step; null of one that is kept only because the run ended with it. */
  statistics: StepStatistics | null
}

export interface SizeOfRun {
  /** Weights and biases that are trained. */
  parameters: number
  /** Of the flat weights. */
  length: number
  memoryBytes: number
}

export type TrainingOperations = {
  info: { input: null; output: { version: string; kernel: string } }
  size: {
    input: { spec: string; trainRows: number; validationRows: number }
    output: SizeOfRun
  }
  start: { input: StartTraining; output: null }
  pause: { input: string; output: null }
  resume: { input: string; output: null }
  stop: { input: string; output: null }
  /** Of the newest checkpoint; null where the run is not training. */
  weights: { input: string; output: Float32Array<ArrayBuffer> | null }
  change: { input: { run: string; change: TrainingChange }; output: null }
  /** A test of learning rates, named so that it can be watched and stopped. */
  testRates: {
    input: { id: string; spec: string; data: TrainingData; from: number; to: number; steps: number }
    output: RateReport
  }
  /** Steps that a test has done. */
  ratesTested: { input: string; output: number }
  stopRates: { input: string; output: null }
  /** Seconds an epoch takes on this machine, by training for at most `seconds`; null where nothing was measured. */
  measure: { input: { spec: string; data: TrainingData; seconds: number }; output: number | null }
}

/** A training's state as the engine tells it. */
export interface TrainingState {
  state: 'running' | 'paused' | 'finished' | 'failed'
  epoch: number
  step: number
  bestEpoch: number | null
  bestLoss: number | null
  lastTrainLoss: number | null
  lastValidationLoss: number | null
  stopReason: StopReason | null
  failure: Failure | null
}

/** Settings of a run under way, or how many epochs it is to have in all. */
export type TrainingChange = RequestedChange | Pick<MadeChange, 'epochs'>

/** At most ten a second for each run, and one at every change of state. */
export interface TrainingNotice {
  run: string
  state: TrainingState
  /** RECORD_FIELDS numbers for each epoch finished since the last notice. */
  records: Float64Array<ArrayBuffer>
  /** The description's metrics of the same epochs: of the validation rows, then of the training rows where wanted. */
  metrics: Float64Array<ArrayBuffer>
  /** Changes made since the last notice. */
  changes: MadeChange[]
  /**
   * Those of the epochs in `records` that are kept. After a run went back those told again replace those told before, and
   * those beyond the state's epoch are no more. A run that ends with an epoch, not amid one, tells of it at its end.
   */
  kept: KeptEpoch[]
  /** A newer checkpoint, where there is one. */
  checkpoint: Uint8Array<ArrayBuffer> | null
  /** Once, with the state `finished` or `failed`: the best weights, where an epoch was completed. */
  weights: Float32Array<ArrayBuffer> | null
}

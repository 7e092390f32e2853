import type { Run } from '../../shared/runs.ts'
import type { RunConfig } from '../../shared/training.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { TrainingClient } from '../training/client.ts'
import type { EventSink, JobStarter, RunStorage } from './ports.ts'
import type { DataPreparer } from './preparer.ts'
import type { TrainingQueue, Turn } from './queue.ts'

/** What runs are trained with. */
export interface RunContext {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  training: TrainingClient
  queue: TrainingQueue
  jobs: JobStarter
  events: EventSink
}

/** Where training begins; a `checkpoint` of null is the beginning, with these weights or fresh ones. */
export interface StartingPoint {
  checkpoint: Uint8Array<ArrayBuffer> | null
  initialWeights: Float32Array<ArrayBuffer> | null
  /** Only takes the best weights of the checkpoint and ends. */
  stopAtOnce: boolean
  /** Whether epochs are kept, where the settings give them space. */
  keep: boolean
  config: RunConfig
  /** A run that has ended goes on until it has this many epochs in all. */
  extendTo?: number
  /** Of a study that it is a part of. */
  part?: RunPart
}

/** How a run is a part of something larger, which shows its progress itself. */
export interface RunPart {
  /** The cores that it trains on, taken for it. */
  turn: Turn
  /** Called with every change of the run. */
  changed: (run: Run) => void
  /** Called with the records of epochs as they come, each as wide as the run's settings make it. */
  recorded: (records: Float64Array) => void
}

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { DescentError } from '../../shared/errors.ts'
import type { ErrorKind } from '../../shared/errors.ts'
import type { Insight, StepStatistics } from './insight.ts'
import type { RateTest, RateTesting } from './rates.ts'
import type { StopReason } from '../../shared/runs.ts'

/** Row-major float32 matrices; they may lie in shared memory. Validation ones are empty where there is no such split. */
export interface TrainingData {
  trainInputs: Float32Array
  trainTargets: Float32Array
  /** One a row, not negative; absent for equal weights. */
  trainWeights?: Float32Array
  validationInputs: Float32Array
  validationTargets: Float32Array
  validationWeights?: Float32Array
}

/** What a training job says about itself; `records` holds the epochs finished since the last poll. */
export interface JobStatus {
  state: 'running' | 'paused' | 'finished' | 'failed'
  epoch: number
  step: number
  records: number[]
  /**
   * Of the same epochs, one after the other: the description's `metrics` of the validation rows and then, with
   * `trainMetrics`, of the training rows; NaN where one is not defined.
   */
  metrics: number[]
  /** 0 before the first epoch is finished. */
  bestEpoch: number
  /** These three: NaN where there is none yet. */
  bestLoss: number
  lastTrainLoss: number
  lastValidLoss: number
  stopReason: StopReason | null
  error: { kind: string; message: string } | null
  /** Grows with every checkpoint; 0 before the first. */
  checkpointId: number
  /** Changes made since the last poll, as JSON, each as in the description's `changes`. */
  changes: string | null
  /** Of an epoch's last step, once after `requestStatistics`. */
  statistics: StepStatistics | null
  /**
   * Those of the epochs in `records` that the job keeps, each with the statistics of its last step. After a run went back
   * those told again replace those told before, and those beyond `epoch` are no more.
   */
  kept: { epoch: number; statistics: StepStatistics }[]
  /** Epochs since the job's start that were to be kept and are not, because nobody polled or for want of memory. */
  keptDropped: number
}

/** Beside what a run is. */
export interface StartOptions {
  /** Whether epochs are kept: all up to 16, and 16 of each doubling from there on. */
  keep?: boolean
  /** Flat weights that a fresh run begins with in place of its initialization; not with a checkpoint. */
  initialWeights?: Float32Array
  /** With the checkpoint of a run that has ended: it goes on until it has this many epochs in all. */
  extendTo?: number
}

export interface TrainingJob {
  /** Drops the kept epochs of an earlier poll that were not taken. */
  poll(): JobStatus
  pause(): void
  resume(): void
  stop(): void
  /** Changes settings from the next step on: one entry of the description's `changes` as JSON, its step 0. */
  change(change: string): void
  /** Asks for the statistics of the last step of the epoch under way; a later poll brings them. */
  requestStatistics(): void
  /** Length of the newest checkpoint; 0 before the first. */
  checkpointBytes(): number
  /** Copies the newest checkpoint and returns its number; `into` may be longer. */
  readCheckpoint(into: Uint8Array): number
  /** Of the newest checkpoint; before the first epoch is finished the best are the last. */
  readWeights(which: 'best' | 'last', into: Float32Array): void
  /** Copies the weights of a kept epoch that the last poll told of, and frees them. */
  takeKept(epoch: number, into: Float32Array): void
}

/** The training surface of the native addon. Failures are thrown as DescentError. */
export interface Engine extends Insight {
  engineInfo(): { version: string; kernel: string }
  /** Weights and biases that are trained. */
  parameterCount(spec: string): number
  /** Of the flat weights: the parameters, and statistics that are not trained. */
  weightsLength(spec: string): number
  estimateMemoryBytes(spec: string, trainRows: number, validationRows: number): number
  /**
   * Starts a run, fresh or from a checkpoint.
   *
   * Errors: `usage` for a description that is wrong, or a checkpoint together with initial weights. Trouble with data,
   * weights or checkpoint shows as a failed job.
   */
  startTraining(
    spec: string,
    data: TrainingData,
    checkpoint: Uint8Array | null,
    wake: () => void,
    options?: StartOptions,
  ): TrainingJob
  createRateTest(): RateTest
  /** Writes activated outputs (probabilities, or values for a squared error), row by row. */
  predict(spec: string, weights: Float32Array, inputs: Float32Array, outputs: Float32Array): void
}

const functions = [
  'engineInfo',
  'parameterCount',
  'weightsLength',
  'estimateMemoryBytes',
  'startTraining',
  'predict',
  'evaluateMetrics',
  'nextBatch',
  'inspectStep',
  'numericalGradient',
  'networkStatistics',
  'LearningRateTest',
] as const

/**
 * Loads the native addon and checks that it has the training surface.
 *
 * Errors: `internal` with the remedy where the file is missing, does not load or is of another version.
 */
export function loadEngine(addon: URL): Engine {
  let loaded: unknown
  try {
    loaded = createRequire(import.meta.url)(fileURLToPath(addon))
  } catch (cause) {
    throw new DescentError('internal', 'The native training engine could not be loaded.', {
      hint: 'Build it with "npm run build", then start Descent again.',
      where: { file: fileURLToPath(addon) },
      cause,
    })
  }
  if (!hasSurface(loaded)) {
    throw new DescentError('internal', 'The native training engine does not fit this version of Descent.', {
      hint: 'Build it again with "npm run build".',
      where: { file: fileURLToPath(addon) },
    })
  }
  const engine = loaded
  return {
    engineInfo: () => translated(() => engine.engineInfo()),
    parameterCount: (spec) => translated(() => engine.parameterCount(spec)),
    weightsLength: (spec) => translated(() => engine.weightsLength(spec)),
    estimateMemoryBytes: (spec, train, validation) =>
      translated(() => engine.estimateMemoryBytes(spec, train, validation)),
    startTraining: (spec, data, checkpoint, wake, options) =>
      translatedJob(translated(() => engine.startTraining(spec, data, checkpoint, wake, options))),
    predict: (spec, weights, inputs, outputs) => translated(() => engine.predict(spec, weights, inputs, outputs)),
    createRateTest: () => translatedRateTest(new engine.LearningRateTest()),
    evaluateMetrics: (spec, weights, rows) => translated(() => engine.evaluateMetrics(spec, weights, rows)),
    nextBatch: (state, data) => translated(() => engine.nextBatch(state, data)),
    inspectStep: (state, rows, scale) => translated(() => engine.inspectStep(state, rows, scale)),
    numericalGradient: (state, rows, index, scale) =>
      translated(() => engine.numericalGradient(state, rows, index, scale)),
    networkStatistics: (state, rows, scale) => translated(() => engine.networkStatistics(state, rows, scale)),
  }
}

function hasSurface(value: unknown): value is Omit<Engine, 'createRateTest'> & RateTesting {
  if (typeof value !== 'object' || value === null) return false
  return functions.every((name) => typeof Reflect.get(value, name) === 'function')
}

function translatedJob(job: TrainingJob): TrainingJob {
  return {
    poll: () => translated(() => job.poll()),
    pause: () => translated(() => job.pause()),
    resume: () => translated(() => job.resume()),
    stop: () => translated(() => job.stop()),
    change: (change) => translated(() => job.change(change)),
    requestStatistics: () => translated(() => job.requestStatistics()),
    checkpointBytes: () => translated(() => job.checkpointBytes()),
    readCheckpoint: (into) => translated(() => job.readCheckpoint(into)),
    readWeights: (which, into) => translated(() => job.readWeights(which, into)),
    takeKept: (epoch, into) => translated(() => job.takeKept(epoch, into)),
  }
}

function translatedRateTest(test: RateTest): RateTest {
  return {
    run: async (spec, data, from, to, steps) => {
      try {
        return await test.run(spec, data, from, to, steps)
      } catch (error) {
        throw engineError(error)
      }
    },
    steps: () => test.steps(),
    stop: () => test.stop(),
  }
}

function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw engineError(error)
  }
}

/** The engine throws errors whose message is JSON {"kind", "message"}. */
function engineError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  let parsed: unknown
  try {
    parsed = JSON.parse(error.message)
  } catch {
    return error
  }
  if (typeof parsed !== 'object' || parsed === null || !('kind' in parsed) || !('message' in parsed)) return error
  return engineFailure(String(parsed.kind), String(parsed.message))
}

/** Turns the engine's own kind and message into a DescentError with a remedy. */
export function engineFailure(kind: string, message: string): DescentError {
  const known = engineKinds[kind]
  if (known === undefined) return new DescentError('internal', sentence(message))
  return new DescentError(known.kind, sentence(message), known.hint === undefined ? {} : { hint: known.hint })
}

const engineKinds: Record<string, { kind: ErrorKind; hint?: string } | undefined> = {
  'invalid-spec': { kind: 'usage', hint: 'Change this setting of the network or of the training.' },
  'shape-mismatch': { kind: 'internal' },
  'non-finite-data': {
    kind: 'unusable-input',
    hint: 'Look for infinite or very large numbers in the columns used, or scale them in the recipe.',
  },
  'invalid-target': { kind: 'unusable-input', hint: 'Check the target column and the task.' },
  'invalid-category': {
    kind: 'unusable-input',
    hint: 'A category was not in the rows that the network was made for; prepare the table with the same recipe.',
  },
  'out-of-memory': {
    kind: 'out-of-memory',
    hint: 'Use a smaller network, a smaller batch or fewer rows, or close other programs.',
  },
  'unfit-weights': {
    kind: 'usage',
    hint: 'Begin from an epoch of a run with the same layers, or without initial weights.',
  },
  diverged: { kind: 'diverged' },
  'corrupted-checkpoint': { kind: 'damaged', hint: 'Start the run again with the same settings.' },
  'checkpoint-mismatch': { kind: 'damaged', hint: 'Start the run again with the same settings.' },
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

import type {
  Activation,
  Averaging,
  HiddenLayer,
  Initialization,
  Optimizer,
  Schedule,
  Sharing,
  TrainingSettings,
} from '../../shared/training.ts'

export interface EngineDense {
  kind: 'dense'
  units: number
  activation: Activation
  initialization: Initialization
  initializationScale?: number
  bias?: boolean
  sharing?: Sharing
}

export type EngineLayer =
  EngineDense | Exclude<HiddenLayer, { kind: 'dense' | 'residual' }> | { kind: 'residual'; layers: EngineLayer[] }

/** How columns of the input matrix become the network's first activations. */
export type EngineFeature =
  | { kind: 'number'; columns: number[] }
  /** A column of indices that enters as 0/1 columns, without their ever being made where there are many. */
  | { kind: 'oneHot'; column: number; levels: number }
  | {
      kind: 'embedding'
      column: number
      levels: number
      dimension: number
      initialization: Initialization
      initializationScale: number
    }
  | {
      kind: 'periodic'
      columns: number[]
      frequencies: number
      deviation: number
      dimension: number
      activation: Activation
      shared: boolean
    }
  | {
      kind: 'piecewiseLinear'
      columns: number[]
      edges: number[][]
      dimension: number | null
      activation: Activation
    }

export type EngineLoss =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'huber'
  | 'logCosh'
  | 'quantile'
  | 'poisson'
  | 'gamma'
  | 'gaussianNll'
  | 'softmaxCrossEntropy'
  | 'binaryCrossEntropy'
  | 'focal'
  | 'hinge'

export interface EngineLossOptions {
  delta?: number
  quantiles?: number[]
  gamma?: number
  labelSmoothing?: number
  classWeights?: number[]
}

/** What the native engine is told of a run, everything but the data. What may be absent has the engine's default. */
export interface EngineSpec {
  inputs: number
  features?: EngineFeature[]
  members?: number
  /** Hidden layers and, last, the output layer. */
  layers: EngineLayer[]
  loss: EngineLoss
  lossOptions?: EngineLossOptions
  optimizer: Optimizer
  learningRate: number
  schedule?: Schedule
  warmupEpochs?: number
  rateFactors?: { biases: number; embeddings: number; scales: number }
  batchSize: number | null
  epochs: number
  l2: number
  l1?: number
  weightDecay?: number
  clipNorm?: number | null
  clipValue?: number | null
  averaging?: Averaging | null
  divergence?: TrainingSettings['divergence']
  metrics?: TrainingSettings['metrics']
  trainMetrics?: TrainingSettings['trainMetrics']
  changes?: TrainingSettings['changes']
  earlyStopping: TrainingSettings['earlyStopping']
  seed: number
  threads: number
  timeLimitSeconds: number | null
}

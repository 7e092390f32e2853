import type { FittedRecipe } from '../../shared/recipes.ts'
import type {
  Activation,
  Averaging,
  HiddenLayer,
  Initialization,
  Loss,
  Optimizer,
  RunConfig,
  Schedule,
} from '../../shared/training.ts'

export interface EngineLayer {
  kind: 'dense'
  units: number
  activation: Activation
  initialization: Initialization
  initializationScale?: number
}

/** What the native engine is told of a run, everything but the data. What may be absent has the engine's default. */
export interface EngineSpec {
  inputs: number
  /** Hidden layers and, last, the output layer. */
  layers: EngineLayer[]
  loss: Loss
  optimizer: Optimizer
  learningRate: number
  schedule?: Schedule
  warmupEpochs?: number
  rateFactors?: { biases?: number; embeddings?: number; scales?: number }
  batchSize: number | null
  epochs: number
  l2: number
  l1?: number
  weightDecay?: number
  clipNorm?: number | null
  clipValue?: number | null
  averaging?: Averaging | null
  earlyStopping: { patience: number; minDelta: number } | null
  seed: number
  threads: number
  timeLimitSeconds: number | null
}

/** One dense layer with its shape: weights [inputs × units], one bias a unit. */
export interface LayerShape extends EngineLayer {
  inputs: number
  parameters: number
}

/** Outputs of the network: one for a regression, one logit for two classes, else one logit a class. */
export function outputUnits(target: FittedRecipe['target']): number {
  if (target.task === 'regression' || target.classes.length === 2) return 1
  return target.classes.length
}

/** The loss that fits the task. */
export function lossOf(target: FittedRecipe['target']): Loss {
  if (target.task === 'regression') return 'meanSquaredError'
  return target.classes.length === 2 ? 'binaryCrossEntropy' : 'softmaxCrossEntropy'
}

/** The layers from the first hidden one to the output, with shapes and numbers of parameters. */
export function layerShapes(inputs: number, hidden: readonly HiddenLayer[], outputs: number): LayerShape[] {
  const layers: HiddenLayer[] = [...hidden, { units: outputs, activation: 'linear', initialization: 'glorot' }]
  let width = inputs
  return layers.map((layer) => {
    const shape: LayerShape = { kind: 'dense', ...layer, inputs: width, parameters: (width + 1) * layer.units }
    width = layer.units
    return shape
  })
}

/** Weights and biases of the whole network. */
export function parameterCount(layers: readonly LayerShape[]): number {
  return layers.reduce((sum, layer) => sum + layer.parameters, 0)
}

/**
 * The engine's description of a run.
 * @param availableThreads used where the configuration leaves the number open; results do not depend on it
 */
export function engineSpec(fitted: FittedRecipe, config: RunConfig, availableThreads = 1): EngineSpec {
  const { training, network } = config
  const { threads, biasRateFactor, ...settings } = training
  const shapes = layerShapes(fitted.inputs.length, network.hidden, outputUnits(fitted.target))
  return {
    inputs: fitted.inputs.length,
    layers: shapes.map(({ inputs: _inputs, parameters: _parameters, ...layer }) => layer),
    loss: lossOf(fitted.target),
    ...settings,
    ...(biasRateFactor === undefined ? {} : { rateFactors: { biases: biasRateFactor } }),
    threads: threads ?? Math.max(1, availableThreads),
  }
}

import type {
  Activation,
  Ensemble,
  HiddenLayer,
  Initialization,
  Network,
  Optimizer,
  TrainingSettings,
} from '../../shared/training.ts'

/** What L-BFGS does not go with is at nothing; a step is found by its line search, from length 1 on. */
const forLbfgs: Partial<TrainingSettings> = {
  learningRate: 1,
  batchSize: null,
  l1: undefined,
  weightDecay: undefined,
  clipNorm: null,
  clipValue: null,
  averaging: null,
  divergence: null,
  rateFactors: undefined,
  biasRateFactor: undefined,
}

/** What mini-batches begin with where another way to go was chosen before. */
const forBatches: Partial<TrainingSettings> = { learningRate: 0.002, batchSize: 32 }

/** The settings with another optimizer, and with what it needs to work. */
export function withOptimizer(settings: TrainingSettings, optimizer: Optimizer): TrainingSettings {
  const isLbfgs = optimizer.kind === 'lbfgs'
  if (isLbfgs === (settings.optimizer.kind === 'lbfgs')) return { ...settings, optimizer }
  return { ...settings, ...(isLbfgs ? forLbfgs : forBatches), optimizer }
}

/** The initialization that suits an activation, and which it therefore brings with it. */
export function usualInitialization(activation: Activation): Initialization {
  switch (activation) {
    case 'selu':
      return 'lecunNormal'
    case 'linear':
    case 'tanh':
    case 'sigmoid':
    case 'hardSigmoid':
    case 'hardTanh':
      return 'glorot'
    default:
      return 'he'
  }
}

/** The network with another ensemble; without one no layer says how its members share it. */
export function withEnsemble(network: Network, ensemble: Ensemble | null): Network {
  return { ...network, ensemble, hidden: ensemble === null ? network.hidden.map(unshared) : network.hidden }
}

function unshared(layer: HiddenLayer): HiddenLayer {
  if (layer.kind === 'residual') return { ...layer, layers: layer.layers.map(unshared) }
  if (layer.kind !== 'dense') return layer
  const { sharing: _, ...rest } = layer
  return rest
}

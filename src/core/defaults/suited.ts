import type { Ensemble, Optimizer, RunConfig, TrainingSettings } from '../../shared/training.ts'

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

/**
 * The configuration with another ensemble. The loss is the mean over the members, a penalty the sum over the weights of
 * all: divided by the number of members, it holds each one back as it would hold it back alone.
 */
export function withEnsemble(config: RunConfig, ensemble: Ensemble | null): RunConfig {
  const { network, training } = config
  const factor = (network.ensemble?.members ?? 1) / (ensemble?.members ?? 1)
  const divided = (penalty: number) => Number((penalty * factor).toPrecision(3))
  return {
    network: { ...network, ensemble },
    training: {
      ...training,
      l2: divided(training.l2),
      ...(training.l1 === undefined ? {} : { l1: divided(training.l1) }),
    },
  }
}

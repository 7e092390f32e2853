import type { Optimizer, TrainingSettings } from '../../shared/training.ts'

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

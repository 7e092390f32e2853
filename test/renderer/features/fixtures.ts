import type { Run } from '../../../src/shared/runs.ts'
import { runSchema } from '../../../src/shared/runs.ts'

const base = {
  id: 'run1',
  name: 'Run 1',
  created: '2026-01-01T10:00:00.000Z',
  state: 'finished',
  stopReason: 'epochs',
  failure: null,
  dataset: 'd1',
  datasetName: 'Penguins',
  task: 'classification',
  target: 'species',
  recipe: {
    version: 1,
    target: 'species',
    task: 'auto',
    roles: {},
    steps: [],
    split: { validation: 0.15, test: 0.15, stratify: true, seed: 0 },
    targetScaling: 'none',
  },
  config: {
    network: {
      hidden: [
        { kind: 'dense', units: 64, activation: 'relu', initialization: 'he' },
        { kind: 'dense', units: 32, activation: 'relu', initialization: 'he' },
      ],
    },
    training: {
      optimizer: { kind: 'adam' },
      learningRate: 0.001,
      batchSize: 32,
      epochs: 200,
      l2: 0,
      earlyStopping: { patience: 20, minDelta: 0 },
      seed: 0,
      threads: null,
      timeLimitSeconds: null,
    },
  },
  parameters: 2883,
  inputs: 10,
  rows: { train: 240, validation: 52, test: 52 },
  epochs: 200,
  bestEpoch: 150,
  bestLoss: 0.1,
  lastTrainLoss: 0.05,
  lastValidationLoss: 0.11,
  metrics: {
    train: null,
    validation: { accuracy: 0.95, balancedAccuracy: 0.94, macroF1: 0.93, logLoss: 0.2, rocAuc: 0.99 },
    test: { accuracy: 0.9, balancedAccuracy: 0.89, macroF1: 0.88, logLoss: 0.3, rocAuc: 0.98 },
  },
  seconds: { total: 2, prepare: 0.5, train: 1.4 },
} as const

/** A finished classification run, changed where a test says so. */
export function makeRun(change: Partial<Run> = {}): Run {
  return { ...runSchema.parse(base), ...change }
}

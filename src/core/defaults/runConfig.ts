import { assertNever } from '../../shared/assertNever.ts'
import type { Task } from '../../shared/recipes.ts'
import type { Activation, HiddenLayer, Preset, RunConfig } from '../../shared/training.ts'

export interface DefaultsRequest {
  /** Training rows, or all usable rows where the split is not known yet. */
  rows: number
  /** Inputs of the network, after one-hot encoding. */
  inputs: number
  task: Task
  classes: number | null
  preset: Preset
  seed: number
}

/** A configuration that works well without tuning, by the size of the data. */
export function defaultRunConfig({ rows, preset, seed }: DefaultsRequest): RunConfig {
  return {
    network: { hidden: hiddenLayers(preset, rows) },
    training: {
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      learningRate: 0.002,
      batchSize: batchSize(rows),
      epochs: 200,
      l2: 1e-3,
      earlyStopping: { patience: 20, minDelta: 0 },
      seed,
      threads: null,
      timeLimitSeconds: null,
    },
  }
}

function hiddenLayers(preset: Preset, rows: number): HiddenLayer[] {
  switch (preset) {
    case 'linear':
      return []
    case 'fast':
      return layers('relu', [32])
    case 'balanced':
      return rows < 5000 ? layers('relu', [32, 16]) : layers('relu', [64, 32])
    case 'thorough':
      return layers('relu', [128, 128, 64])
    default:
      return assertNever(preset)
  }
}

function layers(activation: Activation, units: readonly number[]): HiddenLayer[] {
  return units.map((count) => ({ units: count, activation, initialization: 'he' }))
}

/** About a hundred updates an epoch, in powers of two from 16 to 256 rows. */
function batchSize(rows: number): number {
  return Math.min(256, Math.max(16, 2 ** Math.round(Math.log2(Math.max(1, rows / 100)))))
}

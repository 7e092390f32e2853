import { assertNever } from '../../shared/assertNever.ts'
import { mainMetric } from '../metrics/mainMetric.ts'
import type { Task } from '../../shared/recipes.ts'
import type { DenseLayer, Preset, RunConfig } from '../../shared/training.ts'

export interface DefaultsRequest {
  /** Training rows, or all usable rows where the split is not known yet. */
  rows: number
  /** Inputs of the network, after one-hot encoding. */
  inputs: number
  task: Task
  /** Number of classes; null for a regression. */
  classes: number | null
  preset: Preset
  seed: number
}

/** What a preset decides; the rest follows from the data's size. */
interface Plan {
  units: readonly number[]
  learningRate: number
  epochs: number
  patience: number
}

/**
 * A configuration that works without tuning, by the size of the data. How the numbers were chosen and what they
 * reach is written in docs/decisions/020-default-networks.md.
 */
export function defaultRunConfig({ rows, task, classes, preset, seed }: DefaultsRequest): RunConfig {
  const plan = planOf(preset)
  return {
    network: { hidden: plan.units.map((units) => hiddenLayer(Math.max(units, neededUnits(classes)))) },
    training: {
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      learningRate: plan.learningRate,
      batchSize: batchSize(rows),
      epochs: plan.epochs,
      l2: penalty(rows),
      earlyStopping: { patience: plan.patience, minDelta: 0 },
      seed,
      threads: null,
      timeLimitSeconds: null,
      // A loss says little to a person by itself; every loss of a task has its main metric.
      metrics: [mainMetric(task)],
    },
  }
}

function planOf(preset: Preset): Plan {
  switch (preset) {
    case 'linear':
      return { units: [], learningRate: 0.01, epochs: 200, patience: 20 }
    case 'fast':
      return { units: [32], learningRate: 0.005, epochs: 60, patience: 8 }
    case 'balanced':
      return { units: [64, 32], learningRate: 0.002, epochs: 200, patience: 20 }
    case 'thorough':
      return { units: [128, 128, 64], learningRate: 0.0005, epochs: 500, patience: 40 }
    default:
      return assertNever(preset)
  }
}

function hiddenLayer(units: number): DenseLayer {
  return { kind: 'dense', units, activation: 'relu', initialization: 'he' }
}

/** No layer is narrower than the classes it has to tell apart, up to a limit. */
function neededUnits(classes: number | null): number {
  return Math.min(256, classes ?? 1)
}

/** About 150 updates an epoch, in powers of two from 32 to 1024 rows. */
function batchSize(rows: number): number {
  return Math.min(1024, Math.max(32, 2 ** Math.round(Math.log2(Math.max(1, rows / 150)))))
}

/** The fewer rows, the stronger: a prior that weighs as much as a few rows. Two significant digits. */
function penalty(rows: number): number {
  return Number(Math.min(0.01, Math.max(1e-6, 5 / Math.max(1, rows))).toPrecision(2))
}

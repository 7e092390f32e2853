import type { StepStatistics, ValueSummary } from '../../src/main/training/insight.ts'

export function summary(change: Partial<ValueSummary> = {}): ValueSummary {
  return {
    count: 4,
    nonFinite: 0,
    mean: 0,
    deviation: 1,
    smallest: -1,
    largest: 2,
    norm: 3,
    zeros: 0,
    histogram: [1, 0, 3],
    ...change,
  }
}

/** Of a layer of two units on four rows, as the engine tells them. */
export function stepStatistics(change: { gradient?: number; deadUnits?: number; step?: number } = {}): StepStatistics {
  const { gradient = 4, deadUnits = 1, step = 9 } = change
  return {
    step,
    rows: 4,
    parameters: [
      {
        layer: [1],
        name: 'weights',
        values: summary(),
        gradients: summary({ norm: gradient }),
        updateNorm: 0.1,
        updateRatio: 0.01,
      },
      {
        layer: [1],
        name: 'biases',
        values: summary({ count: 2 }),
        gradients: summary({ norm: 3, count: 2 }),
        updateNorm: 0.1,
        updateRatio: Infinity,
      },
    ],
    ops: [
      { layer: [1], kind: 'dense', activation: null, outputs: summary({ count: 8 }), derivatives: null, deadUnits: 0 },
      {
        layer: [1],
        kind: 'activation',
        activation: 'relu',
        outputs: summary({ count: 8 }),
        derivatives: null,
        deadUnits,
      },
    ],
  }
}

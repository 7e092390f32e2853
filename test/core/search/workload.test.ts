import { expect, test } from 'vitest'
import { relativeWork } from '../../../src/core/search/workload.ts'
import { runConfigSchema } from '../../../src/shared/training.ts'

const config = runConfigSchema.parse({
  network: { hidden: [{ kind: 'dense', units: 10, activation: 'relu', initialization: 'he' }] },
  training: {
    optimizer: { kind: 'adam' },
    learningRate: 0.001,
    batchSize: 32,
    epochs: 100,
    l2: 0,
    earlyStopping: null,
    seed: 0,
    threads: null,
    timeLimitSeconds: null,
  },
})
const ends = { inputs: 4, outputs: 1 }

test('the work of trials is that of their networks, beside the one that the search begins with', () => {
  const width = (values: number[]) => ({
    parameters: [{ path: 'network.width', kind: 'choice' as const, values }],
  })
  // 4 · 10 + 10 · 1 = 50 multiplications, and 4 · 100 + 100 · 1 = 500.
  expect(relativeWork(config, width([100]), ends)).toEqual({ low: 10, high: 10 })
  expect(relativeWork(config, width([10, 100]), ends)).toEqual({ low: 1, high: 10 })
  const rate = { path: 'training.learningRate', kind: 'float' as const, low: 1e-3, high: 0.1, log: true }
  expect(relativeWork(config, { parameters: [rate] }, ends)).toEqual({ low: 1, high: 1 })
  const deep = { path: 'network.depth', kind: 'choice' as const, values: [2] }
  // One more layer of ten: 4 · 10 + 10 · 10 + 10 · 1.
  expect(relativeWork(config, { parameters: [deep] }, ends)).toEqual({ low: 3, high: 3 })
})

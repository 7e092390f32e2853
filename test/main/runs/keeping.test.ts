import { expect, test } from 'vitest'
import { keepsEpochs } from '../../../src/main/runs/keeping.ts'
import { runSchema } from '../../../src/shared/runs.ts'

const { config: usual } = runSchema.shape
const config = usual.parse({
  network: { hidden: [] },
  training: {
    optimizer: { kind: 'lbfgs' },
    learningRate: 1,
    batchSize: null,
    epochs: 10,
    l2: 0,
    earlyStopping: null,
    seed: 0,
    threads: null,
    timeLimitSeconds: null,
  },
})
const inBatches = (batchSize: number, keptMegabytes?: number) => ({
  ...config,
  training: { ...config.training, batchSize, ...(keptMegabytes === undefined ? {} : { keptMegabytes }) },
})

test('epochs are kept where there is space for them and no batch is very large', () => {
  expect(keepsEpochs(config, 1_000)).toBe(true)
  expect(keepsEpochs(config, 1_000_000)).toBe(false)
  expect(keepsEpochs(inBatches(256), 1_000_000)).toBe(true)
  expect(keepsEpochs(inBatches(500_000), 1_000)).toBe(true)
  expect(keepsEpochs(inBatches(256, 0), 1_000)).toBe(false)
})

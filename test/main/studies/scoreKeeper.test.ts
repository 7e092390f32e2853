import { expect, it } from 'vitest'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'
import { ScoreKeeper } from '../../../src/main/studies/scoreKeeper.ts'
import type { StoredStudy } from '../../../src/main/studies/ports.ts'
import type { RunConfig } from '../../../src/shared/training.ts'
import { searchPlan } from '../../support/study.ts'

const training: RunConfig['training'] = {
  optimizer: { kind: 'gradientDescent' },
  learningRate: 0.1,
  batchSize: null,
  epochs: 100,
  l2: 0,
  earlyStopping: null,
  seed: 1,
  threads: 1,
  timeLimitSeconds: null,
}
const config: RunConfig = { network: { hidden: [] }, training }
const byLoss: Pick<StoredStudy, 'plan' | 'metric' | 'direction'> = {
  plan: searchPlan({ halving: { eta: 3, minimumEpochs: 2 } }),
  metric: 'loss',
  direction: 'minimize',
}

/** Records of epochs with a validation loss, and a metric where that is recorded. */
function records(first: number, losses: number[], metrics: number[] = []): Float64Array {
  const rest = new Array<number>(RECORD_FIELDS - 3).fill(1)
  return Float64Array.from(losses.flatMap((loss, at) => [first + at, 1, loss, ...rest, ...metrics.slice(at, at + 1)]))
}

it('keeps the best value, and what it was at each rung', () => {
  const keeper = new ScoreKeeper(byLoss, config)
  expect(keeper.score).toBeNull()
  expect(keeper.add(records(1, [5]))).toEqual([])
  expect(keeper.add(records(2, [3, 4, 2, 6, 1]))).toEqual([
    { epoch: 2, score: 3 },
    { epoch: 6, score: 1 },
  ])
  // Epochs that are trained again after a restart count once.
  expect(keeper.add(records(5, [6, 1, 9]))).toEqual([])
  expect(keeper.score).toBe(1)
  expect(keeper.rungs).toEqual([
    { epoch: 2, score: 3 },
    { epoch: 6, score: 1 },
  ])
})

it('reads a metric where it is recorded, the greatest where that is good, and passes over what is no number', () => {
  const measured = { ...config, training: { ...training, metrics: ['accuracy' as const] } }
  const keeper = new ScoreKeeper({ ...byLoss, metric: 'accuracy', direction: 'maximize' }, measured)
  keeper.add(records(1, [1, 1, 1, 1], [0.5, NaN, 0.8, 0.7]))
  expect(keeper.score).toBe(0.8)
  expect(keeper.rungs).toEqual([{ epoch: 2, score: 0.5 }])
  const without = new ScoreKeeper({ ...byLoss, metric: 'accuracy', direction: 'maximize' }, config)
  without.add(records(1, [1, 1]))
  expect(without.score).toBeNull()
})

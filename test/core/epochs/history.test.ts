import { expect, it } from 'vitest'
import { networkHistory, tensorHistory } from '../../../src/core/epochs/history.ts'
import { epochStatisticsSchema, type EpochStatistics } from '../../../src/shared/epochs.ts'
import { stepStatistics } from '../../support/statistics.ts'

function stored(change: Parameters<typeof stepStatistics>[0]): EpochStatistics {
  return epochStatisticsSchema.parse(JSON.parse(JSON.stringify(stepStatistics(change))))
}

const kept = [
  { epoch: 1, statistics: stored({ gradient: 4, deadUnits: 0 }) },
  { epoch: 3, statistics: stored({ gradient: NaN, deadUnits: 1 }) },
]

it('joins the norms of all gradients, and says nothing where one is not finite', () => {
  expect(networkHistory(kept)).toMatchObject({ epochs: [1, 3], gradientNorm: [5, null] })
})

it('gives the share of units that answered 0 to every row, of activations that can', () => {
  expect(networkHistory(kept).units).toEqual([{ layer: [1], activation: 'relu', units: 2, dead: [0, 0.5] }])
})

it('lists the arrays of parameters, and their histograms one by one', () => {
  expect(networkHistory(kept).tensors).toEqual([
    { layer: [1], name: 'weights', count: 4 },
    { layer: [1], name: 'biases', count: 2 },
  ])
  const histogram = { from: -1, to: 2, counts: [1, 0, 3] }
  expect(tensorHistory(kept, 1)).toEqual({
    epochs: [1, 3],
    values: [histogram, histogram],
    gradients: [histogram, histogram],
  })
  expect(tensorHistory(kept, 2)).toBeNull()
})

it('has nothing to say of a run that kept nothing', () => {
  expect(networkHistory([])).toEqual({ epochs: [], gradientNorm: [], tensors: [], units: [] })
})

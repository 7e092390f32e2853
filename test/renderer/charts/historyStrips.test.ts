import { expect, it } from 'vitest'
import { historyStrips } from '../../../src/renderer/charts/historyStrips.ts'

it('gives each epoch its filled bins, the fullest with a share of 1', () => {
  const { strips, low, high } = historyStrips([
    { epoch: 1, from: 0, to: 4, counts: [1, 0, 4, 0] },
    { epoch: 2, from: -2, to: 0, counts: [3, 3] },
  ])
  expect([low, high]).toEqual([-2, 4])
  expect(strips).toEqual([
    {
      epoch: 1,
      bins: [
        { from: 0, to: 1, share: 0.5 },
        { from: 2, to: 3, share: 1 },
      ],
    },
    {
      epoch: 2,
      bins: [
        { from: -2, to: -1, share: 1 },
        { from: -1, to: 0, share: 1 },
      ],
    },
  ])
})

it('has a range where all values are the same, or there are none', () => {
  expect(historyStrips([{ epoch: 1, from: 3, to: 3, counts: [5] }])).toMatchObject({ low: 2, high: 4 })
  expect(historyStrips([])).toEqual({ strips: [], low: -1, high: 1 })
})

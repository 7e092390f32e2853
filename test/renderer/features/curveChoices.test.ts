import { expect, test } from 'vitest'
import { curveChoices } from '../../../src/renderer/features/train/curveChoices.ts'

test('a chart can show the loss, what was recorded of the rows, and what of the training itself', () => {
  expect(curveChoices({}).map(({ metric }) => metric)).toEqual(['loss', 'learningRate', 'secondsPerEpoch'])
  expect(curveChoices({ metrics: ['rmse'] }).map(({ label, lines }) => [label, lines])).toEqual([
    ['Loss', 'bySplit'],
    ['RMSE', 'bySplit'],
    ['Learning rate', 'one'],
    ['Seconds an epoch', 'one'],
  ])
})

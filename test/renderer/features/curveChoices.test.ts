import { expect, test } from 'vitest'
import { curveChoices } from '../../../src/renderer/features/train/curves/curveChoices.ts'
import { hiddenLayerSchema, type RecordedMetric } from '../../../src/shared/training.ts'

const config = (activation: string, ...metrics: RecordedMetric[]) => {
  const block = { kind: 'residual', layers: [{ kind: 'activation', activation }] }
  return { network: { hidden: [hiddenLayerSchema.parse(block)] }, training: { metrics } }
}

test('a chart can show the loss, what was recorded of the rows, and what of the training itself', () => {
  const plain = { network: { hidden: [] }, training: {} }
  expect(curveChoices(plain).map(({ metric }) => metric)).toEqual([
    'loss',
    'learningRate',
    'gradientNorm',
    'secondsPerEpoch',
  ])
  expect(curveChoices(config('relu', 'rmse')).map(({ label, lines }) => [label, lines])).toEqual([
    ['Loss', 'bySplit'],
    ['RMSE', 'bySplit'],
    ['Learning rate', 'one'],
    ['Gradient norm', 'one'],
    ['Share of dead units', 'one'],
    ['Seconds an epoch', 'one'],
  ])
})

test('dead units are offered only where there are units that can die', () => {
  const offered = (activation: string) => curveChoices(config(activation)).some(({ metric }) => metric === 'deadUnits')
  expect(['relu', 'hardSwish', 'hardSigmoid'].every(offered)).toBe(true)
  expect(['tanh', 'gelu', 'leakyRelu', 'hardTanh'].some(offered)).toBe(false)
})

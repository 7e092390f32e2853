import { expect, test } from 'vitest'
import { foldTemperature, hasLogits } from '../../../src/core/calibration/foldTemperature.ts'
import type { EngineLayer, EngineSpec } from '../../../src/core/network/engine.ts'
import { createRandom } from '../../../src/core/random.ts'
import { loadEngine } from '../../../src/main/training/native.ts'
import { someWeights } from '../../support/forward.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'

const engine = loadEngine(sourceEntries.addon)
const rows = 12

const dense = (units: number, more: object = {}): EngineLayer => ({
  kind: 'dense',
  units,
  activation: 'tanh',
  initialization: 'glorot',
  ...more,
})
const output = (units: number, more: object = {}): EngineLayer =>
  ({ ...dense(units, more), activation: 'linear' }) as EngineLayer

function specWith(layers: EngineLayer[], loss: EngineSpec['loss'], members?: number): EngineSpec {
  return {
    inputs: 3,
    ...(members === undefined ? {} : { members }),
    layers,
    loss,
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as EngineSpec['optimizer'],
    learningRate: 0.001,
    batchSize: 4,
    epochs: 1,
    l2: 0,
    earlyStopping: null,
    seed: 0,
    threads: 1,
    timeLimitSeconds: null,
  }
}

const networks: [string, EngineLayer[], number | undefined][] = [
  ['one network', [dense(5), output(4)], undefined],
  ['one output', [dense(5), output(1)], undefined],
  ['no biases', [dense(5), output(4, { bias: false })], undefined],
  ['an ensemble of its own weights', [dense(5, { sharing: 'own' }), output(4, { sharing: 'own' })], 3],
  ['an ensemble of adapters', [dense(5, { sharing: 'adapters' }), output(4, { sharing: 'own' })], 3],
]

test.each(networks)('a folded temperature divides what the last layer says: %s', (_, layers, members) => {
  const spec = JSON.stringify(specWith(layers, 'hinge', members))
  const random = createRandom(3)
  const weights = someWeights(engine.weightsLength(spec), random.uint32)
  const inputs = Float32Array.from({ length: rows * 3 }, () => random.uint32() / 2 ** 31 - 1)
  const width = layers.at(-1)?.kind === 'dense' ? (layers.at(-1) as { units: number }).units : 0
  const sums = (of: Float32Array): Float32Array => {
    const outputs = new Float32Array(rows * width)
    engine.predict(spec, of, inputs, outputs)
    return outputs
  }
  const before = sums(weights)
  const after = sums(foldTemperature(specWith(layers, 'hinge', members), weights, 2.5))
  expect(before.some((value) => Math.abs(value) > 0.01)).toBe(true)
  for (const [i, value] of after.entries()) expect(value).toBeCloseTo((before[i] ?? NaN) / 2.5, 5)
})

test('losses with probabilities have logits, margins and numbers have none', () => {
  const losses = ['softmaxCrossEntropy', 'binaryCrossEntropy', 'focal', 'hinge', 'meanSquaredError'] as const
  expect(losses.map((loss) => hasLogits({ loss }))).toEqual([true, true, true, false, false])
})

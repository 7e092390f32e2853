import { expect, test } from 'vitest'
import { configProblem, settingProblem } from '../../../src/shared/training/problem.ts'
import { activations, optimizerSchema, runConfigSchema } from '../../../src/shared/training.ts'

const layer = { units: 8, activation: 'relu', initialization: 'he' }
const training = {
  optimizer: { kind: 'gradientDescent' },
  learningRate: 0.1,
  batchSize: null,
  epochs: 5,
  l2: 0,
  earlyStopping: null,
  seed: 0,
  threads: null,
  timeLimitSeconds: null,
}

const optimizerKinds = optimizerSchema.options.map(({ shape }) => shape.kind.value)

function problemOf(value: unknown): string {
  const issue = runConfigSchema.safeParse(value).error?.issues[0]
  return issue === undefined ? 'none' : settingProblem(issue)
}

test.each([
  ['none', { network: { hidden: [layer] }, training }],
  ['training.learningRate must be a number', { network: { hidden: [] }, training: { ...training, learningRate: 'x' } }],
  ['training.epochs must be a whole number', { network: { hidden: [] }, training: { ...training, epochs: 1.5 } }],
  ['training.epochs must be at least 1', { network: { hidden: [] }, training: { ...training, epochs: 0 } }],
  [
    'training.learningRate must be more than 0',
    { network: { hidden: [] }, training: { ...training, learningRate: 0 } },
  ],
  ['network.hidden.0.units must be at most 4096', { network: { hidden: [{ ...layer, units: 1e6 }] }, training }],
  ['network.hidden must be at most 20 entries', { network: { hidden: Array(21).fill(layer) }, training }],
  [
    `network.hidden.0.activation must be one of ${activations.join(', ')}`,
    { network: { hidden: [{ ...layer, activation: 'rele' }] }, training },
  ],
  [
    `training.optimizer.kind must be one of ${optimizerKinds.join(', ')}`,
    { network: { hidden: [] }, training: { ...training, optimizer: { kind: 'sgd' } } },
  ],
  ['there is no setting training.lerningRate', { network: { hidden: [] }, training: { ...training, lerningRate: 1 } }],
  ['there is no setting learningRate', { network: { hidden: [] }, training, learningRate: 1 }],
  ['the whole must be an object', [1]],
])('%s', (problem, value) => {
  expect(problemOf(value)).toBe(problem)
})

const kinds =
  'dense, activation, prelu, dropout, batchNormalization, layerNormalization, rmsNormalization, scale, residual'
const nested = (depth: number): unknown =>
  depth === 0 ? { kind: 'dropout' } : { kind: 'residual', layers: [nested(depth - 1)] }

test.each([
  [`network.hidden.0.kind must be one of ${kinds}`, { hidden: [{ kind: 'conv' }] }],
  [
    'network.hidden.0.layers.0.rate must be less than 1',
    { hidden: [{ kind: 'residual', layers: [{ kind: 'dropout', rate: 1 }] }] },
  ],
  ['none', { hidden: [nested(4)] }],
  ['network.hidden.0.layers.0.layers.0.layers.0.layers.0 must not be nested deeper than 4', { hidden: [nested(5)] }],
  ['network.loss.quantiles must ascend', { hidden: [], loss: { kind: 'quantile', quantiles: [0.5, 0.1] } }],
  [
    'network.loss.classWeights must be one of balanced, or an object',
    { hidden: [], loss: { kind: 'focal', classWeights: 3 } },
  ],
  ['network.ensemble.kind must be one of adapters, independent', { hidden: [], ensemble: { kind: 'x' } }],
  [
    'network.hidden.1.layers.0.sharing must be left out where network.ensemble is',
    { hidden: [layer, { kind: 'residual', layers: [{ ...layer, sharing: 'own' }] }] },
  ],
  ['none', { hidden: [{ ...layer, sharing: 'own' }], ensemble: { kind: 'adapters' } }],
  ['network.numbers.bins must be at least 1', { hidden: [], numbers: { kind: 'piecewiseLinear', bins: 0 } }],
])('%s', (problem, network) => {
  expect(problemOf({ network, training })).toBe(problem)
})

const dense = 'kind, units, activation, initialization, initializationScale, bias, sharing'

test.each([
  [
    'there is no setting network.hidden.0.unit',
    `Did you mean units? Settings there are ${dense}.`,
    { hidden: [{ ...layer, unit: 3 }] },
  ],
  [
    'there is no setting network.hidden.1.layers.0.probability',
    'Settings there are kind, rate.',
    { hidden: [layer, { kind: 'residual', layers: [{ kind: 'dropout', probability: 0.5 }] }] },
  ],
  [
    'there is no setting network.loss.quantile',
    'Did you mean quantiles? Settings there are kind, quantiles.',
    { hidden: [], loss: { kind: 'quantile', quantile: [0.5] } },
  ],
  [
    'there is no setting network.layers',
    'Settings there are hidden, numbers, categories, ensemble, loss.',
    { hidden: [], layers: [layer] },
  ],
  ['network.hidden.0.units must be at least 1', null, { hidden: [{ ...layer, units: 0 }] }],
])('%s: %s', (problem, remedy, network) => {
  const value = { network, training }
  const { error } = runConfigSchema.safeParse(value)
  expect(error && configProblem(runConfigSchema, value, error)).toEqual({ problem, remedy })
})

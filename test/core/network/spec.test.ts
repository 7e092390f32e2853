import { describe, expect, it } from 'vitest'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import { decodePredictions } from '../../../src/core/network/predictions.ts'
import { networkShapes, parameterCount } from '../../../src/core/network/shapes.ts'
import { engineSpec, outputUnits } from '../../../src/core/network/spec.ts'
import { runConfigSchema } from '../../../src/shared/training.ts'
import type { FittedRecipe } from '../../../src/shared/recipes.ts'
import { recipeFor } from '../../support/tables.ts'

const regression = { task: 'regression', name: 'y', offset: 100, scale: 2, std: 2 } as const
const classes = (count: number): FittedRecipe['target'] => ({
  task: 'classification',
  name: 'y',
  classes: Array.from({ length: count }, (_, k) => `${k}`),
})
const fittedFor = (target: FittedRecipe['target']): FittedRecipe => ({
  version: 1,
  recipe: recipeFor('y'),
  rawInputs: [],
  steps: [],
  inputs: [
    { name: 'a', from: 'a' },
    { name: 'b', from: 'b' },
  ],
  target,
})
const configFor = (task: 'regression' | 'classification') =>
  defaultRunConfig({ rows: 100, inputs: 2, task, classes: null, preset: 'fast', seed: 9 })
const config = configFor('regression')

describe('engineSpec', () => {
  it.each([
    [regression, 1, 'meanSquaredError'],
    [classes(2), 1, 'binaryCrossEntropy'],
    [classes(4), 4, 'softmaxCrossEntropy'],
  ] as const)('ends in a linear layer that fits the task', (target, units, loss) => {
    const spec = engineSpec(fittedFor(target), configFor(target.task), 3)
    expect(spec.loss).toBe(loss)
    expect(spec.layers.at(-1)).toEqual({ kind: 'dense', units, activation: 'linear', initialization: 'glorot' })
    expect(spec).toMatchObject({ inputs: 2, seed: 9, threads: 3, batchSize: config.training.batchSize })
    expect(outputUnits(spec)).toBe(units)
  })

  it('keeps the number of threads that was asked for', () => {
    const asked = { ...config, training: { ...config.training, threads: 2 } }
    expect(engineSpec(fittedFor(regression), asked, 8).threads).toBe(2)
  })
})

describe('a configuration of before', () => {
  it('stays as it is, and so does what the engine is told', () => {
    const parsed = runConfigSchema.parse(JSON.parse(JSON.stringify(config)))
    expect(parsed).toEqual(config)
    expect(Object.keys(engineSpec(fittedFor(regression), parsed))).not.toContain('schedule')
  })
})

describe('a configuration with further settings', () => {
  it('reaches the engine with their defaults', () => {
    const parsed = runConfigSchema.parse({
      network: { hidden: [{ units: 3, activation: 'mish', initialization: 'normal', initializationScale: 0.1 }] },
      training: {
        ...config.training,
        optimizer: { kind: 'adamW' },
        schedule: { kind: 'cosine' },
        warmupEpochs: 2,
        biasRateFactor: 0.1,
        l1: 0.01,
        weightDecay: 0.02,
        clipNorm: 1,
        averaging: { kind: 'exponential' },
      },
    })
    const spec = engineSpec(fittedFor(regression), parsed)
    expect(spec.layers[0]).toEqual({
      kind: 'dense',
      units: 3,
      activation: 'mish',
      initialization: 'normal',
      initializationScale: 0.1,
    })
    expect(spec).toMatchObject({
      optimizer: { kind: 'adamW', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
      schedule: { kind: 'cosine', periodEpochs: null, periodMultiplier: 1, finalFactor: 0 },
      warmupEpochs: 2,
      rateFactors: { biases: 0.1, embeddings: 1, scales: 1 },
      l1: 0.01,
      weightDecay: 0.02,
      clipNorm: 1,
      averaging: { kind: 'exponential', decay: 0.999 },
    })
  })

  it.each([
    { schedule: { kind: 'cosine', surprise: 1 } },
    { schedule: { kind: 'plateau', factor: 1 } },
    { clipNorm: 0 },
    { averaging: { kind: 'stochastic' } },
    { l1: -1 },
  ])('is refused out of range: %j', (change) => {
    const training = { ...config.training, ...change }
    expect(runConfigSchema.safeParse({ ...config, training }).success).toBe(false)
  })
})

describe('networkShapes', () => {
  it('counts weights and biases', () => {
    const { training } = configFor('classification')
    const hidden = [{ kind: 'dense', units: 3, activation: 'tanh', initialization: 'glorot' }] as const
    const shapes = networkShapes(engineSpec(fittedFor(classes(4)), { training, network: { hidden: [...hidden] } }))
    expect(shapes.map(({ inputs, units, parameters }) => [inputs, units, parameters])).toEqual([
      [2, 3, 9],
      [3, 4, 16],
    ])
    expect(parameterCount(shapes)).toBe(25)
  })
})

describe('decodePredictions', () => {
  it('turns a regression back into the target’s unit', () => {
    expect(decodePredictions(fittedFor(regression), Float32Array.of(0, 1.5))).toEqual({
      task: 'regression',
      values: Float64Array.of(100, 103),
      details: new Float64Array(0),
    })
  })

  it('makes two probabilities of one; an even chance goes to the first class', () => {
    expect(decodePredictions(fittedFor(classes(2)), Float32Array.of(0.25, 0.5, 0.75))).toEqual({
      task: 'classification',
      probabilities: Float64Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75),
      classes: Int32Array.of(0, 0, 1),
    })
  })

  it('takes several probabilities as they are', () => {
    const found = decodePredictions(fittedFor(classes(3)), Float32Array.of(0.25, 0.5, 0.25))
    expect(found).toMatchObject({ classes: Int32Array.of(1) })
  })
})

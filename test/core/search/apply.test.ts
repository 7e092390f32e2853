import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRunConfig } from '../../../src/core/defaults/runConfig.ts'
import { createRandom } from '../../../src/core/random.ts'
import { applyPoint } from '../../../src/core/search/apply.ts'
import { drawPoint } from '../../../src/core/search/draw.ts'
import { describeBlocks, withBlocks } from '../../../src/core/search/network.ts'
import { isPointOf } from '../../../src/core/search/parameters.ts'
import { suggestedSpace } from '../../../src/core/search/suggested.ts'
import { searchSpaceSchema } from '../../../src/shared/search.ts'
import {
  optimizerSchema,
  presets,
  runConfigSchema,
  type HiddenLayer,
  type OptimizerKind,
  type RunConfig,
} from '../../../src/shared/training.ts'

const request = { rows: 3000, inputs: 10, task: 'classification', classes: 3, preset: 'balanced', seed: 5 } as const
const config = defaultRunConfig(request)

function withLayers(hidden: HiddenLayer[]): RunConfig {
  return { ...config, network: { hidden } }
}

describe('applyPoint', () => {
  it('changes nothing without values', () => {
    expect(applyPoint(config, {})).toEqual(config)
  })

  it('sets single settings wherever they are', () => {
    const { network, training } = applyPoint(config, {
      'training.learningRate': 0.03,
      'training.optimizer.beta1': 0.8,
      'training.earlyStopping.patience': 3,
      'network.hidden.1.units': 7,
      'training.batchSize': null,
    })
    expect(training).toMatchObject({
      learningRate: 0.03,
      optimizer: { kind: 'adam', beta1: 0.8, beta2: 0.999 },
      earlyStopping: { patience: 3, minDelta: 0 },
      batchSize: null,
    })
    expect(network.hidden.map((layer) => (layer.kind === 'dense' ? layer.units : null))).toEqual([64, 7])
  })

  it('takes the name of a kind for its defaults, and keeps what is there of the same kind', () => {
    const slow = applyPoint(config, { 'training.optimizer': { kind: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-8 } })
    expect(applyPoint(slow, { 'training.optimizer': 'adam' })).toEqual(slow)
    const other = applyPoint(slow, { 'training.optimizer': 'adamW', 'training.schedule': 'cosine' })
    expect(other.training.optimizer).toEqual({
      kind: 'adamW',
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.01,
    })
    expect(other.training.schedule).toMatchObject({ kind: 'cosine', finalFactor: 0 })
  })

  it('brings along what an optimizer needs, before other values are set', () => {
    const { training } = applyPoint(config, { 'training.learningRate': 0.5, 'training.optimizer': 'lbfgs' })
    expect(training).toMatchObject({ learningRate: 0.5, batchSize: null, optimizer: { kind: 'lbfgs' } })
  })

  it('says which setting does not fit', () => {
    const problemOf = (point: Parameters<typeof applyPoint>[1], base = config): string => {
      try {
        applyPoint(base, point)
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(problemOf({ 'training.learningRate': -1 })).toContain('training.learningRate must be more than 0')
    expect(problemOf({ 'training.batchSize': 32, 'training.optimizer': 'lbfgs' })).toContain('training.batchSize')
    expect(problemOf({ 'training.typo': 1 })).toContain('training.typo')
    expect(problemOf({ 'network.hidden.5.units': 1 })).toContain('network.hidden.5.units has no place')
    expect(problemOf({ 'training.clipNorm.deep': 1 })).toContain('has no place')
    expect(problemOf({ 'training.optimizer': 'best' })).toContain('kind')
    expect(problemOf({ 'network.activation': 'swoosh' })).toContain('activation')
    expect(problemOf({ 'network.depth': 9, 'network.normalization': 'layerNormalization' })).toContain('network.hidden')
  })
})

describe('the hidden layers as a whole', () => {
  it('are as many, as wide and of the kind that is wanted', () => {
    const { hidden } = applyPoint(config, {
      'network.depth': 2,
      'network.width': 48,
      'network.activation': 'tanh',
      'network.normalization': 'batchNormalization',
      'network.dropout': 0.25,
    }).network
    const block = [
      { kind: 'dense', units: 48, activation: 'linear', initialization: 'glorot' },
      { kind: 'batchNormalization', momentum: 0.1, epsilon: 1e-5 },
      { kind: 'activation', activation: 'tanh' },
      { kind: 'dropout', rate: 0.25 },
    ]
    expect(hidden).toEqual([...block, ...block])
  })

  it('keep what is not searched', () => {
    const widths = (hidden: readonly HiddenLayer[]): unknown[] =>
      hidden.flatMap((layer) => (layer.kind === 'dense' ? [layer.units] : []))
    expect(widths(applyPoint(config, { 'network.depth': 4 }).network.hidden)).toEqual([64, 32, 32, 32])
    expect(widths(applyPoint(config, { 'network.depth': 1 }).network.hidden)).toEqual([64])
    expect(applyPoint(config, { 'network.depth': 0 }).network.hidden).toEqual([])
    expect(applyPoint(config, { 'network.dropout': 0 })).toEqual(config)
    const dropped = applyPoint(config, { 'network.dropout': 0.2 })
    expect(dropped.network.hidden.map(({ kind }) => kind)).toEqual(['dense', 'dropout', 'dense', 'dropout'])
    expect(applyPoint(dropped, { 'network.dropout': 0 })).toEqual(config)
  })

  it('are read as blocks and written back', () => {
    const blocks = { depth: 3, width: 20, activation: 'gelu', normalization: 'rmsNormalization', dropout: 0.1 } as const
    const hidden = withBlocks(config.network.hidden, blocks)
    expect(describeBlocks(hidden)).toEqual(blocks)
    expect(withBlocks(hidden, blocks)).toEqual(hidden)
    expect(describeBlocks([])).toMatchObject({ depth: 0, normalization: 'none', dropout: 0 })
    expect(withBlocks([], { depth: 1 })).toEqual([
      { kind: 'dense', units: 64, activation: 'relu', initialization: 'he' },
    ])
  })

  it('are refused where there are layers of another kind', () => {
    const residual = withLayers([{ kind: 'residual', layers: [...config.network.hidden] }])
    expect(() => applyPoint(residual, { 'network.depth': 2 })).toThrow('other layers')
    const { parameters } = suggestedSpace(residual, 'regression', 1000)
    expect(parameters.filter(({ path }) => path.startsWith('network.'))).toEqual([])
  })
})

describe('suggestedSpace', () => {
  const kinds = optimizerSchema.options.map((option) => option.shape.kind.value)
  const anyConfig = fc
    .record({
      preset: fc.constantFrom(...presets),
      rows: fc.constantFrom(3, 200, 2000, 20_000, 1_000_000),
      optimizer: fc.constantFrom<OptimizerKind>(...kinds),
      weightDecay: fc.constantFrom(undefined, 0, 1e-5, 3),
      learningRate: fc.constantFrom(1e-7, 0.002, 50),
      blocks: fc.record({
        depth: fc.integer({ min: 0, max: 5 }),
        width: fc.constantFrom(1, 100, 4096),
        normalization: fc.constantFrom('none' as const, 'rmsNormalization' as const),
        dropout: fc.constantFrom(0, 0.8),
      }),
    })
    .map(({ preset, rows, optimizer, weightDecay, learningRate, blocks }) => {
      const base = defaultRunConfig({ ...request, preset, rows })
      const hidden = withBlocks(base.network.hidden, blocks)
      const kind = optimizerSchema.parse({ kind: optimizer })
      const isLbfgs = optimizer === 'lbfgs'
      const training = isLbfgs
        ? { ...base.training, optimizer: kind, batchSize: null }
        : { ...base.training, optimizer: kind, weightDecay, learningRate }
      return { rows, config: runConfigSchema.parse({ network: { hidden }, training }) }
    })

  it('is a valid space whose every point makes a valid configuration', () => {
    fc.assert(
      fc.property(anyConfig, fc.constantFrom('regression', 'classification'), fc.nat(), (any, task, seed) => {
        const space = suggestedSpace(any.config, task, any.rows)
        expect(searchSpaceSchema.parse(space)).toEqual(space)
        const random = createRandom(seed)
        for (let i = 0; i < 8; i++) {
          const point = drawPoint(space, random)
          const applied = applyPoint(any.config, point)
          expect(runConfigSchema.parse(applied)).toEqual(applied)
        }
      }),
    )
  })

  it('holds the values of the configuration itself', () => {
    fc.assert(
      fc.property(anyConfig, ({ config: any, rows }) => {
        const { training, network } = any
        const own = {
          'training.learningRate': training.learningRate,
          'training.batchSize': training.batchSize,
          'training.optimizer': training.optimizer.kind,
          'training.l2': training.l2,
          'training.weightDecay': training.weightDecay ?? 0,
          ...Object.fromEntries(
            Object.entries(describeBlocks(network.hidden)).map(([name, value]) => [`network.${name}`, value]),
          ),
        }
        const { parameters } = suggestedSpace(any, 'classification', rows)
        for (const { conditions: _, ...parameter } of parameters) {
          const point = { [parameter.path]: own[parameter.path as keyof typeof own] }
          expect(isPointOf({ parameters: [parameter] }, point), JSON.stringify(point)).toBe(true)
        }
      }),
    )
  })

  it('searches the shape, the steps and the penalty of a usual run', () => {
    const paths = suggestedSpace(config, 'classification', 3000).parameters.map(({ path }) => path)
    expect(paths).toEqual([
      'training.learningRate',
      'training.batchSize',
      'training.optimizer',
      'network.depth',
      'network.width',
      'network.activation',
      'network.normalization',
      'network.dropout',
      'training.l2',
    ])
  })
})

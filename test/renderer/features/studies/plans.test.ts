import { describe, expect, it } from 'vitest'
import { withOptimizer } from '../../../../src/core/defaults/suited.ts'
import { applyPoint } from '../../../../src/core/search/apply.ts'
import { suggestedSpace } from '../../../../src/core/search/suggested.ts'
import { addableParameters, withoutParameter } from '../../../../src/renderer/features/studies/plan/addable.ts'
import { bestFirst, bestSoFar, isWide } from '../../../../src/renderer/features/studies/page/scores.ts'
import { shownStudy } from '../../../../src/renderer/features/studies/shown.ts'
import { parameterLabel, pointText } from '../../../../src/renderer/features/studies/words.ts'
import { changedRoute, formatRoute, homeRoute, parseRoute } from '../../../../src/renderer/app/routePath.ts'
import { searchSpaceSchema, type SearchParameter } from '../../../../src/shared/search.ts'
import { optimizerSchema, runConfigSchema } from '../../../../src/shared/training.ts'
import type { Run } from '../../../../src/shared/runs.ts'

const config = runConfigSchema.parse({
  network: {
    hidden: [
      { kind: 'dense', units: 32, activation: 'relu', initialization: 'he' },
      { kind: 'dense', units: 8, activation: 'relu', initialization: 'he' },
    ],
  },
  training: {
    optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    learningRate: 0.001,
    batchSize: 32,
    epochs: 100,
    l2: 0,
    earlyStopping: null,
    seed: 0,
    threads: null,
    timeLimitSeconds: null,
  },
})
const rate: SearchParameter = { path: 'training.learningRate', kind: 'float', low: 1e-4, high: 0.1, log: true }
const depth: SearchParameter = { path: 'network.depth', kind: 'int', low: 0, high: 3, step: 1, log: false }
const dropout: SearchParameter = {
  path: 'network.dropout',
  kind: 'float',
  low: 0,
  high: 0.5,
  log: false,
  conditions: [{ path: 'network.depth', values: [1, 2, 3] }],
}

describe('what can be added to a space', () => {
  it('is what is suggested and not there, then more, in ranges that the schema takes', () => {
    const found = addableParameters([rate], [rate, depth, dropout], config)
    expect(found.slice(0, 2)).toEqual([depth, dropout])
    expect(found.map(({ path }) => path)).not.toContain('training.learningRate')
    expect(searchSpaceSchema.safeParse({ parameters: [rate, ...found] }).error).toBeUndefined()
  })

  it('is the width of each layer where no parameter stands for all of them', () => {
    const paths = addableParameters([rate], [rate], config).map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['network.hidden.0.units', 'network.hidden.1.units']))
    expect(addableParameters([rate], [depth], config).map(({ path }) => path)).not.toContain('network.hidden.0.units')
  })

  it.each(optimizerSchema.options.map(({ shape }) => shape.kind.value))('is what %s can be trained with', (kind) => {
    const own = { ...config, training: withOptimizer(config.training, optimizerSchema.parse({ kind })) }
    const suggested = suggestedSpace(own, 'regression', 1000).parameters
    const found = addableParameters([], suggested, runConfigSchema.parse(own))
    expect(found.length).toBeGreaterThan(4)
    for (const parameter of found) {
      const values = parameter.kind === 'choice' ? parameter.values : [parameter.low, parameter.high]
      for (const value of values) expect(() => applyPoint(own, { [parameter.path]: value })).not.toThrow()
    }
  })

  it('loses the conditions that ask about a parameter that is taken away', () => {
    const { conditions: _, ...free } = dropout
    expect(withoutParameter([depth, dropout], 'network.depth')).toEqual([free])
    expect(withoutParameter([rate, depth, dropout], 'training.learningRate')).toEqual([depth, dropout])
  })
})

describe('scores of trials', () => {
  const trials = [
    { index: 0, score: 0.5 },
    { index: 1, score: null },
    { index: 2, score: 0.7 },
    { index: 3, score: 0.2 },
  ]

  it('are beside the best so far, in the direction of the metric', () => {
    expect(bestSoFar(trials, 'minimize').map(({ best }) => best)).toEqual([0.5, 0.5, 0.2])
    expect(bestSoFar(trials, 'maximize').map(({ best }) => best)).toEqual([0.5, 0.7, 0.7])
  })

  it('are ranked with those that have none at the end', () => {
    const runs = trials.map(({ index, score }) => ({ study: { id: 's', index, score } }) as Run)
    const order = (direction: 'minimize' | 'maximize') => bestFirst(runs, direction).map(({ study }) => study?.index)
    expect(order('minimize')).toEqual([3, 0, 2, 1])
    expect(order('maximize')).toEqual([2, 0, 3, 1])
  })

  it('are drawn on a logarithmic axis where they are over powers of ten', () => {
    expect(isWide([0.01, 0.9])).toBe(true)
    expect(isWide([0.1, 0.9])).toBe(false)
    expect(isWide([-1, 100])).toBe(false)
    expect(isWide([])).toBe(false)
  })
})

describe('a study in the address', () => {
  const route = { ...homeRoute, project: 'p', step: 'train' as const }

  it('is read as it was written', () => {
    expect(parseRoute(formatRoute({ ...route, study: 's1' }))).toMatchObject({ study: 's1', run: null })
  })

  it('gives way to a run, and the other way round', () => {
    expect(changedRoute({ ...route, study: 's1' }, { run: 'r1' })).toMatchObject({ study: null, run: 'r1' })
    expect(changedRoute({ ...route, run: 'r1' }, { study: 's1' })).toMatchObject({ study: 's1', run: null })
    expect(changedRoute({ ...route, study: 's1' }, { step: 'runs' })).toMatchObject({ study: 's1', step: 'runs' })
  })

  it('is that of the newest run where none was chosen', () => {
    const newest = { study: { id: 's2', index: 0 } } as Run
    expect(shownStudy(route, newest)).toBe('s2')
    expect(shownStudy({ ...route, run: 'r1' }, newest)).toBeNull()
    expect(shownStudy({ ...route, study: 's1' }, newest)).toBe('s1')
    expect(shownStudy(route, {} as Run)).toBeNull()
  })
})

describe('hyper-parameters in words', () => {
  it('are called as in the form', () => {
    expect(parameterLabel('training.learningRate')).toBe('Learning rate')
    expect(parameterLabel('network.depth')).toBe('Hidden layers')
    expect(parameterLabel('network.hidden.1.units')).toBe('Units of layer 2')
  })

  it('have values as far as one would set them', () => {
    expect(pointText('training.learningRate', 0.00123456)).toBe('0.001235')
    expect(pointText('network.normalization', 'layerNormalization')).toBe('Layer normalization')
    expect(pointText('network.depth', undefined)).toBe('–')
  })
})

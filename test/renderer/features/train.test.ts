import { z } from 'zod'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DescentError } from '../../../src/shared/errors.ts'
import { readConfig } from '../../../src/renderer/features/train/configFile.ts'
import { differences } from '../../../src/renderer/features/train/SettingsFile.tsx'
import { hintsOf, remedyOf } from '../../../src/renderer/features/train/hints.ts'
import { parseNumber } from '../../../src/renderer/features/train/numbers.ts'
import { settingLines } from '../../../src/core/words/settings/settingLines.ts'
import { layersOf, liveRun } from '../../../src/renderer/features/train/runViews.ts'
import type { RunSeries } from '../../../src/shared/runs.ts'
import { begun, continued, type FollowedSeries } from '../../../src/renderer/features/train/followedSeries.ts'
import { createThrottle } from '../../../src/renderer/features/train/seriesFeed.ts'
import { configInShort, plainNumber } from '../../../src/core/words/settings/settingText.ts'
import { whyStopped } from '../../../src/renderer/features/train/words.ts'
import { describeField, variantsOf } from '../../../src/renderer/features/train/form/describe.ts'
import {
  averagingWords,
  categoriesWords,
  numbersWords,
  optimizerWords,
  scheduleWords,
} from '../../../src/core/words/settings/fieldWords.ts'
import {
  averagingSchema,
  categoriesSchema,
  hiddenLayerSchema,
  numbersSchema,
  optimizerSchema,
  scheduleSchema,
} from '../../../src/shared/training.ts'
import { makeRun } from './fixtures.ts'

describe('numbers as they are typed', () => {
  test.each([
    ['0.001', 0.001],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['1,000', 1000],
    ['−2', -2],
    [' 12 ', 12],
  ])('%s is a number', (text, value) => expect(parseNumber(text, '.')).toBe(value))

  test.each(['', 'abc', '1,5', '1.2.3', '0x10', '1e', 'Infinity'])('%s is none', (text) =>
    expect(parseNumber(text, '.')).toBeNaN(),
  )

  test('with a decimal comma', () => {
    expect(parseNumber('0,001', ',')).toBe(0.001)
    expect(parseNumber('1.234,5', ',')).toBe(1234.5)
    expect(parseNumber('0.5', ',')).toBe(0.5)
  })

  test('what is shown can be read back', () => {
    for (const value of [0, 1e-8, 0.0001, 0.001, 0.25, 32, 4096, 1_000_000, 4294967295]) {
      expect(parseNumber(plainNumber(value), '.')).toBe(value)
    }
  })
})

describe('why a run ended', () => {
  test('early stopping names its patience and what is kept', () => {
    expect(whyStopped(makeRun({ stopReason: 'earlyStopping' }))).toBe(
      'It stopped by itself: the validation loss had not improved for 20 epochs (its patience). The weights of epoch 150, the best one, are kept.',
    )
  })

  test('every reason and every ended state has a sentence', () => {
    for (const stopReason of ['epochs', 'stopped', 'timeLimit'] as const) {
      expect(whyStopped(makeRun({ stopReason }))).toMatch(/\.$/)
    }
    expect(whyStopped(makeRun({ state: 'interrupted' }))).toContain('interrupted')
    expect(whyStopped(makeRun({ state: 'failed' }))).toContain('failed')
  })
})

describe('what to try next', () => {
  test('a loss that became infinite: a tenth of the learning rate, the rest as it was', () => {
    const { config } = makeRun()
    const remedy = remedyOf({ kind: 'diverged', message: '' }, config)
    expect(remedy?.config).toEqual({ ...config, training: { ...config.training, learningRate: 0.0001 } })
    expect(remedy?.label).toBe('Try a lower learning rate (1e-4)')
  })

  test('too little memory: smaller batches, then fewer units', () => {
    const { config } = makeRun()
    const whole = { ...config, training: { ...config.training, batchSize: null } }
    expect(remedyOf({ kind: 'out-of-memory', message: '' }, whole)?.config.training.batchSize).toBe(64)
    expect(
      remedyOf({ kind: 'out-of-memory', message: '' }, config)?.config.network.hidden.map(
        (layer) => layer.kind === 'dense' && layer.units,
      ),
    ).toEqual([32, 16])
    expect(remedyOf({ kind: 'disk-full', message: '' }, config)).toBeNull()
  })

  test('a loss still falling at the last epoch can be extended', () => {
    expect(hintsOf(makeRun({ bestEpoch: 200 }))[0]?.remedy?.action).toEqual({ kind: 'extend', epochs: 100 })
    expect(hintsOf(makeRun({ bestEpoch: 150 }))).toEqual([])
  })

  test('a validation loss that rose far above its best is memorising', () => {
    const run = makeRun({ stopReason: 'earlyStopping', lastValidationLoss: 0.2 })
    expect(hintsOf(run)[0]?.remedy?.label).toBe('New run with L2 1e-4')
  })
})

test('outputs of a run of before follow from the number of parameters', () => {
  expect(layersOf(makeRun()).at(-1)?.units).toBe(3)
  const linear = makeRun({ parameters: 11, config: { ...makeRun().config, network: { hidden: [] } } })
  expect(layersOf(linear).at(-1)?.units).toBe(1)
})

test('a running record takes the live figures, an ended one does not', () => {
  const progress = {
    project: 'p',
    run: 'run1',
    state: 'running' as const,
    epoch: 7,
    epochs: 200,
    trainLoss: 0.5,
    validationLoss: 0.6,
    bestEpoch: 6,
    bestLoss: 0.55,
    learningRate: 0.001,
    samplesPerSecond: 1,
    secondsElapsed: 1,
    secondsLeft: 1,
  }
  expect(liveRun(makeRun({ state: 'running', epochs: 3 }), progress).epochs).toBe(7)
  expect(liveRun(makeRun(), progress).epochs).toBe(200)
})

test('settings in short and in full', () => {
  const { config } = makeRun()
  expect(configInShort(config)).toBe('64-32, Adam, 0.001')
  expect(configInShort({ ...config, network: { hidden: [] } })).toBe('linear, Adam, 0.001')
  expect(settingLines(config).find(({ label }) => label === 'Early stopping')?.value).toBe('after 20')
})

describe('settings from a file', () => {
  test('what was exported can be imported', () => {
    const { config } = makeRun()
    const read = readConfig(JSON.stringify(config), 'run.json', config)
    expect(read).toEqual({ config, leftOut: [], passedOver: [] })
  })

  test('what a file leaves out stays, and what the form has no use for is said', () => {
    const { config } = makeRun()
    const file = {
      training: { epochs: 7, changes: [{ step: 3, learningRate: 1 }] },
      recipe: {},
    }
    const { config: read, leftOut, passedOver } = readConfig(JSON.stringify(file), 'run.json', config)
    expect(read).toEqual({ ...config, training: { ...config.training, epochs: 7 } })
    expect(leftOut).toContain('learningRate')
    expect(leftOut).toContain('hidden')
    expect(leftOut).not.toContain('epochs')
    expect(passedOver).toHaveLength(2)
    expect(differences(config, read)).toEqual([{ label: 'Epochs', from: '200', to: '7' }])
  })

  test('no JSON, and a setting out of range, are refused by name', () => {
    expect(() => readConfig('{', 'run.json', makeRun().config)).toThrow(DescentError)
    const { config } = makeRun()
    const wrong = { ...config, training: { ...config.training, learningRate: -1 } }
    expect(() => readConfig(JSON.stringify(wrong), 'run.json', config)).toThrow(/training\.learningRate/)
  })
})

describe('following a curve', () => {
  afterEach(() => void vi.useRealTimers())

  test('never two requests at once, never sooner than the gap, and none is forgotten', async () => {
    vi.useFakeTimers()
    let running = 0
    let most = 0
    const asked: number[] = []
    const throttle = createThrottle(
      async () => {
        asked.push(Date.now())
        running += 1
        most = Math.max(most, running)
        await new Promise((done) => setTimeout(done, 30))
        running -= 1
      },
      100,
      () => Date.now(),
    )
    for (let i = 0; i < 100; i += 1) {
      throttle.want()
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(500)
    expect(most).toBe(1)
    expect(asked.length).toBeGreaterThanOrEqual(10)
    expect(asked.length).toBeLessThanOrEqual(12)
    asked.slice(1).forEach((time, i) => expect(time - (asked[i] ?? 0)).toBeGreaterThanOrEqual(100))
  })

  test('nothing is asked after the end', async () => {
    vi.useFakeTimers()
    const ask = vi.fn(() => Promise.resolve())
    const throttle = createThrottle(ask, 100, () => Date.now())
    throttle.want()
    throttle.end()
    throttle.want()
    await vi.advanceTimersByTimeAsync(1000)
    expect(ask).not.toHaveBeenCalled()
  })
})

describe('following a run', () => {
  const series = (epochs: number[], more: Partial<RunSeries> = {}): RunSeries => ({
    epochs,
    train: epochs.map((epoch) => epoch / 10),
    validation: epochs.map(() => null),
    changes: [],
    recorded: epochs.at(-1) ?? 0,
    returns: 0,
    ...more,
  })
  const epochsOf = (followed: FollowedSeries | null) =>
    Array.from({ length: followed?.train.length ?? 0 }, (_, i) => followed?.train.x(i))
  const change = (epoch: number) => ({ epoch, change: { step: Math.ceil(epoch * 10), learningRate: 0.1 } })

  test('a closer look replaces its part of the whole', () => {
    const whole = series([1, 50, 100])
    expect(epochsOf(begun(whole, series([40, 41, 42, 100])))).toEqual([1, 40, 41, 42, 100])
    expect(epochsOf(begun(whole, null))).toEqual([1, 50, 100])
  })

  test('new epochs and changes are put behind those that are known', () => {
    const known = begun(series([1, 2, 3], { changes: [change(1.5)] }), null)
    const next = continued(known, series([4, 5], { changes: [change(3.2)] }))
    expect(epochsOf(next)).toEqual([1, 2, 3, 4, 5])
    expect(next).toMatchObject({ recorded: 5, changes: [change(1.5), change(3.2)] })
    expect(epochsOf(known)).toEqual([1, 2, 3])
    expect(continued(known, series([], { recorded: 3 }))).toBe(known)
  })

  test('a run that went back, or was cut, is read anew', () => {
    const known = begun(series([1, 2, 3]), null)
    expect(continued(known, series([4], { returns: 1 }))).toBeNull()
    expect(continued(known, series([], { recorded: 2 }))).toBeNull()
  })
})

describe('fields as their schemas describe them', () => {
  test.each([
    [z.number().int().min(1).max(4096), 'a whole number from 1 to 4,096'],
    [z.number().min(0).lt(1), 'from 0 to below 1'],
    [z.number().positive().max(1), 'above 0, at most 1'],
    [z.number().gt(0).lt(1), 'above 0, below 1'],
    [z.number().min(0).max(1e30), 'from 0 on'],
    [z.number().positive().max(1e30).nullable(), 'above 0, or empty'],
    [z.number().min(0).max(1e6).optional(), 'from 0 to 1,000,000'],
  ])('%#: %s', (schema, range) => expect(describeField(schema)).toMatchObject({ type: 'number', range }))

  test('choices, switches and kinds', () => {
    expect(describeField(z.enum(['a', 'b']).default('a'))).toEqual({ type: 'choice', options: ['a', 'b'] })
    expect(describeField(z.boolean().optional())).toEqual({ type: 'switch' })
    const variants = variantsOf(hiddenLayerSchema)
    expect(Object.keys(variants)).toContain('dense')
    expect(Object.keys(variants['batchNormalization'] ?? {})).toEqual(['momentum', 'epsilon'])
  })

  test('every setting of every kind has words', () => {
    const missing = [
      [optimizerSchema, optimizerWords],
      [scheduleSchema, scheduleWords],
      [averagingSchema, averagingWords],
      [numbersSchema, numbersWords],
      [categoriesSchema, categoriesWords],
    ].flatMap(([schema, words]) =>
      Object.values(variantsOf(schema as typeof optimizerSchema)).flatMap((settings) =>
        Object.keys(settings).filter((name) => (words as Record<string, unknown>)[name] === undefined),
      ),
    )
    expect(missing).toEqual([])
  })
})

test('every setting that is not at nothing is listed', () => {
  const { config } = makeRun()
  const lines = settingLines({
    network: {
      hidden: [{ kind: 'residual', layers: [{ kind: 'dropout', rate: 0.2 }] }],
      numbers: { kind: 'piecewiseLinear', bins: 8, dimension: null, activation: 'linear' },
      ensemble: { kind: 'adapters', members: 4 },
      loss: { kind: 'focal', gamma: 2, classWeights: { rare: 5 } },
    },
    training: {
      ...config.training,
      schedule: { kind: 'step', everyEpochs: 3, factor: 0.5 },
      divergence: { rollbacks: 2, factor: 0.5 },
      rateFactors: { biases: 2, embeddings: 1, scales: 1 },
      changes: [
        { step: 1200, learningRate: 0.0005 },
        { step: 2001, stopped: 'stopped' },
        { step: 2001, epochs: 300 },
      ],
    },
  })
  const shown = lines.map(({ label, value }) => `${label}: ${value}`)
  for (const line of [
    'Hidden layers: residual [dropout 0.2]',
    'Numbers: bins: 8',
    'Ensemble: 4, shared weights',
    'Class weights: rare 5',
    'Schedule: factor: 0.5',
    'Goes back: 2 times, rate × 0.5',
    'Rate × for biases: 2',
    'From step 1,200: learning rate 5e-4',
    'From step 2,001: extended to 300 epochs',
  ]) {
    expect(shown).toContain(line)
  }
  // Why it ended is no setting.
  expect(shown.join()).not.toContain('stopped')
})

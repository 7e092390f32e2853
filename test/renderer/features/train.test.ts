import { afterEach, describe, expect, test, vi } from 'vitest'
import { DescentError } from '../../../src/shared/errors.ts'
import { readConfig } from '../../../src/renderer/features/train/configFile.ts'
import { hintsOf, remedyOf } from '../../../src/renderer/features/train/hints.ts'
import { parseNumber } from '../../../src/renderer/features/train/numbers.ts'
import { settingLines } from '../../../src/renderer/features/train/settingLines.ts'
import { layersOf, liveRun } from '../../../src/renderer/features/train/runViews.ts'
import { createThrottle, joinSeries } from '../../../src/renderer/features/train/seriesFeed.ts'
import { configInShort, plainNumber, whyStopped } from '../../../src/renderer/features/train/words.ts'
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
    expect(remedy?.label).toBe('Try a tenth of the learning rate (1e-4)')
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
    expect(readConfig(JSON.stringify(config), 'run.json')).toEqual(config)
  })

  test('no JSON, and a setting out of range, are refused by name', () => {
    expect(() => readConfig('{', 'run.json')).toThrow(DescentError)
    const { config } = makeRun()
    const wrong = { ...config, training: { ...config.training, learningRate: -1 } }
    expect(() => readConfig(JSON.stringify(wrong), 'run.json')).toThrow(/training\.learningRate/)
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

  test('a closer look replaces its part of the whole', () => {
    const series = (epochs: number[]) => ({ epochs, trainLoss: epochs, validationLoss: epochs, recorded: 100 })
    expect(joinSeries(series([1, 50, 100]), series([40, 41, 42])).epochs).toEqual([1, 40, 41, 42])
    expect(joinSeries(series([1, 50]), null).epochs).toEqual([1, 50])
  })
})

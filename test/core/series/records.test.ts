import { describe, expect, it } from 'vitest'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'
import {
  appendRecords,
  drawnSeries,
  recordWidth,
  withAllFields,
  withMetrics,
} from '../../../src/core/series/records.ts'
import type { MadeChange, RecordedMetric } from '../../../src/shared/training.ts'

const target = { task: 'regression', name: 'y', offset: 100, scale: 3, std: 3 } as const

/** The engine's records of epochs with 10 steps each. */
function records(first: number, last: number): Float64Array<ArrayBuffer> {
  const numbers: number[] = []
  for (let epoch = first; epoch <= last; epoch++)
    numbers.push(epoch, 1 / epoch, 2 / epoch, 0.01, epoch / 10, epoch * 10, 3 / epoch, epoch / 100)
  return Float64Array.from(numbers)
}

describe('metrics behind records', () => {
  const metrics: RecordedMetric[] = ['rmse', 'mse', 'r2']
  const settings = { metrics, trainMetrics: true }
  const measured = Float64Array.of(1, 2, 0.5, 3, 4, 0.25, 5, 6, NaN, 7, 8, -1)
  const wide = withMetrics(records(1, 2), measured, settings, target)

  it('are in the unit of the target: errors times its scale, squared ones times its square', () => {
    expect(wide).toHaveLength(2 * recordWidth(settings))
    expect([...wide.subarray(0, 14)]).toEqual([1, 1, 2, 0.01, 0.1, 10, 3, 0.01, 3, 18, 0.5, 9, 36, 0.25])
    expect([...wide.subarray(14)]).toEqual([2, 0.5, 1, 0.01, 0.2, 20, 1.5, 0.02, 15, 54, NaN, 21, 72, -1])
  })

  it('are drawn as curves of both splits; what is not a number is a gap', () => {
    const r2 = drawnSeries(wide, settings, { points: 100, metric: 'r2' })
    expect(r2).toMatchObject({ epochs: [1, 2], validation: [0.5, null], train: [0.25, -1], recorded: 2 })
    const loss = drawnSeries(wide, settings, { points: 100 })
    expect(loss).toMatchObject({ validation: [2, 1], train: [1, 0.5] })
    expect(drawnSeries(wide, settings, { points: 100, metric: 'mae' }).validation).toEqual([null, null])
  })

  it('of the validation rows alone leave the curve of the training rows empty', () => {
    const narrow = withMetrics(records(1, 1), Float64Array.of(1, 2, 0.5), { metrics }, target)
    expect(drawnSeries(narrow, { metrics }, { points: 10, metric: 'mse' })).toMatchObject({
      validation: [18],
      train: [null],
    })
  })

  it('of classes stay as they are', () => {
    const classes = { task: 'classification' as const, name: 'y', classes: ['a', 'b'] }
    const wider = withMetrics(records(1, 1), Float64Array.of(0.75), { metrics: ['accuracy'] }, classes)
    expect(wider.at(-1)).toBe(0.75)
  })

  it('are joined record by record: those told again replace those told before', () => {
    const again = withMetrics(records(2, 3), measured, settings, target)
    const joined = appendRecords(wide, again, recordWidth(settings))
    expect(drawnSeries(joined, settings, { points: 10, metric: 'r2' })).toMatchObject({
      epochs: [1, 2, 3],
      train: [0.25, 0.25, -1],
    })
  })
})

it('keeps an epoch that is asked for among thousands', () => {
  const all = records(1, 5000)
  expect(drawnSeries(all, {}, { points: 20 }).epochs).not.toContain(2345)
  const { epochs, train } = drawnSeries(all, {}, { points: 20, keep: 2345 })
  expect(train[epochs.indexOf(2345)]).toBe(1 / 2345)
  expect(epochs).toEqual(epochs.toSorted((a, b) => a - b))
})

describe('curves of the training itself', () => {
  const all = records(1, 3)
  all[RECORD_FIELDS + 3] = 0.005

  it('are the learning rate, and the time of each epoch', () => {
    expect(drawnSeries(all, {}, { points: 10, metric: 'learningRate' })).toMatchObject({
      train: [0.01, 0.005, 0.01],
      validation: [null, null, null],
    })
    const { train } = drawnSeries(records(1, 3), {}, { points: 10, metric: 'secondsPerEpoch' })
    expect(train.map((seconds) => seconds?.toFixed(6))).toEqual(['0.100000', '0.100000', '0.100000'])
  })

  it('are the length of the gradient and the share of dead units', () => {
    expect(drawnSeries(records(1, 3), {}, { points: 10, metric: 'gradientNorm' })).toMatchObject({
      train: [3, 1.5, 1],
      validation: [null, null, null],
    })
    expect(drawnSeries(records(1, 2), {}, { points: 10, metric: 'deadUnits' }).train).toEqual([0.01, 0.02])
  })

  it('have no time of an epoch before which no record is at hand', () => {
    const tail = drawnSeries(records(7, 9), {}, { points: 10, metric: 'secondsPerEpoch' })
    expect(tail.train.map((seconds) => seconds !== null)).toEqual([false, true, true])
  })
})

describe('records of before, which began with six numbers', () => {
  const old = Float64Array.of(1, 0.5, 0.6, 0.01, 0.1, 10, 70, 71, 2, 0.4, 0.5, 0.01, 0.2, 20, 72, 73)
  const width = recordWidth({ metrics: ['rmse'], trainMetrics: true })

  it('have gaps for what was not recorded then, and their metrics behind them', () => {
    const now = withAllFields(old, 6, width)
    expect([...now]).toEqual([
      ...[1, 0.5, 0.6, 0.01, 0.1, 10, NaN, NaN, 70, 71],
      ...[2, 0.4, 0.5, 0.01, 0.2, 20, NaN, NaN, 72, 73],
    ])
    expect(withAllFields(now, RECORD_FIELDS, width)).toBe(now)
    expect(drawnSeries(withAllFields(records(1, 0), 6, 8), {}, { points: 9, metric: 'deadUnits' }).train).toEqual([])
  })

  it('that end in the middle of a record still do', () => {
    expect(withAllFields(old.slice(0, 11), 6, width).length % width).toBe(3)
  })
})

describe('the last epochs alone', () => {
  const settings = {
    changes: [
      { step: 5, learningRate: 0.1 },
      { step: 85, rateFactor: 0.5, diverged: { step: 99, message: 'not a number' } },
      { step: 95, learningRate: 0.2 },
    ],
  }

  it('are the same from the last records as from all of them', () => {
    for (const fromEpoch of [8, 9, 10, 11]) {
      const options = { points: 100, fromEpoch, metric: 'secondsPerEpoch' } as const
      expect(drawnSeries(records(7, 10), settings, options)).toEqual(drawnSeries(records(1, 10), settings, options))
    }
  })

  it('come with their changes, with the last epoch and with how often the run went back', () => {
    const tail = drawnSeries(records(7, 10), settings, { points: 100, fromEpoch: 9 })
    expect(tail).toMatchObject({ epochs: [9, 10], recorded: 10, returns: 1 })
    expect(tail.changes.map(({ epoch }) => epoch)).toEqual([8.4, 9.4])
    expect(drawnSeries(new Float64Array(0), {}, { points: 100 })).toMatchObject({ recorded: 0, returns: 0 })
  })
})

describe('changes along the way', () => {
  const change = (step: number): MadeChange => ({ step, learningRate: 0.1 })
  const placesOf = (...steps: number[]) =>
    drawnSeries(records(1, 3), { changes: steps.map(change) }, { points: 10 }).changes.map(({ epoch }) => epoch)

  it('stand within their epoch', () => {
    expect(placesOf(1, 6, 10, 11, 30)).toEqual([0, 0.5, 0.9, 1, 2.9])
  })

  it('wait for the epoch that they fell in', () => {
    expect(placesOf(31)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { runWarnings } from '../../../src/core/monitoring/warnings.ts'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'
import type { EpochStatistics } from '../../../src/shared/epochs.ts'
import type { RunConfig } from '../../../src/shared/training.ts'

const config: RunConfig = {
  network: { hidden: [{ kind: 'dense', units: 8, activation: 'relu', initialization: 'he' }] },
  training: {
    optimizer: { kind: 'momentum', momentum: 0.9 },
    learningRate: 0.01,
    batchSize: 32,
    epochs: 1000,
    l2: 0,
    earlyStopping: null,
    seed: 0,
    threads: null,
    timeLimitSeconds: null,
  },
}

const unknown = { first: null, ignorance: null }

/** A run with these losses, epoch by epoch. */
function watched(epochs: number, train: (epoch: number) => number, validation?: (epoch: number) => number) {
  const records = new Float64Array(epochs * RECORD_FIELDS)
  let best = { epoch: 0, loss: Infinity }
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const loss = validation?.(epoch) ?? NaN
    records.set([epoch, train(epoch), loss, 0.01, epoch * 0.1, epoch * 10], (epoch - 1) * RECORD_FIELDS)
    if (loss < best.loss) best = { epoch, loss }
  }
  const run = {
    config,
    bestEpoch: validation === undefined ? null : best.epoch,
    bestLoss: validation === undefined ? null : best.loss,
    rows: { train: 100, validation: validation === undefined ? 0 : 20, test: 0 },
  }
  return { run, records }
}
const kinds = (of: ReturnType<typeof watched>, kept: Parameters<typeof runWarnings>[2] = []) =>
  runWarnings(of.run, of.records, kept, unknown).map(({ kind }) => kind)
const falling = (epoch: number) => 0.1 + Math.exp(-epoch / 30)

describe('warnings by the loss', () => {
  it('are none for a run that goes well, from its first epochs on', () => {
    for (const epochs of [1, 2, 5, 12, 40, 100]) {
      expect(kinds(watched(epochs, falling, (epoch) => falling(epoch) + 0.02))).toEqual([])
    }
  })

  it('say since when it overfits, and offer to stop', () => {
    const of = watched(80, falling, (epoch) => 0.3 + ((epoch - 30) / 100) ** 2 * 2)
    const [warning] = runWarnings(of.run, of.records, [], unknown)
    expect(warning).toMatchObject({ kind: 'overfitting', since: 30 })
    expect(warning?.remedies.map(({ action }) => action.kind)).toEqual(['stop', 'newRun'])
    expect(warning?.message).toContain('Since epoch 30')
  })

  it('do not take noise for overfitting, nor a training loss that rises too', () => {
    expect(kinds(watched(60, falling, (epoch) => 0.3 + (epoch === 30 ? -0.01 : 0)))).not.toContain('overfitting')
    const rising = (epoch: number) => 0.3 + ((epoch - 30) / 100) ** 2
    expect(kinds(watched(80, rising, rising))).not.toContain('overfitting')
  })

  it('see a plateau, but not in what is done', () => {
    expect(kinds(watched(80, (epoch) => Math.max(0.5, falling(epoch))))).toEqual(['plateau'])
    expect(kinds(watched(80, (epoch) => 1e-8 * (1 + 1 / epoch)))).toEqual([])
  })

  it('see losses that jump, that explode and that hardly move', () => {
    expect(kinds(watched(40, (epoch) => 1 + 0.3 * Math.sin(epoch * 2.4)))).toEqual(['rateTooHigh'])
    expect(kinds(watched(12, (epoch) => (epoch < 8 ? 1 / epoch : 2 ** epoch)))).toEqual(['exploding'])
    expect(kinds(watched(8, (epoch) => (epoch < 8 ? 1 / epoch : Infinity)))).toEqual(['exploding'])
    expect(kinds(watched(20, (epoch) => 1 - 0.001 * epoch))).toEqual(['rateTooLow'])
    expect(kinds(watched(3_000, (epoch) => 1 - 0.0001 * epoch))).toEqual(['rateTooLow'])
  })

  it('do not take a loss that has little left to learn for steps that are too long or too short', () => {
    const tiny = watched(60, (epoch) => (epoch < 30 ? Math.exp(-epoch / 2) : 1e-6 * (epoch % 2 === 0 ? 1 : 12)))
    expect(kinds(tiny)).not.toContain('exploding')
    expect(kinds(tiny)).not.toContain('rateTooHigh')
    expect(kinds(watched(30, (epoch) => 0.8 + 0.2 * Math.exp(-epoch / 4)))).not.toContain('rateTooLow')
  })

  it('say that the first steps threw the network off, instead of what follows from it', () => {
    const off = watched(
      40,
      (epoch) => 1 + 500 / epoch ** 3,
      (epoch) => (epoch === 3 ? 0.1 : 1 + epoch / 100),
    )
    const found = runWarnings(off.run, off.records, [], { first: 501, ignorance: 1 })
    expect(found.map(({ kind }) => kind)).toEqual(['rateTooHigh'])
    const labels = found[0]?.remedies.map(({ label }) => label)
    expect(labels).toEqual(['Learning rate 0.001', 'New run with learning rate 0.001', 'Stop and keep the best'])
  })

  it('offer the way back to the last good weights where a loss has exploded', () => {
    const of = watched(12, (epoch) => (epoch < 8 ? 1 / epoch : 2 ** epoch))
    const training = { ...config.training, changes: [{ step: 71, learningRate: 20 }] }
    const run = { ...of.run, config: { ...config, training } }
    const [warning] = runWarnings(run, of.records, [], unknown, [1, 2, 5, 6, 9, 12])
    const settings = { ...config.training, changes: undefined }
    expect(warning?.remedies[0]).toMatchObject({
      label: `Stop, and go back to epoch 6 with learning rate ${settings.learningRate}`,
      action: { kind: 'goBack', epoch: 6, config: { training: { learningRate: settings.learningRate } } },
    })
    expect(warning?.remedies[0]?.action).not.toHaveProperty('config.training.changes')
  })

  it('offer a rate that goes out from the last change', () => {
    const of = watched(40, (epoch) => 1 + 0.3 * Math.sin(epoch * 2.4))
    const changed = {
      ...config,
      training: {
        ...config.training,
        changes: [
          { step: 7, learningRate: 3 },
          { step: 9, rateFactor: 0.5 },
        ],
      },
    }
    const [warning] = runWarnings({ ...of.run, config: changed }, of.records, [], unknown)
    expect(warning?.remedies[0]?.action).toEqual({ kind: 'change', change: { learningRate: 0.15 } })
    const lbfgs = {
      ...config,
      training: {
        ...config.training,
        optimizer: { kind: 'lbfgs' as const, history: 10, maxLineSearch: 25, gradientTolerance: 1e-7 },
      },
    }
    expect(runWarnings({ ...of.run, config: lbfgs }, of.records, [], unknown)[0]?.remedies).toEqual([])
  })
})

const summary = (norm: number, count = 100) => ({
  count,
  nonFinite: 0,
  mean: 0,
  deviation: 1,
  smallest: -1,
  largest: 1,
  norm,
  zeros: 0,
  histogram: [count],
})
function statistics({ sizes = [1, 1, 1], dead = 0, ratio = 1e-3 } = {}): EpochStatistics {
  return {
    step: 10,
    rows: 10,
    parameters: sizes.map((size, index) => ({
      layer: [index + 1],
      name: 'weights',
      values: summary(1),
      gradients: summary(size),
      updateNorm: 0.1,
      updateRatio: ratio,
    })),
    ops: [
      { layer: [1], kind: 'dense', activation: 'relu', outputs: summary(1, 80), derivatives: null, deadUnits: dead },
    ],
  }
}

describe('warnings by the network', () => {
  const well = watched(20, falling)
  const at = (...kept: EpochStatistics[]) => kept.map((entry, index) => ({ epoch: index + 3, statistics: entry }))

  it('are none for usual numbers', () => {
    expect(kinds(well, at(statistics()))).toEqual([])
  })

  it('count dead units', () => {
    expect(kinds(well, at(statistics({ dead: 3 })))).toEqual([])
    const [warning] = runWarnings(well.run, well.records, at(statistics({ dead: 4 })), unknown)
    expect(warning).toMatchObject({ kind: 'deadUnits' })
    expect(warning?.message).toContain('4 of 8 units')
    const action = warning?.remedies.at(-1)?.action
    expect(action?.kind === 'newRun' && action.config.network.hidden[0]).toMatchObject({ activation: 'gelu' })
  })

  it('see gradients that vanish or surge, and steps that are too long', () => {
    expect(kinds(well, at(statistics({ sizes: [1e-5, 0.1, 1] })))).toEqual(['vanishingGradients'])
    const usual = Array.from({ length: 6 }, () => statistics())
    expect(kinds(well, at(...usual, statistics({ sizes: [500, 500, 500] })))).toEqual(['explodingGradients'])
    expect(kinds(well, at(statistics({ ratio: 0.4 })))).toEqual(['rateTooHigh'])
  })
})

import { describe, expect, it } from 'vitest'
import {
  placed,
  resultQuantities,
  settingQuantities,
} from '../../../../src/renderer/features/runs/compare/quantities.ts'
import type { RunConfig } from '../../../../src/shared/training.ts'
import { makeRun } from '../fixtures.ts'

const run = (id: string, training: Partial<RunConfig['training']>) => {
  const made = makeRun({ id })
  return { ...made, config: { ...made.config, training: { ...made.config.training, ...training } } }
}

describe('what runs differ in', () => {
  const runs = [
    run('a', { learningRate: 1e-4, batchSize: 32 }),
    run('b', { learningRate: 1e-1, batchSize: null }),
    run('c', { learningRate: 1e-2, batchSize: 64 }),
  ]

  it('is a number where every run has one, on a logarithmic axis over powers of ten', () => {
    const [rate, batch] = settingQuantities(runs)
    expect(rate).toMatchObject({ label: 'Learning rate', kind: 'number', log: true, values: [1e-4, 0.1, 0.01] })
    expect(batch).toMatchObject({ label: 'Batch size', kind: 'category', values: ['32', 'all rows', '64'] })
  })

  it('has a place on its axis', () => {
    const [rate, batch] = settingQuantities(runs)
    expect(placed(rate!).at.map((at) => Math.round((at ?? NaN) * 1e6) / 1e6)).toEqual([0, 1, 0.666667])
    expect(placed(batch!)).toEqual({
      at: [0, 1, 0.5],
      ticks: [
        { at: 0, text: '32' },
        { at: 0.5, text: '64' },
        { at: 1, text: 'all rows' },
      ],
    })
  })

  it('of whole numbers has whole numbers on its axis', () => {
    const marks = (values: number[], log = false) =>
      placed({ id: 'q', label: 'q', kind: 'number', values, log }).ticks.map(({ text }) => text)
    expect(marks([1, 4])).toEqual(['1', '2', '3', '4'])
    expect(marks([16, 31])).toEqual(['16', '24', '31'])
    expect(marks([10, 300], true)).toEqual(['10', '55', '300'])
    expect(marks([0.5, 1])).toEqual(['0.5', '0.75', '1'])
    expect(marks([7])).toEqual(['7'])
  })

  it('is of networks told by their depth, width and activation', () => {
    const network = (id: string, hidden: RunConfig['network']['hidden']) => {
      const made = makeRun({ id })
      return { ...made, config: { ...made.config, network: { ...made.config.network, hidden } } }
    }
    const dense = (units: number, activation: 'relu' | 'tanh' | 'linear') =>
      ({ kind: 'dense', units, activation, initialization: 'he' }) as const
    const found = settingQuantities([
      network('a', [dense(64, 'relu'), dense(32, 'relu')]),
      network('b', [dense(16, 'tanh'), { kind: 'residual', layers: [dense(128, 'relu'), dense(16, 'relu')] }]),
      network('c', []),
    ])
    expect(found.map(({ label, values }) => [label, values])).toEqual([
      ['Hidden layers', [2, 3, 0]],
      ['Widest layer', [64, 128, null]],
      ['Activation', ['ReLU', 'Tanh, ReLU', null]],
    ])
    const apart = network('d', [dense(64, 'linear'), { kind: 'activation', activation: 'gelu' }, dense(32, 'linear')])
    const [activation] = settingQuantities([apart, network('e', [dense(64, 'linear'), dense(32, 'linear')])])
    expect(activation).toMatchObject({ label: 'Activation', values: ['GELU', 'Linear'] })
  })

  it('of time says in which unit', () => {
    const labels = resultQuantities([makeRun()], 'lead').map(({ label }) => label)
    expect(labels).toContain('Time (seconds)')
    expect(labels).not.toContain('Time')
  })

  it('has no place without a value', () => {
    const scores = resultQuantities([makeRun({ metrics: null }), makeRun()], 'lead')[0]!
    expect(scores.label).toBe('Validation Accuracy')
    expect(placed(scores).at).toEqual([null, 0.5])
  })
})

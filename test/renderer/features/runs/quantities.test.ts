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

  it('has no place without a value', () => {
    const scores = resultQuantities([makeRun({ metrics: null }), makeRun()], 'lead')[0]!
    expect(scores.label).toBe('Validation Accuracy')
    expect(placed(scores).at).toEqual([null, 0.5])
  })
})

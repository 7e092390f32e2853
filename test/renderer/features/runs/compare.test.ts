import { describe, expect, it } from 'vitest'
import {
  comparedCurves,
  curveUnits,
  hasCurve,
  singleUnit,
  spreadOf,
} from '../../../../src/renderer/features/runs/compare/curves.ts'
import { differences } from '../../../../src/renderer/features/runs/compare/differences.ts'
import { settingQuantities } from '../../../../src/renderer/features/runs/compare/quantities.ts'
import type { Study } from '../../../../src/shared/studies.ts'
import type { RunConfig } from '../../../../src/shared/training.ts'
import { makeRun } from '../fixtures.ts'

const run = (id: string, training: Partial<RunConfig['training']> = {}, change: Parameters<typeof makeRun>[0] = {}) => {
  const made = makeRun({ id, name: id, ...change })
  return { ...made, config: { ...made.config, training: { ...made.config.training, ...training } } }
}
const study = (id: string, kind: string, best: number | null = null) =>
  ({ id, name: id, plan: { kind }, best }) as unknown as Study
const member = (id: string, of: string, index: number, seed = 0) => run(id, { seed }, { study: { id: of, index } })

describe('the lines of a comparison', () => {
  const all = [
    member('r0', 'repeat', 0),
    member('t0', 'search', 0),
    member('r1', 'repeat', 1, 1),
    member('t1', 'search', 1),
    run('alone'),
  ]

  it('are single runs first, then of repeats the mean, of a search its best trial', () => {
    const units = curveUnits([all[4]!], [study('repeat', 'repeat'), study('search', 'search', 1)], all)
    expect(units.map(({ label, runs }) => [label, runs.map(({ id }) => id)])).toEqual([
      ['alone', ['alone']],
      ['repeat, mean of 2', ['r0', 'r1']],
      ['search, its best', ['t1']],
    ])
  })

  it('have mean, lowest and highest of the runs that reach an epoch', () => {
    expect(
      spreadOf([
        { epochs: [1, 2, 3], values: [3, null, 1] },
        { epochs: [1, 2], values: [1, 4] },
      ]),
    ).toEqual({ x: [1, 2, 3], mean: [2, 4, 1], low: [1, 4, 1], high: [3, 4, 1] })
  })

  it('are of whatever any of the runs recorded', () => {
    const recording = run('m', { metrics: ['accuracy'] })
    const choices = comparedCurves([run('a'), recording])
    expect(choices.map(({ label }) => label)).toEqual([
      'Validation loss',
      'Training loss',
      'Validation accuracy',
      'Training accuracy',
      'Learning rate',
      'Gradient norm',
      'Share of dead units',
      'Seconds an epoch',
    ])
    const shown = (of: typeof recording) => choices.filter((choice) => hasCurve(of, choice)).map(({ id }) => id)
    const always = ['loss validation', 'loss train', 'learningRate', 'gradientNorm', 'deadUnits', 'secondsPerEpoch']
    expect(shown(run('a'))).toEqual(always)
    expect(shown(recording)).toEqual([...always.slice(0, 2), 'accuracy validation', ...always.slice(2)])
    expect(shown(run('n', {}, { rows: { train: 10, validation: 0, test: 0 } }))).not.toContain('loss validation')
  })
})

describe('what differs', () => {
  it('is where a branch began', () => {
    const parent = run('first')
    const branch = run('branch', {}, { parent: { run: 'first', epoch: 12 } })
    expect(differences([parent, branch].map(singleUnit), [parent, branch])).toEqual([
      { label: 'Began with', values: ['new weights', 'first, epoch 12'] },
    ])
    expect(differences([parent, branch].map(singleUnit), [])[0]?.values[1]).toBe('a removed run, epoch 12')
  })

  it('is rounded as far as it stays a difference', () => {
    const rates = (...values: number[]) =>
      differences(
        values.map((learningRate, i) => singleUnit(run(String(i), { learningRate }))),
        [],
      )[0]?.values
    expect(rates(0.0050399262885, 0.002)).toEqual(['0.00504', '0.002'])
    expect(rates(0.0050399262885, 0.0050399262886)).toEqual(['0.0050399262885', '0.0050399262886'])
  })

  it('is every change at one step', () => {
    const changed = run('changed', {
      changes: [
        { step: 40, learningRate: 0.01 },
        { step: 40, l2: 0.5 },
      ],
    })
    const [found] = differences([run('a'), changed].map(singleUnit), [])
    expect(found?.label).toBe('From step 40')
    expect(found?.values[1]).toMatch(/0\.01.*0\.5/)
  })

  it('is of repeats said once, and not the room and threads that a study gives its runs', () => {
    const members = [member('r0', 'repeat', 0), member('r1', 'repeat', 1, 1)].map((one) => ({
      ...one,
      config: { ...one.config, training: { ...one.config.training, threads: 1, keptMegabytes: 0 } },
    }))
    const units = curveUnits([run('a')], [study('repeat', 'repeat')], members)
    expect(differences(units, members)).toEqual([{ label: 'Seed', values: ['0', '2 values'] }])
    // A seed leads to no score.
    expect(settingQuantities([run('a'), ...members])).toEqual([])
  })
})

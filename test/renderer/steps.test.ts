import { describe, expect, it } from 'vitest'
import { homeRoute } from '../../src/renderer/app/routePath.ts'
import { currentDataset, currentRun, evaluatedRun, isStale, stepMarks } from '../../src/renderer/app/steps.ts'
import type { Recipe } from '../../src/shared/recipes.ts'
import type { Run } from '../../src/shared/runs.ts'

const dataset = {
  id: 'd',
  name: 'penguins',
  created: '2026-01-01',
  rows: 344,
  columns: 7,
  version: 1,
  replacedBy: null,
}
const recipe: Recipe = {
  version: 1,
  target: 'species',
  task: 'auto',
  roles: {},
  steps: [],
  split: { validation: 0.15, test: 0.15, stratify: true, seed: 0 },
  targetScaling: 'none',
}
const run = {
  id: 'r',
  name: 'Run 1',
  dataset: 'd',
  state: 'finished',
  recipe,
  epochs: 80,
  metrics: { train: null, validation: null, test: null },
} as unknown as Run
const all = {
  dataset,
  recipe,
  run,
  ended: run,
  progress: null,
  study: null,
  runs: 1,
  warnings: 0,
  doubts: 0,
  rowText: (rows: number) => `${rows} rows`,
}
const states = (marks: ReturnType<typeof stepMarks>) =>
  [marks.data, marks.prepare, marks.train, marks.evaluate].map(({ state }) => state)

describe('the run that is shown', () => {
  const runs = (...all: Partial<Run>[]) =>
    ({ datasets: [dataset], runs: all.map((one) => ({ ...run, ...one })) }) as unknown as Parameters<
      typeof currentRun
    >[0]
  const fold = { id: 'f', created: '2026-02-02', study: { id: 's' } as unknown as NonNullable<Run['study']>, fold: 0 }

  it('is the newest that is no part of a study, while there is one', () => {
    const both = runs({ created: '2026-01-01' }, fold)
    expect(currentRun(both, dataset, homeRoute)?.id).toBe('r')
    expect(evaluatedRun(both, dataset, homeRoute)?.id).toBe('r')
    expect(currentRun(runs(fold), dataset, homeRoute)?.id).toBe('f')
  })
})

describe('the marks of the rail', () => {
  it('tell of a study under way and of a run that waits', () => {
    const study = { text: '69 %', hint: 'Search 1: 8 of 12 trials' }
    expect(stepMarks({ ...all, study }).train).toEqual({ state: 'running', ...study })
    const waiting = { ...run, state: 'preparing' as const, waiting: true }
    expect(stepMarks({ ...all, run: waiting }).train).toMatchObject({ state: 'running', text: 'waiting' })
  })

  it('begin with nothing', () => {
    expect(states(stepMarks({ ...all, dataset: null }))).toEqual(Array(4).fill('notStarted'))
  })

  it('ask for a target', () => {
    const marks = stepMarks({ ...all, recipe: { ...recipe, target: null }, run: null, ended: null })
    expect(states(marks)).toEqual(['done', 'needsAttention', 'notStarted', 'notStarted'])
  })

  it('call a table stale that a newer version has replaced', () => {
    const { data } = stepMarks({ ...all, dataset: { ...dataset, replacedBy: 'e' } })
    expect([data.state, data.text]).toEqual(['stale', 'version 1'])
  })

  it('ask for attention where the recipe has a warning, such as a column that gives the target away', () => {
    const { prepare } = stepMarks({ ...all, doubts: 1 })
    expect(prepare).toEqual({ state: 'needsAttention', text: 'species', hint: 'Predicts species, 1 warning' })
  })

  it('keep Evaluate and Use at the run before while another trains', () => {
    const marks = stepMarks({ ...all, run: { ...run, id: 'next', state: 'running' } })
    expect([marks.train.state, marks.evaluate.state, marks.use.text]).toEqual(['running', 'done', 'ready'])
  })

  it('are done after a run', () => {
    expect(states(stepMarks(all))).toEqual(['done', 'done', 'done', 'done'])
  })

  it('turn stale when the recipe has changed since', () => {
    const marks = stepMarks({ ...all, recipe: { ...recipe, split: { ...recipe.split, seed: 1 } } })
    expect(states(marks)).toEqual(['done', 'done', 'stale', 'stale'])
  })

  it.each([
    ['preparing', 'running'],
    ['running', 'running'],
    ['paused', 'needsAttention'],
    ['failed', 'needsAttention'],
    ['interrupted', 'needsAttention'],
  ] as const)('of a run that is %s: %s', (state, mark) => {
    const marks = stepMarks({ ...all, run: { ...run, state }, ended: null })
    expect(marks.train.state).toBe(mark)
    expect(marks.evaluate.state).toBe('notStarted')
  })
})

it('does not call a run stale for the order of keys', () => {
  const { version, ...rest } = recipe
  expect(isStale(run, { ...rest, version })).toBe(false)
})

it('shows the newest dataset unless another is named', () => {
  const newer = { ...dataset, id: 'n', created: '2026-02-01' }
  const project = { id: 'p', name: 'p', place: '', readOnly: false, datasets: [newer, dataset], runs: [], revision: '' }
  const route = { ...homeRoute, project: 'p' } as const
  expect(currentDataset(project, route)?.id).toBe('n')
  expect(currentDataset(project, { ...route, dataset: 'd' })?.id).toBe('d')
  expect(currentDataset(project, { ...route, dataset: 'gone' })?.id).toBe('n')
})

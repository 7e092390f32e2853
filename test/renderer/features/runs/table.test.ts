import { describe, expect, it } from 'vitest'
import type { Run } from '../../../../src/shared/runs.ts'
import type { Study } from '../../../../src/shared/studies.ts'
import {
  fixedColumns,
  recipeNumbers,
  settingColumn,
  type RunColumn,
} from '../../../../src/renderer/features/runs/table/columns.ts'
import { familiesOf, rootOf } from '../../../../src/renderer/features/runs/table/family.ts'
import { studyText } from '../../../../src/renderer/features/runs/table/studyText.ts'
import { fitted } from '../../../../src/renderer/features/runs/table/widths.ts'
import { filterRuns, firstView, groupRuns, sortRuns } from '../../../../src/renderer/features/runs/table/view.ts'
import { differingSettings, settingsOf, settingValue } from '../../../../src/renderer/features/runs/settings.ts'
import { makeRun } from '../fixtures.ts'

const runs = [
  makeRun({ id: 'a', name: 'Run 10', created: '2026-01-03', metrics: null, tags: ['wide', 'night'] }),
  makeRun({ id: 'b', name: 'Run 9', created: '2026-01-02', starred: true, notes: 'Dropout helped' }),
  makeRun({ id: 'c', name: 'Run 1', created: '2026-01-01', state: 'failed', tags: ['wide'] }),
]
const ids = (list: readonly Run[]) => list.map(({ id }) => id).join('')
const column = (id: string): RunColumn => {
  const found = fixedColumns('lead', recipeNumbers(runs)).find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`no column ${id}`)
  return found
}
const withRate = (id: string, learningRate: number) => {
  const run = makeRun({ id })
  return { ...run, config: { ...run.config, training: { ...run.config.training, learningRate } } }
}

const known = { recipeNumber: () => 1, rootOf: () => null }

describe('sorting runs', () => {
  it('counts as people do', () => {
    expect(ids(sortRuns(runs, column('name'), false))).toBe('cba')
  })

  it('puts runs without a score last either way', () => {
    for (const descending of [true, false])
      expect(sortRuns(runs, column('validation'), descending).at(-1)?.id).toBe('a')
  })

  it('sorts a numeric setting by its number', () => {
    const rates = [withRate('x', 0.01), withRate('y', 1e-5), withRate('z', 0.5)]
    expect(ids(sortRuns(rates, settingColumn('Learning rate'), false))).toBe('yxz')
  })

  it('sorts by what a setting is, not by how it is written', () => {
    // "2 h" stands before "90 s" as a word, and "1.000" of a German is a thousand.
    const limits = [7200, 90, null, 400].map((timeLimitSeconds, i) => {
      const run = makeRun({ id: String(i), parameters: 10 ** (4 - i) })
      return { ...run, config: { ...run.config, training: { ...run.config.training, timeLimitSeconds } } }
    })
    expect(ids(sortRuns(limits.slice(0, 2), settingColumn('Time limit'), false))).toBe('10')
    expect(ids(sortRuns(limits, settingColumn('Parameters'), false))).toBe('3210')
    expect(limits.map((run) => settingValue(run, 'Time limit'))).toEqual([7200, 90, 'none', 400])
    expect(settingValue(makeRun({ parameters: 12_345 }), 'Parameters')).toBe(12_345)
    expect(settingValue(makeRun(), 'No such setting')).toBeNull()
  })
})

describe('filtering runs', () => {
  it('finds all words, in names, notes, tags and settings, whatever their case', () => {
    expect(ids(filterRuns(runs, { ...firstView, search: 'dropout run' }))).toBe('b')
    expect(ids(filterRuns(runs, { ...firstView, search: 'WIDE' }))).toBe('ac')
    expect(ids(filterRuns(runs, { ...firstView, search: 'adam 0.001' }))).toBe('abc')
    expect(ids(filterRuns(runs, { ...firstView, search: 'wide dropout' }))).toBe('')
  })

  it('keeps the starred, those of a state, those with every tag', () => {
    expect(ids(filterRuns(runs, { ...firstView, starred: true }))).toBe('b')
    expect(ids(filterRuns(runs, { ...firstView, states: ['failed'] }))).toBe('c')
    expect(ids(filterRuns(runs, { ...firstView, tags: ['wide', 'night'] }))).toBe('a')
  })
})

describe('a run that waits', () => {
  const waiting = makeRun({ id: 'w', state: 'preparing', waiting: true })

  it('says so in its state, and is a group of its own', () => {
    expect(column('state').text(waiting)).toBe('Waiting')
    expect(column('state').title?.(waiting)).toBe('Waits for its turn')
    const groups = groupRuns([waiting, makeRun({ state: 'preparing' })], 'state', known)
    expect(groups.map(({ label }) => label)).toEqual(['Waiting', 'Preparing'])
    expect(ids(filterRuns([waiting, ...runs], { ...firstView, search: 'waiting' }))).toBe('w')
  })
})

describe('grouping runs', () => {
  it('keeps the order within and of the groups', () => {
    const groups = groupRuns(runs, 'tags', known)
    expect(groups.map(({ label, runs: members }) => [label, ids(members)])).toEqual([
      ['night, wide', 'a'],
      ['No tag', 'b'],
      ['wide', 'c'],
    ])
  })

  it('puts a tree of branches together, whatever its depth', () => {
    const child = makeRun({ id: 'd', name: 'Run 11', parent: { run: 'b', epoch: 3 } })
    const all = [makeRun({ id: 'e', parent: { run: 'd', epoch: 1 } }), ...runs, child]
    const families = familiesOf(all)
    const groups = groupRuns(all, 'branch', { ...known, rootOf: (run) => rootOf(run, families) })
    expect(groups.map(({ label, runs: members }) => [label, ids(members)])).toEqual([
      ['Run 9 and its branches', 'ebd'],
      ['Without branches', 'ac'],
    ])
  })

  it('numbers preparations in the order of their first use', () => {
    const other = { ...runs[0]!.recipe, targetScaling: 'standardize' as const }
    const list = [makeRun({ id: 'new', created: '2026-02-01', recipe: other }), ...runs]
    const number = recipeNumbers(list)
    expect(list.map(number)).toEqual([2, 1, 1, 1])
  })
})

describe('a cell', () => {
  it('rounds a rate as a search draws it, and says all of it on hover', () => {
    const drawn = withRate('x', 0.0019087233412)
    expect(settingColumn('Learning rate').text(drawn)).toBe('0.001909')
    expect(settingColumn('Learning rate').title?.(drawn)).toBe('0.0019087233412')
    expect(column('settings').text(drawn)).toBe('64-32, Adam, 0.001909')
  })

  it('says that a trial was stopped early', () => {
    expect(column('state').text(makeRun({ stopReason: 'pruned' }))).toBe('Stopped early')
  })

  it('has of a search what its best trial was trained with, of repeats what all have in common', () => {
    const members = [withRate('x', 0.1), withRate('y', 0.5)].map((run, index) => ({
      ...run,
      epochs: 100 + index,
      study: { id: 's', index },
    }))
    const line = (kind: string, best: number | null) => ({
      study: { id: 's', name: 'S', plan: { kind }, best, seconds: 90, state: 'finished' } as unknown as Study,
      runs: members,
    })
    const text = (kind: string, id: string) => studyText(line(kind, 1), column(id), 'lead')
    expect(text('search', 'settings')).toBe('64-32, Adam, 0.5')
    expect(text('search', 'epochs')).toBe('101')
    expect(text('repeat', 'settings')).toBe('')
    expect(text('repeat', 'parameters')).toBe(column('parameters').text(members[0]!))
  })

  it('has room for what is shown in it', () => {
    const shown = { runs, lines: [], families: new Map(), ties: new Map(), metric: 'lead' as const }
    const width = (id: string, change: Partial<typeof shown> = {}) =>
      fitted([column(id)], { ...shown, ...change })[0]?.width ?? 0
    const long = [makeRun({ seconds: { total: 83, prepare: 0, train: 83 } })]
    expect(width('time', { runs: long })).toBeGreaterThan(width('time'))
    const ties = new Map([['a', { validation: { word: 'other rows' as const, reason: '' } }]])
    expect(width('validation', { ties })).toBeGreaterThan(width('validation'))
    expect(width('test', { ties })).toBe(width('test'))
    const wordy = [makeRun({ notes: 'word '.repeat(400) })]
    expect(width('notes', { runs: wordy })).toBeLessThan(300)
  })
})

it('preparations with the same words are told apart by their settings', () => {
  const oneHot = (maxLevels: number) => {
    const base = makeRun()
    const step = { kind: 'oneHot' as const, id: 'a', enabled: true, columns: 'categories' as const, maxLevels }
    return { ...base, recipe: { ...base.recipe, steps: [step] } }
  }
  const [few, many] = [oneHot(5), oneHot(50)]
  expect(settingsOf(few).get('Preparation steps')?.value).toMatch(/^\S.*: /)
  expect(differingSettings([few, many])).toEqual(['Preparation steps'])
  expect(differingSettings([few, oneHot(5)])).toEqual([])
})

it('scores of several metrics in one column name their own', () => {
  const run = makeRun({
    task: 'regression',
    metrics: { train: null, test: null, validation: { rmse: 1, mae: 1, r2: 0.5 } as never },
  })
  const text = (isMixed: boolean) =>
    fixedColumns('lead', () => 0, isMixed)
      .find(({ id }) => id === 'validation')
      ?.text(run)
  expect(text(true)).toBe('R² 0.5000')
  expect(text(false)).toBe('0.5000')
})

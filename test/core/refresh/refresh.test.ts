import { describe, expect, it } from 'vitest'
import { columnDifferences, commonColumns, keyColumn } from '../../../src/core/refresh/columns.ts'
import { replayRecipe } from '../../../src/core/refresh/replay.ts'
import type { ColumnKind, ColumnSummary } from '../../../src/shared/datasets.ts'
import { stepSchema, type Recipe } from '../../../src/shared/recipes.ts'
import { numberedDataset } from '../../support/records.ts'

const [template] = numberedDataset('d', 1).columns

function version(rows: number, columns: [name: string, kind: ColumnKind, extra?: Partial<ColumnSummary>][]) {
  return {
    rows,
    columns: columns.map(([name, kind, extra], index) => ({ ...template!, index, name, kind, distinct: 2, ...extra })),
  }
}

const whole = (rows: number) => ({ distinct: rows, min: 1, max: rows, top: [{ value: '7', count: 1 }] })

describe('the key of a table', () => {
  it('is a column of which every row has another value in both versions', () => {
    const before = version(10, [
      ['city', 'category'],
      ['Order No', 'number', whole(10)],
    ])
    const after = version(12, [
      ['Order No', 'number', whole(12)],
      ['city', 'category'],
    ])
    expect(keyColumn(before, after)).toBe('Order No')
  })

  it('is none where values repeat, are missing or are new in one version', () => {
    const before = version(10, [['id', 'number', whole(10)]])
    expect(keyColumn(before, version(12, [['id', 'number', whole(11)]]))).toBeNull()
    expect(keyColumn(before, version(12, [['id', 'number', { ...whole(12), missing: 1 }]]))).toBeNull()
    expect(keyColumn(before, version(12, [['key', 'number', whole(12)]]))).toBeNull()
  })

  it('is no measurement that happens to differ everywhere, and rather one that is named so', () => {
    const measured = { distinct: 10, min: 0.5, max: 9.25, top: [{ value: '0.5', count: 1 }] }
    const one = version(10, [['weight', 'number', measured]])
    expect(keyColumn(one, one)).toBeNull()
    const two = version(10, [
      ['place', 'text', { distinct: 10 }],
      ['customerId', 'text', { distinct: 10 }],
    ])
    expect(keyColumn(two, two)).toBe('customerId')
  })
})

describe('a recipe on the next version', () => {
  const before = version(5, [
    ['a', 'number'],
    ['b', 'category'],
    ['y', 'category'],
  ])
  const recipe: Recipe = {
    version: 1,
    target: 'y',
    task: 'auto',
    roles: { b: 'ignored', y: 'target' },
    steps: [
      { kind: 'standardize', id: '1', enabled: true, columns: ['a'] },
      { kind: 'oneHot', id: '2', enabled: true, columns: 'categories', maxLevels: 50 },
    ],
    split: { validation: 0.1, test: 0.1, stratify: true, seed: 1 },
    targetScaling: 'none',
  }
  const replay = (after: ReturnType<typeof version>) =>
    replayRecipe(recipe, after, { ...columnDifferences(before, after, null), changed: [] })

  it('stays as it is where the columns do', () => {
    expect(replay(before)).toEqual({ recipe, notes: [] })
    expect(commonColumns(before, before)).toHaveLength(3)
  })

  it('ignores what is new, forgets what is gone, and says both', () => {
    const { recipe: now, notes } = replay(
      version(5, [
        ['y', 'category'],
        ['b', 'category'],
        ['c', 'number'],
      ]),
    )
    expect(now.roles).toEqual({ b: 'ignored', y: 'target', c: 'ignored' })
    expect(now.steps.map(({ id }) => id)).toEqual(['2'])
    expect(notes).toEqual([
      '“a” is gone: the network no longer gets it.',
      '“c” is new: it is ignored until you give it a role in Prepare.',
    ])
  })

  it('keeps a target and roles that are columns of windows', () => {
    const window = (id: string, statistic: string) =>
      stepSchema.parse({ kind: 'window', id, column: 'a', statistic, rows: [1, 3] })
    const scale = stepSchema.parse({ kind: 'standardize', id: 's', columns: ['a lag 3'] })
    const ofSeries: Recipe = {
      ...recipe,
      target: 'a ahead 3',
      roles: { 'a ahead 3': 'target', 'a lag 1': 'ignored' },
      steps: [window('w', 'lag'), window('t', 'ahead'), scale],
    }
    const changes = { ...columnDifferences(before, before, null), changed: [] }
    expect(replayRecipe(ofSeries, before, changes)).toEqual({ recipe: ofSeries, notes: [] })
  })

  it('follows rows that are left out by number, and uses again those that are gone', () => {
    const out = stepSchema.parse({ kind: 'excludeRows', id: 'out', rows: [3, 4, 9] })
    const changes = { ...columnDifferences(before, before, null), changed: [] }
    const excluding = { ...recipe, steps: [out, ...recipe.steps] }
    const moved = replayRecipe(
      excluding,
      before,
      changes,
      new Map([
        [3, 8],
        [9, 1],
      ]),
    )
    expect(moved.recipe.steps[0]).toEqual({ ...out, rows: [1, 8] })
    expect(moved.notes).toEqual([
      'A row that was left out by its number is gone or has other values: it is used again.',
    ])
    const { recipe: now, notes } = replayRecipe(excluding, before, changes)
    expect(now).toEqual(recipe)
    expect(notes).toEqual([
      '3 rows that were left out by their numbers are gone or have other values: they are used again.',
    ])
  })

  it('has no target where that is gone, and names columns of another kind', () => {
    const { recipe: now, notes } = replay(
      version(5, [
        ['a', 'text'],
        ['b', 'number'],
      ]),
    )
    expect(now.target).toBeNull()
    expect(now.roles).toEqual({ b: 'ignored' })
    expect(notes).toEqual([
      'The target “y” is gone: choose another one in Prepare.',
      '“a” held numbers and now holds texts: look at its steps in Prepare.',
    ])
  })
})

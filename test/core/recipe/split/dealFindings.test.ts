import { describe, expect, it } from 'vitest'
import { dealtColumns } from '../../../../src/core/recipe/split/deal.ts'
import { prepareRows } from '../../../../src/core/recipe/usableRows.ts'
import type { Finding } from '../../../../src/shared/datasets.ts'
import { recipeSchema, stepSchema, type Folds, type Recipe } from '../../../../src/shared/recipes.ts'
import { previewRecipe } from '../../../support/preview.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const rows = 60
const each = <T>(of: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => of(row))
const day = dates(
  'day',
  each((row) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString()),
)
const person = coded(
  'person',
  each((row) => `p${row % 12}`),
)
const x = numbers(
  'x',
  each((row) => (row * 7) % 11),
)
const sales = numbers(
  'sales',
  each((row) => row * row),
)
const table = tableOf(day, person, x, sales)

const chance: Folds = { kind: 'rows', folds: 3, repeats: 1, stratify: false, shuffle: true, seed: 0 }
const split = (by: Recipe['split']['by']): Recipe['split'] => ({
  validation: 0.2,
  test: 0.2,
  stratify: false,
  seed: 1,
  by,
})
const group = { kind: 'group', column: 'person' } as const
const time = { kind: 'time', column: 'day', gap: 0, unit: 'rows' } as const

const recipeOf = (changes: Partial<Recipe>): Recipe =>
  recipeFor('sales', { roles: { day: 'ignored', person: 'ignored' }, task: 'regression', ...changes })
const found = (recipe: Recipe): Finding[] => previewRecipe(table, recipe).findings
const kinds = (recipe: Recipe): string[] => found(recipe).map(({ kind }) => kind)

/** The recipe with the remedy of its one finding. */
function mended(recipe: Recipe): Recipe {
  const [remedy, second] = found(recipe).flatMap(({ remedies }) => remedies)
  if (remedy === undefined || second !== undefined) throw new Error('There is not just one remedy.')
  if (remedy.kind === 'dealRows') {
    const { by, folds } = remedy
    return recipeSchema.parse({
      ...recipe,
      split: { ...recipe.split, by: by ?? recipe.split.by },
      folds: folds ?? recipe.folds,
    })
  }
  if (remedy.kind !== 'editStep') throw new Error(`Another remedy: ${remedy.kind}`)
  const edited = (step: Recipe['steps'][number]) => (step.id === remedy.step ? { ...step, ...remedy.settings } : step)
  return recipeSchema.parse({ ...recipe, steps: recipe.steps.map(edited) })
}

describe('folds dealt otherwise than the split', () => {
  it.each([
    ['by chance of a split by group', { split: split(group), folds: chance }, 'foldsUnlikeSplit'],
    ['by time of a split by group', { split: split(group), folds: { ...time, folds: 3 } }, 'foldsUnlikeSplit'],
    ['by chance of a split by time', { split: split(time), folds: chance }, 'foldsUnlikeSplit'],
    ['by group, the split by chance', { split: split(undefined), folds: { ...group, folds: 3 } }, 'splitUnlikeFolds'],
    [
      'by time, the split by a key',
      { split: split({ kind: 'hash', columns: ['x'] }), folds: { ...time, folds: 3 } },
      'splitUnlikeFolds',
    ],
  ] as const)('%s are told of, and mended by the button', (_, changes, kind) => {
    const recipe = recipeOf(changes)
    expect(kinds(recipe)).toEqual([kind])
    expect(kinds(mended(recipe))).toEqual([])
  })

  it('keep the gap of the split when they are mended', () => {
    const by = { ...time, gap: 4 }
    expect(mended(recipeOf({ split: split(by), folds: chance })).folds).toEqual({ ...by, folds: 3 })
  })

  it.each([
    ['are dealt alike', { split: split(group), folds: { ...group, folds: 3 } }],
    ['go by time, too', { split: split(time), folds: { ...time, gap: 5, folds: 3 } }],
    ['are both by chance', { split: split(undefined), folds: chance }],
    ['tear no group apart', { split: split({ kind: 'group', column: 'sales' }), folds: chance }],
    [
      'are of a key that keeps groups',
      { split: split({ kind: 'hash', columns: ['person'] }), folds: { ...group, folds: 3 } },
    ],
  ] as const)('say nothing where they %s', (_, changes) => {
    expect(kinds(recipeOf(changes))).toEqual([])
  })
})

describe('a role that the split does not follow', () => {
  it.each([
    ['group', { person: 'group', day: 'ignored' }, 'groupsNotKept', 'Keep groups together', 'person'],
    ['time', { person: 'ignored', day: 'time' }, 'timeNotKept', 'Split by time', 'day'],
  ] as const)('%s is told of, and mended by the button, for the folds too', (kind, roles, warning, label, column) => {
    const recipe = recipeOf({ roles, split: split(undefined), folds: chance })
    expect(found(recipe)).toMatchObject([{ kind: warning, column, remedies: [{ label }] }])
    const after = mended(recipe)
    expect(kinds(after)).toEqual([])
    expect([after.split.by?.kind, after.folds?.kind]).toEqual([kind, kind])
    expect(mended({ ...recipe, folds: null }).folds).toBeNull()
  })

  it('is fine where either is kept, and where no two rows are of one group', () => {
    const roles = { person: 'group', day: 'time' } as const
    expect(kinds(recipeOf({ roles, split: split(undefined) }))).toEqual(['timeNotKept', 'groupsNotKept'])
    expect(kinds(recipeOf({ roles, split: split(group) }))).toEqual([])
    expect(kinds(recipeOf({ roles, split: split(time) }))).toEqual([])
    expect(kinds(recipeOf({ roles: { day: 'group', person: 'ignored' }, split: split(undefined) }))).toEqual([])
  })
})

describe('folds of rows that look at others', () => {
  const roles = { day: 'time', person: 'ignored' } as const
  const window = (statistic: string, ahead: number[]) =>
    stepSchema.parse({ kind: 'window', id: statistic, column: 'sales', statistic, rows: ahead })
  const series = (steps: Recipe['steps'], changes: Partial<Recipe>): Recipe =>
    recipeOf({ roles, steps: [...steps, ...recipeFor(null).steps], ...changes })

  it('are told of where they are dealt by chance, whatever the split', () => {
    const lags = [window('lag', [1])]
    for (const by of [undefined, time] as const) {
      const recipe = series(lags, { split: split(by), folds: chance })
      expect(kinds(recipe)).toEqual([by === undefined ? 'seriesSplitByChance' : 'foldsUnlikeSplit'])
      const after = mended(recipe)
      expect([after.split.by?.kind, after.folds?.kind]).toEqual(['time', 'time'])
      expect(kinds(after)).toEqual([])
    }
  })

  it('need a gap as long as the target lies ahead', () => {
    const recipe = series([window('ahead', [3])], {
      target: 'sales ahead 3',
      split: split({ ...time, gap: 5 }),
      folds: { ...time, folds: 3 },
    })
    // Three before each fold, one of them in the gap before validation.
    expect(found(recipe)).toMatchObject([
      {
        kind: 'foldsWithoutGap',
        message: expect.stringMatching(/of 8 training rows .* Let the gap of the folds be 3 rows\.$/),
      },
    ])
    expect(kinds(mended(recipe))).toEqual([])
    const inDays = series([window('ahead', [3])], {
      ...recipe,
      folds: { ...time, unit: 'days', folds: 3 },
      steps: recipe.steps,
    })
    expect(found(inDays)).toMatchObject([{ message: expect.stringMatching(/be 3 days\.$/) }])
  })

  it('have the gap of the split mended by a button', () => {
    const recipe = series([window('ahead', [3])], { target: 'sales ahead 3', split: split(time) })
    expect(found(recipe)).toMatchObject([{ kind: 'horizonWithoutGap', remedies: [{ label: 'Let the gap be 3 rows' }] }])
    expect(kinds(mended(recipe))).toEqual([])
  })

  it('have gaps filled forward by a button', () => {
    const fill = stepSchema.parse({ kind: 'fillFromNeighbours', id: 'f', columns: ['x'], method: 'backward' })
    const recipe = series([fill], { split: split(time) })
    expect(kinds(recipe)).toEqual(['filledFromLaterRows'])
    expect(kinds(mended(recipe))).toEqual([])
  })
})

describe('folds that cannot be dealt', () => {
  it.each([
    ['want a role', { kind: 'time', folds: 3, column: null, gap: 0, unit: 'rows' }, /No column has the role time/],
    ['name a column that is gone', { kind: 'group', folds: 3, column: 'gone' }, /The folds name “gone”/],
    ['have too few groups', { ...group, folds: 20 }, /12 groups are too few for 20 folds/],
  ] as const)('are a finding where they %s, and refused where they are trained on', (_, folds, message) => {
    const recipe = recipeOf({ folds, split: split(undefined) })
    const { findings, rows: counted } = previewRecipe(table, recipe)
    expect(findings.find(({ kind }) => kind === 'refusedFolds')?.message).toMatch(message)
    expect(counted).toMatchObject({ used: rows })
    expect(counted.folds).toBeUndefined()
    expect(prepareRows(table, recipe).rows.train.length).toBe(36)
    expect(() => prepareRows(table, recipe, { fold: 0 })).toThrow(message)
    expect(() => dealtColumns(recipe)).not.toThrow()
  })
})

describe('folds of very different sizes', () => {
  const most = coded(
    'person',
    each((row) => (row < 48 ? 'most' : `p${row % 4}`)),
  )

  it('are told of with the group that makes one large', () => {
    const recipe = recipeOf({ split: { ...split(undefined), test: 0, validation: 0 }, folds: { ...group, folds: 3 } })
    const { findings, rows: counted } = previewRecipe(tableOf(day, most, x, sales), recipe)
    expect(counted.folds).toEqual([
      { train: 12, validation: 48 },
      { train: 54, validation: 6 },
      { train: 54, validation: 6 },
    ])
    expect(findings).toMatchObject([
      {
        kind: 'unequalFolds',
        message: expect.stringMatching(/^Fold 1 learns from 12 rows and is judged by 48, .*48 rows with “most”/),
      },
    ])
    expect(kinds(recipe)).toEqual([])
  })

  it('are counted for the first twenty alone', () => {
    const recipe = recipeOf({ split: split(undefined), folds: { ...chance, folds: 10, repeats: 20 } })
    expect(previewRecipe(table, recipe).rows.folds).toHaveLength(20)
  })
})

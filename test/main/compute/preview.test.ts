import { describe, expect, it } from 'vitest'
import { RecipePreviews, relationsOf } from '../../../src/main/compute/preview.ts'
import { loadReaders } from '../../../src/main/datasets/native.ts'
import type { Table } from '../../../src/core/table.ts'
import type { Recipe } from '../../../src/shared/recipes.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'

const native = loadReaders(sourceEntries.addon)
const rows = Array.from({ length: 120 }, (_, row) => row)
const target = coded(
  'target',
  rows.map((row) => (row % 7 < 3 ? 'yes' : 'no')),
)
const noise = numbers(
  'noise',
  rows.map((row) => (row * 37) % 101),
)
const words = coded(
  'words',
  rows.map((row) => (row % 7 < 3 ? 'survived' : 'died')),
)

const preview = (table: Table, recipe: Recipe) =>
  new RecipePreviews(native).preview({ key: '', table, recipe, looks: [], relations: true }, () => {})

describe('a preview with its target', () => {
  it('finds what gives the target away, with the remedy', () => {
    const { findings } = preview(tableOf(target, noise, words), recipeFor('target'))
    expect(findings).toEqual([
      expect.objectContaining({
        kind: 'targetLeak',
        column: 'words',
        remedies: [expect.objectContaining({ kind: 'ignoreColumn', column: 'words' })],
      }),
    ])
  })

  it('does not take the weights of rows for a feature', () => {
    const weighted = numbers(
      'weight',
      rows.map((row) => (row % 7 < 3 ? 2 : 1)),
    )
    const recipe = { ...recipeFor('target'), roles: { target: 'target', weight: 'weight' } as const }
    const { findings } = preview(tableOf(target, noise, weighted), recipe)
    expect(findings).toEqual([])
  })
})

describe('looks at a preview', () => {
  it('cost no fit where the key is the same', () => {
    const previews = new RecipePreviews(native)
    const question = { key: 'a', table: tableOf(target, noise, words), recipe: recipeFor('target'), relations: true }
    let fits = 0
    const ask = (key: string, column: string) =>
      previews.preview({ ...question, key, looks: [{ step: 'scale', column }] }, () => fits++).steps
    expect(ask('a', 'noise').find(({ id }) => id === 'scale')).toMatchObject({ before: { name: 'noise' } })
    const once = fits
    expect(once).toBeGreaterThan(0)
    expect(ask('a', 'noise')).toEqual(ask('a', 'noise'))
    expect(fits).toBe(once)
    ask('b', 'noise')
    expect(fits).toBeGreaterThan(once)
  })
})

describe('relations', () => {
  it('are measured as suits the kinds, in shared memory, too', () => {
    const shared = new Float64Array(new SharedArrayBuffer(rows.length * 8))
    rows.forEach((row) => (shared[row] = row % 7 < 3 ? row % 10 : 50 + (row % 10)))
    const gap = { name: 'gap', kind: 'number', values: shared } as const
    const report = relationsOf(native, tableOf(target, noise, words, gap), 'target', 'classification')
    const [one, two, three] = report.relations
    expect(one).toMatchObject({ column: 'noise', measure: 'correlationRatio', rows: 120 })
    expect(one?.value).toBeLessThan(0.3)
    expect(two).toMatchObject({ column: 'words', measure: 'cramersV' })
    expect(two?.value).toBeCloseTo(1, 6)
    expect(three?.value).toBeGreaterThan(0.95)
    const turned = relationsOf(native, tableOf(gap, noise), 'gap', 'regression')
    expect(turned.relations).toMatchObject([{ column: 'noise', measure: 'pearson' }])
  })

  it('leave out what does not vary, and refuse a target that is not there', () => {
    const table = tableOf(
      target,
      numbers(
        'one',
        rows.map(() => 1),
      ),
    )
    expect(relationsOf(native, table, 'target', 'classification').relations).toEqual([])
    expect(() => relationsOf(native, table, 'gone', 'regression')).toThrow('The table has no column “gone”.')
  })
})

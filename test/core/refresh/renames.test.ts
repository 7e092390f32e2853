import { describe, expect, it } from 'vitest'
import { requireView } from '../../../src/core/recipe/table/view.ts'
import { isAlike, renamedColumn, renameInRecipe, underNewName } from '../../../src/core/refresh/renames.ts'
import { replayRecipe } from '../../../src/core/refresh/replay.ts'
import { recipeSchema, stepSchema, type Recipe } from '../../../src/shared/recipes.ts'
import { numberedDataset } from '../../support/records.ts'

const [template] = numberedDataset('d', 1).columns
const table = (...names: string[]) => ({
  rows: 10,
  columns: names.map((name, index) => ({ ...template!, index, name, kind: 'number' as const })),
})

describe('a column that may have another name', () => {
  it('is the only one gone, where the only new one is', () => {
    expect(renamedColumn(table('a', 'b', 'c'), table('a', 'B', 'c'))).toEqual({ before: 'b', after: 'B' })
    expect(renamedColumn(table('a', 'b', 'c'), table('a', 'c', 'B'))).toBeNull()
    expect(renamedColumn(table('a', 'b', 'c'), table('a', 'B', 'C'))).toBeNull()
    expect(renamedColumn(table('a', 'b'), table('a', 'B', 'c'))).toBeNull()
    expect(renamedColumn(table('a', 'b', 'c'), table('a', 'b'))).toBeNull()
    expect(renamedColumn(table('a', 'b'), table('a', 'b'))).toBeNull()
  })

  it('is the same where nine of ten rows that are found again agree in it', () => {
    expect(isAlike(100, 100, 90)).toBe(true)
    expect(isAlike(100, 100, 89)).toBe(false)
    expect(isAlike(100, 50, 50)).toBe(true)
    expect(isAlike(100, 49, 49)).toBe(false)
    expect(isAlike(100, null, 90)).toBe(true)
    expect(isAlike(0, null, 0)).toBe(false)
  })

  it('has that name in the earlier version as well', () => {
    const renamed = { before: 'a', after: 'A' }
    expect(underNewName(table('a', 'b'), renamed).columns.map(({ name }) => name)).toEqual(['A', 'b'])
  })
})

describe('a recipe that names it', () => {
  const renamed = { before: 'price', after: 'Unit price' }
  const recipe = (given: object): Recipe =>
    recipeSchema.parse({
      version: 1,
      target: null,
      task: 'auto',
      roles: {},
      steps: [],
      split: { validation: 0.1, test: 0.1, stratify: true, seed: 1 },
      targetScaling: 'none',
      ...given,
    })
  const step = (given: object) => stepSchema.parse({ id: 's', ...given })
  const now = table('day', 'Unit price', 'price list', 'shop')
  const on = (given: object) => renameInRecipe(recipe(given), renamed, now.columns)

  it('names it so in its target, roles, split and folds', () => {
    expect(
      on({
        target: 'price',
        roles: { price: 'target', day: 'time', 'price list': 'ignored' },
        split: { validation: 0.1, test: 0.1, stratify: true, seed: 1, by: { kind: 'hash', columns: ['day', 'price'] } },
        folds: { kind: 'group', folds: 3, column: 'price' },
      }),
    ).toMatchObject({
      target: 'Unit price',
      roles: { 'Unit price': 'target', day: 'time', 'price list': 'ignored' },
      split: { by: { columns: ['day', 'Unit price'] } },
      folds: { column: 'Unit price' },
    })
  })

  it.each([
    [
      { kind: 'standardize', columns: ['price', 'price list', 'price²'] },
      { columns: ['Unit price', 'price list', 'Unit price²'] },
    ],
    [{ kind: 'standardize', columns: 'numbers' }, { columns: 'numbers' }],
    [
      { kind: 'rename', column: 'price', name: 'cost' },
      { column: 'Unit price', name: 'cost' },
    ],
    [{ kind: 'sortRows', column: 'price' }, { column: 'Unit price' }],
    [
      { kind: 'fillFromNeighbours', columns: ['price'], method: 'forward', orderBy: 'price', groupBy: 'price' },
      { columns: ['Unit price'], orderBy: 'Unit price', groupBy: 'Unit price' },
    ],
    [
      { kind: 'formula', name: 'net', formula: "price / 1.19 + [price] & 'price' & [price list]" },
      { formula: "[Unit price] / 1.19 + [Unit price] & 'price' & [price list]" },
    ],
    [{ kind: 'filterRows', formula: 'price >' }, { formula: 'price >' }],
  ])('names it so in a step: %o', (given, expected) => {
    expect(on({ steps: [step(given)] }).steps).toMatchObject([expected])
  })

  it('calls what windows make of it by its new name', () => {
    const { target, roles, steps } = on({
      target: 'price ahead 2',
      roles: { 'price ahead 2': 'target', 'price lag 1': 'ignored' },
      steps: [
        step({ kind: 'window', column: 'price', statistic: 'ahead', rows: [2] }),
        step({ kind: 'window', column: 'price', statistic: 'lag', rows: [1, 2], id: 'l' }),
        step({ kind: 'standardize', columns: ['price lag 2'], id: 'z' }),
      ],
    })
    expect({ target, roles }).toEqual({
      target: 'Unit price ahead 2',
      roles: { 'Unit price ahead 2': 'target', 'Unit price lag 1': 'ignored' },
    })
    expect(steps).toMatchObject([{}, { column: 'Unit price' }, { columns: ['Unit price lag 2'] }])
  })

  it('leaves out a step that gave it the name it now has', () => {
    const { steps, target } = on({
      target: 'Unit price',
      steps: [step({ kind: 'rename', column: 'price', name: 'Unit price' })],
    })
    expect(steps).toEqual([])
    expect(target).toBe('Unit price')
  })

  it('leaves the old name to the column that a formula calls so once it is free', () => {
    const steps = [
      step({ kind: 'rename', column: 'price', name: 'gross' }),
      step({ kind: 'formula', name: 'price', formula: 'gross / 1.19', id: 'f' }),
      step({ kind: 'standardize', columns: ['price'], id: 'z' }),
    ]
    const moved = on({ target: 'price', steps })
    expect(moved.steps).toEqual([{ ...steps[0], column: 'Unit price' }, steps[1], steps[2]])
    expect(moved.target).toBe('price')
    expect([...requireView(now.columns, moved).columns.keys()]).toContain('price')
  })

  it('is told to', () => {
    const changes = { added: [], gone: [], kinds: [], changed: [], renamed }
    expect(replayRecipe(recipe({ target: 'price' }), now, changes).notes).toEqual([
      'The target “price” is called “Unit price” now: the preparation names it so, too.',
    ])
    expect(replayRecipe(recipe({ roles: { price: 'ignored' } }), now, changes)).toMatchObject({
      recipe: { roles: { 'Unit price': 'ignored' } },
      notes: [],
    })
  })
})

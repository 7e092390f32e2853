import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dealtColumns } from '../../../../src/core/recipe/split/deal.ts'
import { keyHash } from '../../../../src/core/recipe/split/byHash.ts'
import { prepareRows } from '../../../../src/core/recipe/usableRows.ts'
import type { SplitRows } from '../../../../src/core/recipe/split.ts'
import type { Table } from '../../../../src/core/table.ts'
import { recipeSchema, type Recipe, type Split } from '../../../../src/shared/recipes.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const fractions = { validation: 0.2, test: 0.2, stratify: false, seed: 1 }
const by = (deal: Split['by'], more: Partial<Split> = {}): Partial<Recipe> => ({
  split: { ...fractions, ...more, by: deal },
  steps: [],
})
const target = (rows: number, name = 'y') =>
  numbers(
    name,
    Array.from({ length: rows }, (_, row) => row + 0.5),
  )
const days = (rows: number, of: (row: number) => number = (row) => row) =>
  dates(
    'day',
    Array.from({ length: rows }, (_, row) => new Date(Date.UTC(2024, 0, 1 + of(row))).toISOString()),
  )
const parts = (table: Table, changes: Partial<Recipe>): SplitRows => prepareRows(table, recipeFor('y', changes)).rows
const listed = ({ train, validation, test }: SplitRows): number[][] => [train, validation, test].map((p) => [...p])

describe('a split by group', () => {
  it('keeps every group in one part, every row in one part, and no part empty', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 12, maxLength: 80 }), fc.nat(), (groups, seed) => {
        fc.pre(new Set(groups).size > 2)
        const table = tableOf(target(groups.length), numbers('shop', groups), target(groups.length, 'x'))
        const found = parts(table, {
          ...by({ kind: 'group', column: null }, { seed }),
          roles: { shop: 'group', y: 'target' },
          steps: [],
        })
        const all = Object.values(found).flatMap((rows: Uint32Array) => [...rows])
        expect(all.sort((a, b) => a - b)).toEqual(groups.map((_, row) => row))
        const seen = listed(found).map((rows) => new Set(rows.map((row) => groups[row])))
        expect(seen.every(({ size }) => size > 0)).toBe(true)
        expect(seen.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(groups).size)
      }),
    )
  })

  it('comes near to the shares where groups are small, and follows the seed', () => {
    const groups = Array.from({ length: 600 }, (_, row) => String(row % 150))
    const table = tableOf(target(600), coded('shop', groups), numbers('x', groups.map(Number)))
    const found = parts(table, by({ kind: 'group', column: 'shop' }))
    for (const part of [found.validation, found.test]) expect(Math.abs(part.length - 120)).toBeLessThanOrEqual(4)
    expect(parts(table, by({ kind: 'group', column: 'shop' }, { seed: 2 }))).not.toEqual(found)
  })

  it('says what is wanting', () => {
    const table = tableOf(target(6), coded('shop', ['a', 'a', 'a', 'b', 'b', 'b']))
    expect(() => parts(table, by({ kind: 'group', column: 'shop' }))).toThrow(/“shop” has 2 values .* 3 parts/)
    expect(() => parts(table, by({ kind: 'group', column: null }))).toThrow('No column has the role group.')
    expect(() => parts(table, by({ kind: 'group', column: 'gone' }))).toThrow(/“gone”, which is no column/)
  })
})

describe('a split by time', () => {
  it('tests on the last rows and learns from the first, with the gap left out before each part', () => {
    const table = tableOf(
      target(20),
      days(20, (row) => 19 - row),
      numbers(
        'x',
        Array.from({ length: 20 }, (_, i) => i),
      ),
    )
    const deal = { kind: 'time', column: 'day', gap: 2, unit: 'rows' } as const
    const { rows, dropped, used } = prepareRows(table, recipeFor('y', by(deal)))
    expect(listed(rows)).toEqual([
      [12, 13, 14, 15, 16, 17, 18, 19],
      [6, 7, 8, 9],
      [0, 1, 2, 3],
    ])
    expect(dropped).toEqual([{ reason: 'Within 2 rows before the next part', count: 4 }])
    expect(used.length).toBe(16)
    // In days the rows just as far away as the gap are left out too: what they foretell may lie in the next part.
    expect(parts(table, by({ ...deal, unit: 'days' }))).toEqual(rows)
  })

  it('has nothing in an earlier part that is as late as a later one, and leaves out rows without a time', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(40)), { minLength: 40, maxLength: 80 }), (at) => {
        const table = tableOf(target(at.length), numbers('step', at), target(at.length, 'x'))
        let found: ReturnType<typeof prepareRows>
        try {
          found = prepareRows(table, recipeFor('y', by({ kind: 'time', column: 'step', gap: 0, unit: 'rows' })))
        } catch (error) {
          expect(String(error)).toMatch(/for training/)
          return
        }
        const ends = listed(found.rows).map((rows) => rows.map((row) => at[row] ?? NaN))
        expect(Math.max(...(ends[0] ?? []))).toBeLessThan(Math.min(...(ends[1] ?? [])))
        expect(Math.max(...(ends[1] ?? []))).toBeLessThan(Math.min(...(ends[2] ?? [])))
        const missing = at.filter((value) => value === null).length
        expect(found.used.length).toBe(at.length - missing)
        expect(found.dropped).toEqual(missing === 0 ? [] : [{ reason: '“step” is missing', count: missing }])
      }),
    )
  })

  it('refuses a column without an order, days of numbers, and a gap that leaves nothing', () => {
    const table = tableOf(
      target(10),
      coded('name', 'abcdefghij'.split('')),
      numbers('step', [...Array(10).keys()]),
      days(10),
    )
    const time = (column: string, gap: number, unit: 'rows' | 'days') =>
      parts(table, by({ kind: 'time', column, gap, unit }))
    expect(() => time('name', 0, 'rows')).toThrow(/“name” is read as category/)
    expect(() => time('step', 2, 'days')).toThrow(/The gap is in days, and “step” holds numbers/)
    expect(() => time('day', 6, 'rows')).toThrow(/a gap of 6 rows leave none of the 10 usable rows/)
  })
})

describe('a split by a column', () => {
  const fold = coded('fold', ['a', 'b', 'c', 'a', null, 'd', 'a', 'b'])
  const table = tableOf(target(8), fold, numbers('x', [1, 2, 3, 4, 5, 6, 7, 8]))
  const dealt = (changes: Partial<Record<'train' | 'validation' | 'test', string[]>> = {}) =>
    prepareRows(
      table,
      recipeFor('y', by({ kind: 'column', column: 'fold', train: ['a'], validation: ['b'], test: ['c'], ...changes })),
    )

  it('lets the values name the parts and leaves out the rest', () => {
    const { rows, dropped, used } = dealt()
    expect(listed(rows)).toEqual([[0, 3, 6], [1, 7], [2]])
    expect([...used]).toEqual([0, 1, 2, 3, 6, 7])
    expect(dropped).toEqual([{ reason: '“fold” names no part', count: 2 }])
    const deal = { kind: 'column' as const, column: 'fold', train: ['a'], validation: [], test: [] }
    expect(dealtColumns(recipeFor('y', by(deal)))).toEqual(['fold'])
  })

  it('reads numbers by their shortest text', () => {
    const years = tableOf(target(4), numbers('year', [2021, 2022, 2022, 2023]), numbers('x', [1, 2, 3, 4]))
    const deal = { kind: 'column' as const, column: 'year', train: ['2022'], validation: [], test: ['2023'] }
    expect(listed(parts(years, by(deal)))).toEqual([[1, 2], [], [3]])
  })

  it('refuses a value of two parts and a part without rows', () => {
    expect(() => dealt({ test: ['b'] })).toThrow('“b” of “fold” names two parts of the split.')
    expect(() => dealt({ test: ['z'] })).toThrow(/no usable row has a value of “fold” that names the test rows \(“z”\)/)
    expect(() => dealt({ train: [] })).toThrow(/names the training rows/)
  })
})

describe('a split by hash', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, row) => `key ${row * 7}`)
  const tableFor = (of: readonly (string | null)[]) =>
    tableOf(
      target(of.length),
      coded('id', of),
      numbers(
        'n',
        of.map((_, i) => i),
      ),
    )
  const deal = { kind: 'hash' as const, columns: ['id'] }

  it('never changes the part of a key when rows are added, and follows the fractions', () => {
    const few = keys(2000)
    const many = [...few.slice(1000), 'new', ...few, ...keys(4000).slice(2000)]
    const partOf = (of: string[]) => {
      const found = listed(parts(tableFor(of), by(deal)))
      return new Map(found.flatMap((rows, part) => rows.map((row): [string | undefined, number] => [of[row], part])))
    }
    const [before, after] = [partOf(few), partOf(many)]
    for (const [key, part] of before) expect(after.get(key)).toBe(part)
    const shares = [0, 1, 2].map((part) => [...before.values()].filter((of) => of === part).length / 2000)
    // Three standard deviations of a share among 2,000 keys.
    for (const [part, share] of [0.6, 0.2, 0.2].entries())
      expect(Math.abs((shares[part] ?? 0) - share)).toBeLessThan(0.033)
  })

  it('tells values apart by their place, and a missing value from an empty one', () => {
    const hashes = [['ab', 'c'], ['a', 'bc'], ['abc'], [null, 'abc'], ['', 'abc'], ['Ä'], ['ä']].map((key) =>
      keyHash(key, 0),
    )
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(keyHash(['a'], 0)).not.toBe(keyHash(['a'], 1))
  })

  it('is the documented hash', () => {
    // FNV-1a of the bytes 61 00 1f, finalized as in MurmurHash3; worked out apart from the code.
    expect(keyHash(['a'], 0)).toBe(969755068)
    expect(keyHash([null, 'é'], 7)).toBe(308607763)
  })

  it('refuses too few keys', () => {
    expect(() => parts(tableFor(['a', 'b', 'a', 'b']), by(deal))).toThrow(/The hash of “id” leaves a part without rows/)
  })
})

describe('a stratified regression', () => {
  it('gives every part the same share of each quantile bin', () => {
    const table = tableOf(
      numbers(
        'y',
        Array.from({ length: 200 }, (_, row) => Math.exp(((row * 37) % 200) / 20)),
      ),
      numbers('x', [...Array(200).keys()]),
    )
    const { test, validation } = parts(table, by({ kind: 'rows' }, { stratify: true, bins: 4 }))
    for (const part of [test, validation]) {
      const ranks = Array.from(part, (row) => (row * 37) % 200)
      for (const bin of [0, 1, 2, 3]) expect(ranks.filter((rank) => Math.floor(rank / 50) === bin)).toHaveLength(10)
    }
  })
})

describe('folds of a recipe', () => {
  it('leave the test rows out, and stand in the recipe', () => {
    const table = tableOf(target(50), days(50), numbers('x', [...Array(50).keys()]))
    const recipe = recipeSchema.parse({
      ...recipeFor('y', by({ kind: 'time', column: 'day', gap: 1, unit: 'rows' })),
      folds: { kind: 'time', folds: 3, column: 'day' },
    })
    const { folds: foldsOf, rows } = prepareRows(table, recipe)
    const folds = foldsOf()
    expect(folds).toHaveLength(3)
    const inFolds = new Set(folds?.flatMap(({ train, validation }) => [...train, ...validation]))
    expect(inFolds.size).toBe(rows.train.length + rows.validation.length)
    expect([...rows.test].some((row) => inFolds.has(row))).toBe(false)
    expect(dealtColumns(recipe)).toEqual(['day'])
  })
})

it('reads a recipe without the newer settings as it was', () => {
  const { split } = recipeSchema.parse(JSON.parse(JSON.stringify(recipeFor('y'))))
  expect(split).toEqual(recipeFor('y').split)
})

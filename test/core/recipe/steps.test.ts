import { describe, expect, it } from 'vitest'
import { percent } from '../../../src/core/recipe/describeWords.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import type { Recipe, Step } from '../../../src/shared/recipes.ts'
import type { Table, TableColumn } from '../../../src/core/table.ts'
import { allRows, coded, dates, everyStep, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const wholeInTraining = { validation: 0, test: 0, stratify: false, seed: 0 }
const target = numbers('target', [1, 2, 3, 4, 5, 6])

function fit(columns: TableColumn[], steps: Step[]): ReturnType<typeof fitRecipe> & { table: Table; recipe: Recipe } {
  const table = tableOf(target, ...columns)
  const recipe = recipeFor('target', { steps, split: wholeInTraining })
  return { recipe, ...fitRecipe(table, recipe) }
}

function inputsOf(columns: TableColumn[], steps: Step[]): number[][] {
  const { table, fitted } = fit(columns, steps)
  const { inputs, kept } = transformInputs(table, fitted, allRows(table))
  const width = fitted.inputs.length
  return Array.from(kept, (_, row) => Array.from(inputs.subarray(row * width, (row + 1) * width)))
}

const step = <K extends Extract<Step, { columns: unknown }>['kind']>(
  kind: K,
  more: Omit<Extract<Step, { kind: K }>, 'kind' | 'id' | 'enabled'>,
): Step => ({ kind, id: kind, enabled: true, ...more }) as unknown as Step

describe('impute', () => {
  it('fits a value for columns without gaps too, for later rows may have them', () => {
    const { fitted } = fit(
      [numbers('x', [1, 2, 3, 4, 5, 60])],
      [step('impute', { columns: 'numbers', method: 'median' })],
    )
    expect(fitted.steps).toEqual([{ kind: 'impute', columns: [{ name: 'x', value: 3.5 }] }])
    const later = tableOf(numbers('x', [null, 7]))
    expect(Array.from(transformInputs(later, fitted, allRows(later)).inputs)).toEqual([3.5, 7])
  })

  it('takes the least of several most frequent values', () => {
    const { fitted } = fit(
      [numbers('x', [5, 5, 2, 2, 9, null]), coded('c', ['b', 'b', 'a', 'a', 'c', null])],
      [step('impute', { columns: 'all', method: 'mode' }), step('oneHot', { columns: 'all', maxLevels: 9 })],
    )
    expect(fitted.steps[0]).toEqual({
      kind: 'impute',
      columns: [
        { name: 'x', value: 2 },
        { name: 'c', value: 'a' },
      ],
    })
  })

  it('reads a constant as the column needs it', () => {
    const columns = [numbers('x', [1, null, 3, 4, 5, 6]), coded('c', ['b', null, 'b', 'b', 'b', '7'])]
    const steps = [
      step('impute', { columns: 'all', method: 'constant', constant: '7' }),
      step('oneHot', { columns: 'all', maxLevels: 9 }),
    ]
    expect(inputsOf(columns, steps).slice(0, 2)).toEqual([
      [1, 0, 1],
      [7, 1, 0],
    ])
  })

  it('says so where a constant is no number, and where there is nothing to average', () => {
    const constant = step('impute', { columns: 'all', method: 'constant', constant: 'none' })
    expect(() => fit([numbers('x', [1, null, 3, 4, 5, 6])], [constant])).toThrow(/“none”, which is not a number/)
    const mean = step('impute', { columns: 'all', method: 'mean' })
    expect(() => fit([numbers('x', [null, null, null, null, null, null])], [mean])).toThrow(
      /Every value of “x” is missing/,
    )
  })

  it('counts infinities as missing', () => {
    const column = numbers('x', [1, Infinity, 3, -Infinity, 3, 3])
    expect(inputsOf([column], [step('impute', { columns: 'all', method: 'median' })]).flat()).toEqual([
      1, 3, 3, 3, 3, 3,
    ])
  })
})

describe('dateToNumber', () => {
  it('gives days since 1970-01-01 with the time of day', () => {
    const column = dates('d', [
      '1970-01-02',
      '1970-01-01T12:00:00Z',
      '1969-12-31',
      '2000-02-29',
      '1970-01-01',
      '1970-01-01',
    ])
    expect(inputsOf([column], [step('dateToNumber', { columns: 'dates' })]).flat()).toEqual([1, 0.5, -1, 11016, 0, 0])
  })
})

describe('oneHot', () => {
  const encode = (maxLevels: number): Step => step('oneHot', { columns: 'categories', maxLevels })

  it('keeps the most frequent levels, in alphabetical order; anything else is all zeros', () => {
    const column = coded('c', ['z', 'z', 'm', 'b', 'a', 'a'])
    expect(fit([column], [encode(3)]).fitted.inputs.map(({ name }) => name)).toEqual(['c=a', 'c=b', 'c=z'])
    expect(inputsOf([column], [encode(3)])).toEqual([
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [1, 0, 0],
    ])
  })

  it('gives names that clash a number, the same ones when it is applied', () => {
    const columns = [coded('a', ['b=c', 'x', 'x', 'x', 'x', 'x']), coded('a=b', ['c', 'y', 'y', 'y', 'y', 'y'])]
    const steps = [encode(9), step('standardize', { columns: ['a=b=c (2)'] })]
    const { fitted } = fit(columns, steps)
    expect(fitted.inputs.map(({ name }) => name)).toEqual(['a=b=c', 'a=x', 'a=b=c (2)', 'a=b=y'])
    expect(inputsOf(columns, steps).map((row) => row.slice(0, 2))[0]).toEqual([1, 0])
    expect(inputsOf(columns, steps)[0]![2]).toBeGreaterThan(2)
  })

  it('reads rows whose levels are numbered otherwise', () => {
    const { fitted } = fit([coded('c', ['a', 'b', 'a', 'b', 'a', 'b'])], [encode(9)])
    const later = tableOf(coded('c', ['new', 'b', 'a']))
    expect(Array.from(transformInputs(later, fitted, allRows(later)).inputs)).toEqual([0, 0, 0, 1, 1, 0])
  })
})

describe('scaling', () => {
  it('makes a constant column 0, whatever comes later', () => {
    for (const kind of ['standardize', 'minMax'] as const) {
      const { fitted } = fit([numbers('x', [0.1, 0.1, 0.1, 0.1, 0.1, 0.1])], [step(kind, { columns: 'all' })])
      const later = tableOf(numbers('x', [0.1, 5]))
      expect(Array.from(transformInputs(later, fitted, allRows(later)).inputs)).toEqual([0, 0])
    }
  })

  it('reaches beyond 0 and 1 for rows beyond the training range', () => {
    const { fitted } = fit([numbers('x', [0, 1, 2, 3, 4, 10])], [step('minMax', { columns: 'all' })])
    const later = tableOf(numbers('x', [-10, 5, 20]))
    expect(Array.from(transformInputs(later, fitted, allRows(later)).inputs)).toEqual([-1, 0.5, 2])
  })

  it('does not overflow on the largest numbers', () => {
    const column = numbers('x', [1e308, -1e308, 1e308, -1e308, 1e308, -1e308])
    expect(fit([column], [step('standardize', { columns: 'all' })]).fitted.steps).toEqual([
      { kind: 'scale', columns: [{ name: 'x', offset: 0, factor: 1e-308 }] },
    ])
  })
})

describe('dropMissingRows', () => {
  const drop = step('dropMissingRows', { columns: 'all', maxShare: 0 })

  it('leaves rows out before the split and for predictions', () => {
    const { rows, dropped, fitted } = fit([numbers('x', [1, null, 3, 4, 5, 6])], [drop])
    expect(Array.from(rows.train)).toEqual([0, 2, 3, 4, 5])
    expect(dropped).toEqual([{ reason: '“x” is missing', count: 1 }])
    const later = tableOf(numbers('x', [1, null, 3]))
    expect(Array.from(transformInputs(later, fitted, allRows(later)).kept)).toEqual([0, 2])
    expect(transformInputs(tableOf(numbers('y', [1])), fitted, Uint32Array.of(0)).kept.length).toBe(0)
  })

  it('leaves out rows in which more than a share of the columns is missing', () => {
    const columns = [
      numbers('x', [1, null, null, 4, 5, 6]),
      coded('c', ['a', 'b', null, 'a', 'b', null]),
      numbers('y', [1, 2, 3, 4, 5, 6]),
    ]
    const half = step('dropMissingRows', { columns: 'all', maxShare: 0.5 })
    const fill = step('impute', { columns: 'all', method: 'mode' })
    const { rows, dropped, fitted } = fit(columns, [half, fill, step('oneHot', { columns: 'all', maxLevels: 5 })])
    expect(Array.from(rows.train)).toEqual([0, 1, 3, 4, 5])
    expect(dropped).toEqual([{ reason: 'More than 50% of 3 columns are missing', count: 1 }])
    const later = tableOf(numbers('x', [null, null]), coded('c', ['a', null]), numbers('y', [1, 1]))
    expect(Array.from(transformInputs(later, fitted, allRows(later)).kept)).toEqual([0])
  })

  it('drops nothing for a column that an earlier step fills', () => {
    const columns = [numbers('x', [1, null, 3, 4, 5, 6]), coded('c', ['a', 'b', null, 'a', 'b', 'a'])]
    const steps = [
      step('impute', { columns: 'numbers', method: 'mean' }),
      drop,
      step('oneHot', { columns: 'categories', maxLevels: 9 }),
    ]
    expect(fit(columns, steps).dropped).toEqual([{ reason: '“c” is missing', count: 1 }])
  })

  it('does nothing while it is switched off', () => {
    const steps: Step[] = [{ ...drop, enabled: false }, ...everyStep]
    expect(fit([numbers('x', [1, null, 3, 4, 5, 6])], steps).dropped).toEqual([])
  })
})

it('says a share in percent without the noise of its digits', () => {
  expect(percent(0.07)).toBe('7%')
})

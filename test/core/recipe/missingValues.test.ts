import { describe, expect, it } from 'vitest'
import { describeStep } from '../../../src/core/recipe/describe.ts'
import { recipeSchema } from '../../../src/shared/recipes.ts'
import { fitSteps, preparedNumbers, stateOf, stepOf } from '../../support/preparation.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const fill = stepOf('impute', { columns: 'numbers', method: 'median' })

describe('missingIndicator', () => {
  it('stands beside the columns with gaps in the training rows', () => {
    const columns = [numbers('x', [1, null, 3]), numbers('y', [1, 2, 3]), coded('c', ['a', null, 'b'])]
    const { table, fitted } = fitSteps(columns, [
      stepOf('missingIndicator'),
      fill,
      stepOf('oneHot', { columns: 'categories' }),
    ])
    expect(preparedNumbers(table, fitted)).toEqual({
      x: [1, 2, 3],
      'x is missing': [0, 1, 0],
      y: [1, 2, 3],
      'c=a': [1, 0, 0],
      'c=b': [0, 0, 1],
      'c is missing': [0, 1, 0],
    })
  })

  it('stands beside every column if asked, and of dates too', () => {
    const columns = [numbers('x', [1, 2]), dates('d', ['2020-01-01', null])]
    const { fitted } = fitSteps(columns, [stepOf('missingIndicator', { always: true }), stepOf('dateToNumber'), fill])
    const later = tableOf(numbers('x', [null]), dates('d', ['2020-01-02']))
    expect(preparedNumbers(later, fitted)).toEqual({
      x: [1.5],
      'x is missing': [1],
      d: [18263],
      'd is missing': [0],
    })
  })

  it('takes another name where a column has its own', () => {
    const columns = [numbers('x', [1, null]), numbers('x is missing', [5, 6])]
    const { table, fitted } = fitSteps(columns, [stepOf('missingIndicator'), fill])
    expect(Object.keys(preparedNumbers(table, fitted))).toEqual(['x', 'x is missing (2)', 'x is missing'])
  })
})

describe('dropSparseColumns', () => {
  const columns = [numbers('x', [1, null, null, 4]), numbers('y', [null, null, null, 4]), numbers('z', [1, 2, 3, 4])]

  it('leaves out what is missing in more than the share of the training rows', () => {
    const { table, fitted } = fitSteps(columns, [stepOf('dropSparseColumns', { maxShare: 0.5 }), fill])
    expect(stateOf(fitted, 'dropColumns').columns).toEqual([{ name: 'y', share: 0.75 }])
    expect(Object.keys(preparedNumbers(table, fitted))).toEqual(['x', 'z'])
  })

  it('says so where nothing is left', () => {
    const empty = numbers('x', [null, null, null])
    expect(() => fitSteps([empty], [stepOf('dropSparseColumns')])).toThrow(/Nothing is left/)
  })
})

describe.each(['imputeNearest', 'imputeIterative'] as const)('%s', (kind) => {
  const step = stepOf(kind)

  it('says so where a column has no value at all', () => {
    const columns = [numbers('x', [1, 2, 3]), numbers('y', [null, null, null])]
    expect(() => fitSteps(columns, [step])).toThrow(/Every value of “y” is missing in the training rows/)
  })

  it('gives a row that is missing altogether the means', () => {
    const columns = [numbers('x', [1, 2, 6]), numbers('y', [10, 20, 60])]
    const { fitted } = fitSteps(columns, [step])
    const found = preparedNumbers(tableOf(numbers('x', [null]), numbers('y', [null])), fitted)
    expect(found['x']![0]).toBeCloseTo(3, 12)
    expect(found['y']![0]).toBeCloseTo(30, 12)
  })

  it('keeps present values to the last digit', () => {
    const values = [0.1, 1e9, 3.3, null, -7.7].map((value) => (value === null ? null : Math.fround(value)))
    const { table, fitted } = fitSteps([numbers('x', values), numbers('y', [1, 2, 3, 4, 5])], [step])
    const found = preparedNumbers(table, fitted)['x']!
    expect(found.filter((_, row) => row !== 3)).toEqual(values.filter((_, row) => row !== 3))
    expect(found[3]).not.toBeNaN()
  })

  it('works on a constant column, and on one column alone', () => {
    const constant = fitSteps([numbers('x', [4, 4, null]), numbers('y', [1, 2, 3])], [step])
    expect(preparedNumbers(constant.table, constant.fitted)['x']).toEqual([4, 4, 4])
    const alone = fitSteps([numbers('x', [1, 3, null])], [step])
    expect(preparedNumbers(alone.table, alone.fitted)['x']![2]).toBeCloseTo(2, 12)
  })

  it('leaves other kinds of columns alone', () => {
    const columns = [numbers('x', [1, null, 3]), coded('c', ['a', 'b', 'a'])]
    const { table, fitted } = fitSteps(columns, [step, stepOf('oneHot', { columns: 'categories' })])
    expect(preparedNumbers(table, fitted)['c=a']).toEqual([1, 0, 1])
  })

  it('looks at a sample of many rows, the same for the same seed', () => {
    const x = Array.from({ length: 500 }, (_, row) => (row % 7 === 0 ? null : Math.sin(row) * 10))
    const y = x.map((_, row) => Math.fround(Math.cos(row)))
    const fitted = (seed: number): unknown =>
      fitSteps([numbers('x', x), numbers('y', y)], [stepOf(kind, { maxRows: 50, seed })]).fitted.steps
    expect(fitted(1)).toEqual(fitted(1))
    expect(fitted(1)).not.toEqual(fitted(2))
  })
})

it('keeps no more reference rows than asked', () => {
  const x = Array.from({ length: 100 }, (_, row) => row)
  const { fitted } = fitSteps([numbers('x', x)], [stepOf('imputeNearest', { maxRows: 10 })])
  expect(stateOf(fitted, 'imputeNearest').rows).toHaveLength(10)
})

it('opens a stored recipe that asks for more reference rows than are kept, keeps the most, and says so', () => {
  const x = Array.from({ length: 12_000 }, (_, row) => row)
  const stored = JSON.stringify(recipeFor('target', { steps: [stepOf('imputeNearest', { maxRows: 50_000 })] }))
  const { steps } = recipeSchema.parse(JSON.parse(stored))
  const { fitted } = fitSteps([numbers('x', x)], steps)
  expect(stateOf(fitted, 'imputeNearest').rows).toHaveLength(10_000)
  expect(steps.map((step) => describeStep(step, stateOf(fitted, 'imputeNearest'), [], 0))).toEqual([
    'x: what is missing becomes the mean of the 5 nearest rows of 10,000 training rows; it asks for 50,000 rows, more than are ever compared',
  ])
})

it('does not take a level of the data for the one that stands for what is missing', () => {
  const step = stepOf('impute', { columns: 'categories', method: 'constant' })
  const { table, fitted } = fitSteps([coded('c', ['(missing)', null, 'a'])], [step, stepOf('oneHot')])
  expect(preparedNumbers(table, fitted)).toEqual({
    'c=(missing)': [1, 0, 0],
    'c=(missing) (2)': [0, 1, 0],
    'c=a': [0, 0, 1],
  })
})

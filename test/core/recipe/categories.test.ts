import { describe, expect, it } from 'vitest'
import { assignFolds } from '../../../src/core/expression/folds.ts'
import { hashText } from '../../../src/core/expression/hash.ts'
import { levelMeans } from '../../../src/core/recipe/encoding/targetMeans.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { plainNeeds } from '../../../src/core/recipe/needs.ts'
import { fitSteps, preparedNumbers, preparedTexts, stateOf, stepOf } from '../../support/preparation.ts'
import { coded, dates, numbers, recipeFor, tableOf } from '../../support/tables.ts'
import type { Step } from '../../../src/shared/recipes.ts'

const encode = stepOf('oneHot', { columns: 'categories' })

/** What becomes of later texts, before they are encoded. */
function textsAfter(
  training: (string | null)[],
  step: Step,
  later: readonly (string | null)[] = training,
): (string | null)[] {
  const { fitted } = fitSteps([coded('c', training)], [step, encode])
  return preparedTexts(tableOf(coded('c', later)), { ...fitted, steps: fitted.steps.slice(0, 1) })
}

function numbersAfter(
  training: (string | null)[],
  step: Step,
  later: readonly (string | null)[] = training,
): number[] | undefined {
  const { fitted } = fitSteps([coded('c', training)], [step])
  return preparedNumbers(tableOf(coded('c', later)), fitted)['c']
}

describe('oneHot', () => {
  const training = ['a', 'a', 'a', 'b', 'b', 'rare', 'odd']
  const later = ['a', 'b', 'rare', 'new', null]
  const encoded = (settings: Record<string, unknown>): Record<string, number[]> => {
    const { fitted } = fitSteps([coded('c', training)], [stepOf('oneHot', { minCount: 2, ...settings })])
    return preparedNumbers(tableOf(coded('c', later)), fitted)
  }

  it('gives rare and unseen levels zeros by default', () => {
    expect(encoded({})).toEqual({ 'c=a': [1, 0, 0, 0, 0], 'c=b': [0, 1, 0, 0, 0] })
  })

  it('gives them columns, together or apart', () => {
    const kept = { 'c=a': [1, 0, 0, 0, 0], 'c=b': [0, 1, 0, 0, 0] }
    expect(encoded({ rare: 'column' })).toEqual({ ...kept, 'c=(other)': [0, 0, 1, 0, 0] })
    expect(encoded({ rare: 'column', unseen: 'rare' })).toEqual({ ...kept, 'c=(other)': [0, 0, 1, 1, 0] })
    expect(encoded({ rare: 'column', unseen: 'column' })).toEqual({
      ...kept,
      'c=(other)': [0, 0, 1, 0, 0],
      'c=(unseen)': [0, 0, 0, 1, 0],
    })
    expect(encoded({ unseen: 'column' })).toEqual({ ...kept, 'c=(unseen)': [0, 0, 1, 1, 0] })
  })

  it('does not take a level of the data for a made-up one', () => {
    const { table, fitted } = fitSteps(
      [coded('c', ['(other)', '(other)', 'x'])],
      [stepOf('oneHot', { minCount: 2, rare: 'column' })],
    )
    expect(preparedNumbers(table, fitted)).toEqual({ 'c=(other)': [1, 1, 0], 'c=(other) (2)': [0, 0, 1] })
  })
})

describe('rareLevels', () => {
  const training = ['a', 'a', 'a', 'b', 'b', 'c', null]

  it('puts rare and unseen levels together and leaves missing ones missing', () => {
    expect(textsAfter(training, stepOf('rareLevels', { minCount: 2 }), ['a', 'c', 'new', null])).toEqual([
      'a',
      '(other)',
      '(other)',
      null,
    ])
    expect(textsAfter(training, stepOf('rareLevels', { minCount: 1, minShare: 0.4 }))).toEqual([
      'a',
      'a',
      'a',
      '(other)',
      '(other)',
      '(other)',
      null,
    ])
  })

  it('keeps a frequent level of that name apart', () => {
    const step = stepOf('rareLevels', { minCount: 2 })
    expect(textsAfter(['(other)', '(other)', 'x', 'x', 'y'], step)).toEqual([
      '(other)',
      '(other)',
      'x',
      'x',
      '(other) (2)',
    ])
  })

  it('takes a single level, and a column that is all rare', () => {
    expect(textsAfter(['a', 'a'], stepOf('rareLevels', { minCount: 1 }))).toEqual(['a', 'a'])
    expect(textsAfter(['a', 'b'], stepOf('rareLevels'))).toEqual(['(other)', '(other)'])
  })
})

describe('mergeLevels', () => {
  const step = (merges: unknown): Step => stepOf('mergeLevels', { merges })

  it('gives spellings one level, once', () => {
    const merges = [
      { into: 'Bern', levels: ['bern', 'Berne'] },
      { into: 'bern', levels: ['b'] },
    ]
    expect(textsAfter(['Bern', 'bern', 'Berne', 'b', 'Basel', null], step(merges))).toEqual([
      'Bern',
      'Bern',
      'Bern',
      'bern',
      'Basel',
      null,
    ])
  })

  it('refuses a level that is to become two', () => {
    const merges = [
      { into: 'Bern', levels: ['b'] },
      { into: 'Basel', levels: ['b'] },
    ]
    expect(() => fitSteps([coded('c', ['b', 'x'])], [step(merges), encode])).toThrow(
      /“b” of “c” is to become both “Bern” and “Basel”/,
    )
  })
})

describe('ordinal', () => {
  it('orders by value where all levels are numbers, and says where unseen and missing ones stand', () => {
    const step = stepOf('ordinal', { unseen: 'after', missing: 'before' })
    expect(numbersAfter(['10', '9', null], step, ['9', '10', '11', null])).toEqual([0, 1, 2, -1])
    const missing = stepOf('ordinal', { unseen: 'missing', missing: 'missing' })
    expect(numbersAfter(['b', 'a'], missing, ['a', 'b', 'c', null])).toEqual([0, 1, NaN, NaN])
  })

  it('refuses an order that leaves a level out', () => {
    expect(() => fitSteps([coded('c', ['low', 'high'])], [stepOf('ordinal', { order: ['low', 'mid'] })])).toThrow(
      /The order of “c” leaves out “high”/,
    )
  })
})

describe('frequency', () => {
  it('gives shares or counts, of missing texts too, and 0 to what was not seen', () => {
    const training = ['a', 'a', 'b', null]
    const later = ['a', 'b', 'new', null]
    expect(numbersAfter(training, stepOf('frequency'), later)).toEqual([0.5, 0.25, 0, 0.25])
    expect(numbersAfter(training, stepOf('frequency', { as: 'count' }), later)).toEqual([2, 1, 0, 1])
  })
})

describe('targetEncode', () => {
  const levels = ['a', 'b', 'a', 'b', 'a', 'b', 'a', null, 'c', 'a']
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]

  it('gives training rows what was fitted without their fold', () => {
    const settings = { folds: 3, seed: 7, smoothing: 1 }
    const { table, fitted } = fitSteps(
      [coded('c', levels)],
      [stepOf('targetEncode', settings)],
      numbers('target', values),
    )
    const codes = Int32Array.from(levels, (level) => (level === null ? -1 : ['a', 'b', 'c'].indexOf(level)))
    const folds = assignFolds(10, 3, 7)
    const wanted = Array.from(codes, (code, row) => {
      const means = levelMeans(codes, 3, Float64Array.from(values), 1, { folds, fold: folds[row]! })
      return code < 0 ? means.missing : means.values[code]
    })
    expect(preparedNumbers(table, fitted, { forTraining: true })['c']).toEqual(wanted)
    const whole = levelMeans(codes, 3, Float64Array.from(values), 1)
    expect(preparedNumbers(table, fitted)['c']).toEqual(
      Array.from(codes, (code) => (code < 0 ? whole.missing : whole.values[code])),
    )
  })

  it('does not let a training row see its own target', () => {
    const encoded = (targets: number[]): number[] => {
      const { table, fitted } = fitSteps(
        [coded('c', levels)],
        [stepOf('targetEncode', { folds: 5 })],
        numbers('target', targets),
      )
      return preparedNumbers(table, fitted, { forTraining: true })['c']!
    }
    const before = encoded(values)
    for (const row of values.keys()) {
      expect(encoded(values.with(row, -1000))[row]).toBe(before[row])
    }
  })

  it('gives a column a class, named after it', () => {
    const { fitted } = fitSteps(
      [coded('c', ['x', 'x', 'y', 'y', 'y', 'x'])],
      [stepOf('targetEncode', { smoothing: 0 })],
      coded('target', ['red', 'blue', 'red', 'green', 'green', 'blue']),
    )
    const found = preparedNumbers(tableOf(coded('c', ['x', 'y', 'new'])), fitted)
    expect(found).toEqual({
      'c: blue': [2 / 3, 0, 1 / 3],
      'c: green': [0, 2 / 3, 1 / 3],
      'c: red': [1 / 3, 1 / 3, 1 / 3],
    })
  })

  it('counts levels beyond the limit as not seen', () => {
    const { fitted } = fitSteps(
      [coded('c', levels)],
      [stepOf('targetEncode', { maxLevels: 1, smoothing: 0 })],
      numbers('target', values),
    )
    expect(stateOf(fitted, 'lookup').columns[0]?.levels).toEqual(['a'])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    expect(preparedNumbers(tableOf(coded('c', ['b', 'new'])), fitted)['c']).toEqual([mean, mean])
  })

  it('works on columns without texts', () => {
    const empty = fitSteps([coded('c', [null, null])], [stepOf('targetEncode')], numbers('target', [1, 3]))
    expect(preparedNumbers(empty.table, empty.fitted)['c']).toEqual([2, 2])
  })
})

describe('hash', () => {
  it('gives every level a bucket, seen or not, and other buckets for another seed', () => {
    const levels = Array.from({ length: 50 }, (_, index) => `level ${index}`)
    const step = stepOf('hash', { buckets: 8 })
    expect(textsAfter(levels, step, ['level 3', 'unseen 日本', null])).toEqual([
      String(hashText('level 3') % 8),
      String(hashText('unseen 日本') % 8),
      null,
    ])
    expect(textsAfter(levels, stepOf('hash', { buckets: 8, seed: 5 }), ['level 3'])).toEqual([
      String(hashText('5:level 3') % 8),
    ])
  })
})

describe('embed', () => {
  it('is one input of the network, whatever that does with other categories', () => {
    const columns = [coded('c', ['b', 'a', 'b']), coded('d', ['x', 'y', 'x'])]
    const { fitted } = fitSteps(columns, [
      stepOf('embed', { columns: ['c'], maxLevels: 1 }),
      stepOf('oneHot', { columns: ['d'] }),
    ])
    expect(fitted.inputs).toEqual([
      { name: 'c', from: 'c', levels: 1, embedded: true },
      { name: 'd=x', from: 'd' },
      { name: 'd=y', from: 'd' },
    ])
    const later = tableOf(coded('c', ['b', 'a', null]), coded('d', ['x', 'x', 'x']))
    expect(preparedNumbers(later, fitted)['c']).toEqual([0, -1, -1])
  })
})

describe('two encoded columns that come of one', () => {
  it('are two inputs with names of their own', () => {
    const when = dates('when', ['2020-01-01', '2020-02-05', '2021-01-07', '2021-02-09'])
    const parts = stepOf('dateParts', { parts: ['year', 'month'] })
    const asCategories = stepOf('treatAs', { as: 'category' })
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const steps = [parts, asCategories, stepOf('oneHot')]
    const { fitted } = fitRecipe(
      tableOf(when, numbers('y', [1, 2, 3, 4])),
      recipeFor('y', { steps, split, task: 'regression' }),
      {
        needs: { ...plainNeeds, categories: 'index' },
      },
    )
    const names = fitted.inputs.map(({ name }) => name)
    expect(new Set(names).size).toBe(2)
    expect(fitted.inputs).toMatchObject([
      { from: 'when', levels: 2 },
      { from: 'when', levels: 2 },
    ])
  })
})

describe('treatAs', () => {
  it('takes numbers as categories', () => {
    const { table, fitted } = fitSteps(
      [numbers('x', [1, 2.5, null, 1])],
      [stepOf('treatAs', { as: 'category' }), encode],
    )
    expect(preparedNumbers(table, fitted)).toEqual({ 'x=1': [1, 0, 0, 1], 'x=2.5': [0, 1, 0, 0] })
  })

  it('tells numbers apart that float32 cannot', () => {
    const columns = [numbers('x', [123456.789, 0.1, 123456.79, 0.1])]
    const { table, fitted } = fitSteps(columns, [stepOf('treatAs', { as: 'category' }), encode])
    expect(preparedNumbers(table, fitted)).toEqual({
      'x=0.1': [0, 1, 0, 1],
      'x=123456.789': [1, 0, 0, 0],
      'x=123456.79': [0, 0, 1, 0],
    })
  })

  it('takes categories that are all numbers as numbers', () => {
    const step = stepOf('treatAs', { as: 'number' })
    expect(numbersAfter(['10', '-2.5e1', '.5'], step, ['10', '-2.5e1', '.5', '7', null])).toEqual([
      10,
      -25,
      0.5,
      NaN,
      NaN,
    ])
    expect(() => fitSteps([coded('c', ['1', '0x10'])], [step])).toThrow(/“0x10” is none/)
    expect(() => fitSteps([coded('c', ['1', ''])], [step])).toThrow(/“” is none/)
  })
})

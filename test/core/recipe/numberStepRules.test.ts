import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { previewRecipe } from '../../support/preview.ts'
import { sampleColumn } from '../../../src/core/recipe/sample.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import type { TableColumn } from '../../../src/core/table.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { stateOf } from '../../support/preparation.ts'
import { allRows, coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'
import { fitOn, madeByOne, madeOf, numberStep } from './fittedSteps.ts'

const oneHot = numberStep({ kind: 'oneHot', columns: 'categories' })

/** Every step that makes one number of one number, and never descends. */
const risingSteps: Step[] = [
  numberStep({ kind: 'robust' }),
  numberStep({ kind: 'robust', smoothClip: false }),
  numberStep({ kind: 'maxAbs' }),
  numberStep({ kind: 'log1p', signed: true }),
  numberStep({ kind: 'yeoJohnson' }),
  numberStep({ kind: 'quantile', output: 'uniform', quantiles: 9 }),
  numberStep({ kind: 'quantile', output: 'normal' }),
  numberStep({ kind: 'bin', method: 'equalCount', bins: 3 }),
  numberStep({ kind: 'bin', method: 'equalWidth', bins: 4 }),
  numberStep({ kind: 'bin', method: 'edges', edges: [-1, 0.7, 20] }),
  numberStep({ kind: 'outliers', action: 'clip' }),
  numberStep({ kind: 'outliers', method: 'zScore', limit: 2, action: 'clip' }),
]

describe('steps for numbers', () => {
  it('give finite numbers that keep the order, whatever finite numbers come', () => {
    const value = fc
      .oneof(
        fc.integer({ min: -4, max: 4 }),
        fc.double({ min: -1e15, max: 1e15, noNaN: true }),
        fc.double({ min: -1e-9, max: 1e-9, noNaN: true }),
      )
      // In units of what is smaller still, other numbers are beyond float32, and refused.
      .map((drawn) => (Math.abs(drawn) < 1e-15 ? 0 : drawn))
    const training = fc.array(fc.option(value, { freq: 5 }), { minLength: 2, maxLength: 25 })
    fc.assert(
      fc.property(
        fc.constantFrom(...risingSteps),
        training,
        fc.array(value, { minLength: 1 }),
        (step, drawn, others) => {
          fc.pre(drawn.some((one) => one !== null))
          const rows = [...others].sort((a, b) => a - b)
          const made = madeByOne(step, drawn, rows)
          for (const [row, found] of made.entries()) {
            expect(Number.isFinite(found)).toBe(true)
            if (row > 0) expect(found).toBeGreaterThanOrEqual(made[row - 1]!)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(risingSteps)('leaves a missing value missing: $kind', (step) => {
    expect(Array.from(madeByOne(step, [1, null, 3, 9]), Number.isNaN)).toEqual([false, true, false, false])
  })

  it.each(risingSteps.filter(({ kind }) => kind !== 'outliers' && kind !== 'bin' && kind !== 'log1p'))(
    'makes 0 of a column that does not vary: $kind',
    (step) => {
      const made = madeByOne(step, [0, 0, null, 0], [0, 0])
      expect(Array.from(made, Math.abs)).toEqual([0, 0])
      if (step.kind !== 'maxAbs') expect(Array.from(madeByOne(step, [7, 7], [7, 8, -1e9]), Math.abs)).toEqual([0, 0, 0])
    },
  )

  it.each(risingSteps)('takes infinite numbers for missing: $kind', (step) => {
    const made = madeByOne(step, [1, Infinity, 3, 9, -Infinity])
    expect(made).toEqual(madeByOne(step, [1, null, 3, 9, null]))
  })

  it.each(risingSteps.filter(({ kind }) => kind !== 'outliers'))(
    'reaches both numbers of 0/1 columns: $kind',
    (step) => {
      const levels = ['a', 'b', 'a', null, 'a', 'c', 'b']
      const asNumbers = levels.map((level) => (level === 'a' ? 1 : 0))
      const fitted = fitOn([coded('k', levels)], oneHot, step)
      const made = madeOf(fitted, tableOf(coded('k', levels)))
      expect(made.map(({ name }) => name)).toEqual(['k=a', 'k=b', 'k=c'])
      const direct = madeByOne(step, asNumbers)
      for (const [row, value] of made[0]!.values.entries()) expect(value).toBeCloseTo(direct[row]!, 12)
    },
  )

  it('say what they do, with their numbers', () => {
    const table = tableOf(
      numbers('target', [1, 2, 3, 4, 5, 6, 7, 8]),
      numbers('x', [0, 1, 2, 3, 4, 5, 6, 1000]),
      numbers('y', [5, 5, 5, 5, 5, 5, 5, 5]),
    )
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const texts = (step: Step): string[] => {
      const [preview] = previewRecipe(table, recipeFor('target', { steps: [step], split })).steps
      return [preview!.summary, ...preview!.fitted.map(({ column, text }) => `${column}: ${text}`)]
    }
    expect(texts(numberStep({ kind: 'robust' }))).toEqual([
      'x, y: median 0, middle half 1 wide, clipped smoothly at ±3',
      'x: median 3.5, middle half 3.5 wide',
      'y: always 5 in training: becomes 0',
    ])
    expect(texts(numberStep({ kind: 'maxAbs' }))).toEqual([
      'x, y: largest size to 1',
      'x: largest size 1000',
      'y: largest size 5',
    ])
    expect(texts(numberStep({ kind: 'log1p' }))).toEqual(['x, y: log(1 + x)'])
    expect(texts(numberStep({ kind: 'quantile', quantiles: 3 }))).toEqual([
      'x, y: the share of training rows below, as a normal quantile',
      'x: 3 quantiles from 0 to 1000',
      'y: always 5 in training: becomes 0',
    ])
    expect(texts(numberStep({ kind: 'bin', bins: 4 }))).toEqual([
      'x, y: 1 to 4 intervals',
      'x: below 1.5, 1.5 … 3.5, 3.5 … 5.5, 5.5 and above',
      'y: all',
    ])
    expect(texts(numberStep({ kind: 'outliers' }))).toEqual([
      'x, y: what is out of range is moved to its end',
      'x: range -3.5 … 10.5',
      'y: varies too little for outliers',
    ])
    expect(texts(numberStep({ kind: 'polynomial' }))).toEqual(['3 products of x, y'])
    expect(texts(numberStep({ kind: 'yeoJohnson' }))[1]).toMatch(/^x: λ -?\d/)
    expect(texts(numberStep({ kind: 'robust', columns: [] }))).toEqual(['No column to work on'])
  })
})

describe('log1p', () => {
  it('refuses a training value that has no logarithm, by its row, and offers another way', () => {
    const columns = [numbers('x', [1, 2, -1.5000000002, -3])]
    expect(() => fitOn(columns, numberStep({ kind: 'log1p' }))).toThrow('“x” is -1.5 in row 3, and log(1 + x)')
    expect(() => fitOn(columns, numberStep({ kind: 'log1p', signed: true }))).not.toThrow()
  })

  it('names the row of the whole table where only a sample is looked at', () => {
    const table = tableOf(numbers('target', [1, 2, 3, 4, 5, 6]), numbers('x', [1, 2, 3, 4, 5, -7]))
    const rowNumbers = Uint32Array.of(0, 3, 5)
    const columns = table.columns.map((column) => sampleColumn(column, rowNumbers))
    const sample = { rows: 3, columns, rowNumbers }
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const recipe = recipeFor('target', { task: 'regression', steps: [numberStep({ kind: 'log1p' })], split })
    expect(() => fitRecipe(sample, recipe)).toThrow('“x” is -7 in row 6,')
  })

  it('takes a later value that has none for missing', () => {
    const made = madeByOne(numberStep({ kind: 'log1p' }), [0, 1, -0.5], [0, -1, -2, null])
    expect(made).toEqual(Float64Array.of(0, NaN, NaN, NaN))
  })

  it('refuses 0/1 columns that were scaled below -1', () => {
    const columns = [coded('k', ['a', ...Array.from({ length: 9 }, () => 'b')])]
    const scaled = numberStep({ kind: 'standardize' })
    expect(() => fitOn(columns, oneHot, scaled, numberStep({ kind: 'log1p' }))).toThrow('“k” is -3, and log(1 + x)')
  })
})

describe('robust scaling', () => {
  it('takes half the range where the middle half does not vary', () => {
    const made = madeByOne(numberStep({ kind: 'robust', smoothClip: false }), [0, 0, 0, 0, 0, 0, 4])
    expect(made.at(-1)).toBe(2)
  })

  it('never comes beyond 3 when it clips smoothly', () => {
    const made = madeByOne(numberStep({ kind: 'robust' }), [0, 1, 2, 3, 4], [2, 4, 1e10, -1e30])
    expect(made[0]).toBe(0)
    expect(made[1]).toBeCloseTo(1 / Math.sqrt(1 + 1 / 9), 14)
    expect(made[2]).toBeCloseTo(3, 14)
    expect(made[3]).toBeCloseTo(-3, 14)
  })
})

describe('intervals', () => {
  it('begin at edges that are no float32, in what the network gets too', () => {
    const values = [0.1, 0.3, 0.7, 0.7, 0.9, 1.1]
    const table = tableOf(numbers('target', [1, 2, 3, 4, 5, 6]), numbers('x', values))
    const step = numberStep({ kind: 'bin', method: 'edges', edges: [0.3, 0.7, 1.1] })
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const { fitted } = fitRecipe(table, recipeFor('target', { steps: [step], split }))
    const { inputs } = transformInputs(table, fitted, allRows(table))
    expect(Array.from(inputs)).toEqual([0, 1, 2, 2, 2, 3])
  })

  it('become categories that can be encoded', () => {
    const step = numberStep({ kind: 'bin', method: 'edges', edges: [0, 10], output: 'category' })
    const training = [-5, 3, 10, null, 12]
    const made = madeOf(fitOn([numbers('x', training)], step, oneHot), tableOf(numbers('x', [0, 10, -1, null])))
    expect(made).toEqual([
      { name: 'x=0 … 10', values: Float64Array.of(1, 0, 0, 0) },
      { name: 'x=10 and above', values: Float64Array.of(0, 1, 0, 0) },
      { name: 'x=below 0', values: Float64Array.of(0, 0, 1, 0) },
    ])
  })

  it('are named apart where six digits do not tell their edges apart', () => {
    const edges = [1, 1.0000001]
    const step = numberStep({ kind: 'bin', method: 'edges', edges, output: 'category' })
    const made = madeOf(fitOn([numbers('x', [0, 1, 2])], step, oneHot), tableOf(numbers('x', [1])))
    expect(made.map(({ name }) => name)).toEqual(['x=1 … 1.0000001', 'x=1.0000001 and above', 'x=below 1'])
  })

  it('need edges that ascend', () => {
    const fitWith = (edges: number[]) => () =>
      fitOn([numbers('x', [1, 2])], numberStep({ kind: 'bin', method: 'edges', edges }))
    expect(fitWith([3, 3])).toThrow('The edges for “x” do not ascend: 3, 3.')
    expect(fitWith([])).toThrow('There are no edges to divide “x” at.')
  })
})

describe('outliers', () => {
  const training = [0, 1, 2, 3, 4, 100, null]

  it('are moved to the fence, made missing, or marked', () => {
    const others = [2, 7, 8.5, -50, null]
    const clipped = madeByOne(numberStep({ kind: 'outliers' }), training, others)
    expect(clipped).toEqual(Float64Array.of(2, 7, 7.5, -2.5, NaN))
    const gone = madeByOne(numberStep({ kind: 'outliers', action: 'missing' }), training, others)
    expect(gone).toEqual(Float64Array.of(2, 7, NaN, NaN, NaN))
    const marked = fitOn([numbers('x', training)], numberStep({ kind: 'outliers', action: 'mark' }))
    expect(madeOf(marked, tableOf(numbers('x', others)))).toEqual([
      { name: 'x', values: Float64Array.of(2, 7, 8.5, -50, NaN) },
      { name: 'x is outlier', values: Float64Array.of(0, 0, 1, 1, 0) },
    ])
  })

  it('are what lies beyond percentiles of the training values', () => {
    const step = numberStep({ kind: 'outliers', method: 'percentiles', share: 0.25 })
    const training = [0, 10, 20, 30, 40]
    expect(Array.from(madeByOne(step, training, [-5, 10, 25, 30, 99, null]))).toEqual([10, 10, 25, 30, 30, NaN])
  })

  it('are none among 0/1 columns and where hardly anything varies', () => {
    const levels = ['a', ...Array.from({ length: 20 }, () => 'b')]
    const rare = levels.map((level) => (level === 'a' ? 1 : 0))
    const step = numberStep({ kind: 'outliers', method: 'zScore' })
    const [made] = madeOf(fitOn([coded('k', levels)], oneHot, step), tableOf(coded('k', levels)))
    expect(Array.from(made!.values)).toEqual(rare)
    expect(Array.from(madeByOne(numberStep({ kind: 'outliers' }), rare))).toEqual(rare)
  })
})

describe('products', () => {
  it('are named by their factors and leave out what says nothing new', () => {
    const columns = [numbers('x', [1, 2, 3]), coded('k', ['a', 'b', 'a']), numbers('y', [2, null, 5])]
    const made = madeOf(fitOn(columns, oneHot, numberStep({ kind: 'polynomial', degree: 3 })), tableOf(...columns))
    expect(made.map(({ name }) => name)).toEqual([
      'x',
      'k=a',
      'k=b',
      'y',
      'x²',
      'x × k=a',
      'x × k=b',
      'x × y',
      'k=a × y',
      'k=b × y',
      'y²',
      'x³',
      'x² × k=a',
      'x² × k=b',
      'x² × y',
      'x × k=a × y',
      'x × k=b × y',
      'x × y²',
      'k=a × y²',
      'k=b × y²',
      'y³',
    ])
    const valuesOf = (wanted: string) => made.find(({ name }) => name === wanted)?.values
    expect(valuesOf('x × k=a × y')).toEqual(Float64Array.of(2, NaN, 15))
    expect(valuesOf('y³')).toEqual(Float64Array.of(8, NaN, 125))
  })

  it('are refused where they are too many, with the memory they would take', () => {
    const columns = Array.from({ length: 60 }, (_, index) => numbers(`x${index}`, [1, 2, index]))
    const step = numberStep({ kind: 'polynomial', degree: 3 })
    expect(() => fitOn(columns, step)).toThrow(
      'The products of 60 columns up to degree 3 are 39,650 columns and need 952 kB for the 3 training rows; there may be 1,000 (24 kB).',
    )
    expect(() => fitOn(columns.slice(0, 4), numberStep({ kind: 'polynomial', maxColumns: 9 }))).toThrow('10 columns')
    expect(() => fitOn(columns.slice(0, 4), numberStep({ kind: 'polynomial', maxColumns: 10 }))).not.toThrow()
  })

  it('are counted as they are made, so that a category of many levels takes no time', () => {
    const each = Array.from({ length: 300 }, (_, row) => row)
    const many = coded(
      'k',
      each.map((row) => `level ${row}`),
    )
    const two = coded(
      'g',
      each.map((row) => `${row % 2}`),
    )
    const encoded = numberStep({ kind: 'oneHot', columns: 'categories', maxLevels: 300 })
    const productsOf = (columns: TableColumn[], maxColumns: number, interactionsOnly = false) =>
      stateOf(
        fitOn(columns, encoded, numberStep({ kind: 'polynomial', degree: 3, maxColumns, interactionsOnly })),
        'polynomial',
      ).products
    const all = [many, two, numbers('x', each)]
    // x² and x³; x or x² with one of 302 columns; two of two categories, and x with these.
    const products = 2 + 2 * 302 + 2 * 600
    expect(() => productsOf(all, products - 1)).toThrow(`are ${products.toLocaleString('en-US')} columns`)
    expect(productsOf(all, products)).toHaveLength(products)
    expect(() => productsOf(all, 1, true)).toThrow(`are ${(302 + 2 * 600).toLocaleString('en-US')} columns`)
    expect(productsOf([many], 1)).toEqual([])
  })

  it('of no column, and of a category, are none', () => {
    const columns = [coded('k', ['a', 'b', 'a'])]
    const fitted = fitOn(columns, numberStep({ kind: 'polynomial', columns: 'all' }), oneHot)
    expect(fitted.inputs.map(({ name }) => name)).toEqual(['k=a', 'k=b'])
  })
})

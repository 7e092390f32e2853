import { describe, expect, it } from 'vitest'
import { numbers, tableOf } from '../../support/tables.ts'
import { fitOn, madeByOne, madeOf, numberStep } from './fittedSteps.ts'
import { columnOf, filled } from './numbersReference.ts'
import reference from './numbersReference.json' with { type: 'json' }

function expectClose(found: Float64Array, wanted: readonly (number | null)[], tolerance: number, size = 1): void {
  expect(found).toHaveLength(wanted.length)
  for (const [row, value] of found.entries()) {
    const one = wanted[row]
    if (one == null) expect(value).toBeNaN()
    else if (!(Math.abs(value - one) <= tolerance * Math.max(size, Math.abs(one))))
      expect([row, value]).toEqual([row, one])
  }
}

describe('steps for numbers agree with scikit-learn', () => {
  it.each(reference.scaled)('scaling $name', ({ name, robust, maxAbs, log1p, signedLog1p }) => {
    const column = columnOf(name)
    if (robust !== null) expectClose(madeByOne(numberStep({ kind: 'robust', smoothClip: false }), column), robust, 1e-9)
    expectClose(madeByOne(numberStep({ kind: 'maxAbs' }), column), maxAbs, 1e-9)
    expectClose(madeByOne(numberStep({ kind: 'log1p', signed: true }), column), signedLog1p, 1e-9)
    if (log1p !== null) expectClose(madeByOne(numberStep({ kind: 'log1p' }), column), log1p, 1e-9)
    else expect(() => madeByOne(numberStep({ kind: 'log1p' }), column)).toThrow('log(1 + x) needs numbers above -1')
  })

  it.each(reference.yeoJohnson)('Yeo-Johnson of $name', ({ name, transformed, standardized, scikitLearn }) => {
    const column = columnOf(name)
    const found = madeByOne(numberStep({ kind: 'yeoJohnson' }), column)
    expectClose(found, standardized, 1e-9)
    expectClose(found, scikitLearn, 1e-6)
    expectClose(madeByOne(numberStep({ kind: 'yeoJohnson', standardize: false }), column), transformed, 1e-9)
  })

  it.each(reference.quantile)('quantiles of $name to $output', (one) => {
    const settings = numberStep({ kind: 'quantile', quantiles: one.count, output: one.output })
    const column = columnOf(one.name)
    expectClose(madeByOne(settings, column), one.transformed, 1e-9)
    expectClose(madeByOne(settings, column, one.others), one.othersTransformed, 1e-9)
  })

  it.each(reference.binned)('intervals of $name, $strategy', (one) => {
    const method = one.strategy === 'uniform' ? 'equalWidth' : 'equalCount'
    const settings = numberStep({ kind: 'bin', method, bins: one.bins })
    const fitted = fitOn([numbers('x', columnOf(one.name))], settings)
    const [state] = fitted.steps
    if (state?.kind !== 'bin') throw new Error('expected intervals')
    expectClose(filled(state.columns[0]!.edges), one.edges, 1e-12, 1e-300)
    expectClose(madeByOne(settings, columnOf(one.name), one.others), one.othersBinned, 0)
  })

  it.each(reference.polynomial)('products to degree $degree, interactions only: $interactionsOnly', (one) => {
    const columns = one.columns.map((values, index) => numbers(`x${index}`, values))
    const { degree, interactionsOnly } = one
    const fitted = fitOn(columns, numberStep({ kind: 'polynomial', degree, interactionsOnly }))
    const made = madeOf(fitted, tableOf(...columns))
    expect(made).toHaveLength(one.powers.length)
    const [state] = fitted.steps
    if (state?.kind !== 'polynomial') throw new Error('expected products')
    const powers = state.products.map((product) =>
      one.columns.map((_, index) => product.filter((factor) => factor === index).length),
    )
    expect(powers).toEqual(one.powers.slice(one.columns.length))
    for (const [index, { values }] of made.entries()) expectClose(values, one.transformed[index]!, 1e-12)
  })
})

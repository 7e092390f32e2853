import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brentRoot } from '../../../src/core/recipe/numbers/brentRoot.ts'
import { fitYeoJohnson } from '../../../src/core/recipe/numbers/fitYeoJohnson.ts'
import { inverseYeoJohnson, yeoJohnson } from '../../../src/core/recipe/numbers/yeoJohnson.ts'
import { numberColumn } from '../../../src/core/expression/build.ts'
import { evaluateNumber } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import { numbers, tableOf } from '../../support/tables.ts'
import { columnOf, valuesOf } from './numbersReference.ts'
import reference from './numbersReference.json' with { type: 'json' }

function inverse(y: number, lambda: number): number {
  const source = tableSource(tableOf(numbers('y', [y])))
  return evaluateNumber(source, 1, inverseYeoJohnson(numberColumn('y', 'number', 'float64'), lambda))[0]!
}

function expectClose(found: number, wanted: number, tolerance: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)))
}

describe('Yeo-Johnson', () => {
  it.each(reference.yeoJohnson)('finds the λ of $name', ({ name, lambda, scikitLearnLambda }) => {
    const found = fitYeoJohnson(valuesOf(name))
    expectClose(found, lambda, 1e-10)
    expectClose(found, scikitLearnLambda, 1e-7)
  })

  it.each(reference.yeoJohnson)('transforms $name as scikit-learn does', ({ name, lambda, transformed, inverted }) => {
    for (const [row, value] of columnOf(name).entries()) {
      if (value === null) continue
      const wanted = transformed[row] ?? NaN
      const found = yeoJohnson(value, lambda)
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted))
      expectClose(inverse(wanted, lambda), inverted[row] ?? NaN, 1e-9)
    }
  })

  it('finds the same λ of many values as of each of them once', () => {
    const [one] = reference.yeoJohnson.filter(({ name }) => name === 'lognormal')
    const present = columnOf('lognormal').filter((value) => value !== null)
    const many = Float64Array.from({ length: present.length * 400 }, (_, i) => present[i % present.length]!)
    expectClose(fitYeoJohnson(many), one!.lambda, 1e-10)
  })

  it.each([
    ['no values', []],
    ['only missing values', [NaN, NaN]],
    ['one value', [7]],
    ['equal values', [1e9, 1e9, 1e9, NaN]],
    ['values near both ends of float64', [-1e308, 1e308, 3]],
  ])('leaves %s as they are', (_, values) => {
    expect(fitYeoJohnson(Float64Array.from(values))).toBe(1)
  })

  it('keeps apart what lies far from 0 for its spread', () => {
    const years = Float64Array.from({ length: 300 }, (_, i) => 2000 + (i % 17) ** 2 / 10)
    const seconds = years.map((year) => 1e9 + year)
    for (const values of [years, seconds, years.map((value) => -value)]) {
      const lambda = fitYeoJohnson(values)
      const moved = new Set(values.map((value) => yeoJohnson(value, lambda)))
      expect(moved.size).toBe(new Set(values).size)
    }
  })

  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  const lambda = fc.oneof(fc.double({ min: -1, max: 3, noNaN: true }), fc.constantFrom(0, 1, 2))

  it('is turned back by its inverse', () => {
    fc.assert(
      fc.property(value, lambda, (x, power) => {
        expectClose(inverse(yeoJohnson(x, power), power), x, 1e-9)
      }),
    )
  })

  it('never descends and is finite', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true })
    const anyLambda = fc.double({ min: -20, max: 20, noNaN: true })
    fc.assert(
      fc.property(any, any, anyLambda, (a, b, power) => {
        const low = yeoJohnson(Math.min(a, b), power)
        const high = yeoJohnson(Math.max(a, b), power)
        expect(low).toBeLessThanOrEqual(high)
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true)
      }),
    )
  })

  it('has no inverse beyond its ends', () => {
    expect(inverse(0.6, -2)).toBeNaN()
    expect(inverse(-0.6, 4)).toBeNaN()
    expect(yeoJohnson(NaN, 0.5)).toBeNaN()
    expect(inverse(NaN, 0.5)).toBeNaN()
  })

  it('is at no worse a likelihood than any λ beside it', () => {
    const values = fc.array(fc.double({ min: -50, max: 200, noNaN: true }), { minLength: 4, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.double({ min: -2, max: 4, noNaN: true }), (drawn, other) => {
        const some = Float64Array.from(drawn)
        fc.pre(new Set(some).size > 2)
        const found = logLikelihood(some, fitYeoJohnson(some))
        fc.pre(Number.isFinite(found))
        expect(found).toBeGreaterThanOrEqual(logLikelihood(some, other) - 1e-6 * Math.max(1, Math.abs(found)))
      }),
    )
  })
})

/** Yeo and Johnson (2000), section 4, without its constants. */
function logLikelihood(values: Float64Array, lambda: number): number {
  const moved = values.map((value) => yeoJohnson(value, lambda))
  const mean = moved.reduce((sum, value) => sum + value, 0) / moved.length
  const variance = moved.reduce((sum, value) => sum + (value - mean) ** 2, 0) / moved.length
  const logs = values.reduce((sum, value) => sum + Math.sign(value) * Math.log1p(Math.abs(value)), 0)
  return (-values.length / 2) * Math.log(variance) + (lambda - 1) * logs
}

describe('brentRoot', () => {
  it('finds roots of steep, flat and broken functions', () => {
    const cases: [(x: number) => number, number, number, number][] = [
      [(x) => x * x - 2, 0, 2, Math.SQRT2],
      [(x) => Math.exp(x) - 1e6, -50, 700, Math.log(1e6)],
      [(x) => (x - 3) ** 3, -1, 10, 3],
      [(x) => (x < 0.3 ? -1 : 1), 0, 1, 0.3],
      [(x) => x, 0, 1, 0],
    ]
    for (const [f, a, b, root] of cases) {
      const found = brentRoot(f, { x: a, y: f(a) }, { x: b, y: f(b) }, 1e-12)
      expect(Math.abs(found - root)).toBeLessThan(root === 3 ? 1e-4 : 1e-10)
    }
  })
})

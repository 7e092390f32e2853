import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constant, isMissing, numberColumn, scaled, where } from '../../../src/core/expression/build.ts'
import { evaluateBoolean, evaluateNumber, evaluateText } from '../../../src/core/expression/evaluate.ts'
import { isNeverMissing } from '../../../src/core/expression/missing.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import type { NumberExpression } from '../../../src/core/expression/types.ts'
import {
  booleanAt,
  expressionArbitraries,
  numberAt,
  numberNames,
  textAt,
  textLevels,
  textName,
  type RawRow,
} from '../../support/expressions.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'

const rawRow: fc.Arbitrary<RawRow> = fc
  .record({
    a: fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(NaN, 0, 0.5, 1.5, Infinity)),
    b: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN)),
    t: fc.option(fc.constantFrom(...textLevels)),
  })
  .map(({ a, b, t }) => ({ numbers: { a, b }, texts: { t } }))

function sourceFor(rows: readonly RawRow[]) {
  return tableSource(
    tableOf(
      ...numberNames.map((name) =>
        numbers(
          name,
          rows.map((row) => row.numbers[name]!),
        ),
      ),
      coded(
        textName,
        rows.map((row) => row.texts[textName]!),
      ),
    ),
  )
}

const someRows = fc.array(rawRow, { minLength: 1, maxLength: 30 })
const arbitraries = expressionArbitraries()

describe('evaluation', () => {
  it('gives every row what the expression means, in the order asked for', () => {
    fc.assert(
      fc.property(someRows, fc.record(arbitraries), fc.integer(), (rows, expressions, seed) => {
        const source = sourceFor(rows)
        const order = Uint32Array.from(rows, (_, index) => Math.abs(seed + index * 7) % rows.length)
        const at = Array.from(order, (row) => rows[row]!)
        expect(Array.from(evaluateNumber(source, order, expressions.number))).toEqual(
          at.map((row) => numberAt(row, expressions.number)),
        )
        const texts = evaluateText(source, order, expressions.text)
        expect(Array.from(texts.codes, (code) => texts.levels[code] ?? null)).toEqual(
          at.map((row) => textAt(row, expressions.text)),
        )
        expect(Array.from(evaluateBoolean(source, order, expressions.boolean), Boolean)).toEqual(
          at.map((row) => booleanAt(row, expressions.boolean)),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same over many chunks as row by row', () => {
    fc.assert(
      fc.property(fc.array(rawRow, { minLength: 5, maxLength: 5 }), fc.record(arbitraries), (few, expressions) => {
        const rows = Array.from({ length: 3000 }, (_, index) => few[(index * index) % few.length]!)
        const source = sourceFor(rows)
        const wanted = few.map((row) => numberAt(row, expressions.number))
        const texts = evaluateText(source, rows.length, expressions.text)
        const values = evaluateNumber(source, rows.length, expressions.number)
        for (const [index, value] of values.entries()) {
          expect(value).toEqual(wanted[(index * index) % few.length])
          const text = textAt(rows[index]!, expressions.text)
          expect(texts.levels[texts.codes[index]!] ?? null).toBe(text)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('gives a training row the numbers that were fitted without it', () => {
    const rows = Array.from({ length: 11 }, (_, index): RawRow => ({
      numbers: { a: 0, b: 0 },
      texts: { t: index % 3 === 0 ? 'red' : index % 3 === 1 ? 'elsewhere' : null },
    }))
    const fold = (add: number) => ({ values: [1 + add], other: 2 + add, missing: 3 + add })
    const encoding: NumberExpression = {
      op: 'crossFittedLookup',
      text: { op: 'textColumn', column: 't' },
      levels: ['red'],
      ...fold(0),
      folds: [fold(10), fold(20)],
      seed: 3,
    }
    const source = sourceFor(rows)
    const plain = evaluateNumber(source, rows.length, encoding)
    expect(Array.from(plain)).toEqual(rows.map((row) => numberAt(row, encoding)))
    const trained = evaluateNumber(source, rows.length, encoding, { forTraining: true })
    expect(Array.from(trained)).toEqual(
      rows.map((row, at) => numberAt({ ...row, training: { at, of: rows.length } }, encoding)),
    )
    expect(new Set(trained.map((value) => Math.floor(value / 10)))).toEqual(new Set([1, 2]))
  })

  it('knows expressions that are never missing in float32, whatever the raw values', () => {
    const x = numberColumn('x', 'number', 'float32')
    const filled = where(isMissing(x), constant(0), x)
    expect(isNeverMissing(filled)).toBe(true)
    expect(isNeverMissing(constant(1e39))).toBe(false)
    expect(isNeverMissing(scaled(filled, 0, 1e10))).toBe(false)
    expect(isNeverMissing(where(isMissing(x), constant(0), scaled(x, 0, 1e10)))).toBe(false)
    fc.assert(
      fc.property(someRows, arbitraries.number, (rows, expression) => {
        fc.pre(isNeverMissing(expression))
        for (const row of rows) expect(Math.fround(numberAt(row, expression))).toSatisfy(Number.isFinite)
      }),
    )
  })
})

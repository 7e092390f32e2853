import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateNumber, evaluateText } from '../../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../../src/core/expression/source.ts'
import type {
  BooleanExpression,
  NumberExpression,
  TextExpression,
  WordSelection,
} from '../../../../src/core/expression/types.ts'
import { wordsOf } from '../../../../src/core/expression/words.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import { expressionArbitraries, textLevels } from '../../../support/expressions.ts'
import { runInOnnx } from '../../../support/onnxGraph.ts'
import { coded, numbers, tableOf } from '../../../support/tables.ts'

const table = tableOf(
  numbers('a', [0, 0.5, 1.5, -2.5, null, 31.25, -40, 1e-9, 7, 12]),
  numbers('b', [1, -3, null, 2, 5, 0, -0.5, 4, -7, 12]),
  coded('t', [null, ...textLevels.filter((level) => level !== ''), 'unseen', 'red', null]),
)

/** Null where the characters of a number as a text are asked for. */
function unlessRefused(error: unknown): null {
  if (error instanceof DescentError && error.message.includes('characters of a number')) return null
  throw error
}

/** Infinite results are missing once they enter the network, in the studio as in a graph. */
function expectSame(found: number, own: number): void {
  if (!Number.isFinite(own)) expect(Number.isFinite(found)).toBe(false)
  else expect(Math.abs(found - own)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(own)))
}

describe('expressions in ONNX', () => {
  it('are what the studio works out', async () => {
    const { number } = expressionArbitraries({ forOnnx: true })
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 8 }), async (expressions) => {
        const found = await runInOnnx(table, expressions).catch(unlessRefused)
        if (found === null) return
        compared++
        for (const [index, expression] of expressions.entries()) {
          const own = evaluateNumber(tableSource(table), table.rows, expression)
          for (const [row, value] of own.entries()) expectSame(found[index]![row]!, value)
        }
      }),
      { numRuns: 100 },
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('keep the digits of small numbers in logarithm and exponential', async () => {
    const x: NumberExpression = { op: 'numberColumn', column: 'a', kind: 'number', precision: 'float64' }
    const small: NumberExpression = { op: 'binary', name: 'multiply', x, y: { op: 'constant', value: 1e-9 } }
    const names = ['logarithm1Plus', 'exponentialMinus1'] as const
    const expressions = names.map((name): NumberExpression => ({ op: 'unary', name, x: small }))
    const found = await runInOnnx(table, expressions)
    for (const [index, expression] of expressions.entries()) {
      const own = evaluateNumber(tableSource(table), table.rows, expression)
      for (const [row, value] of own.entries()) {
        if (Number.isNaN(value)) expect(found[index]![row]).toBeNaN()
        else expect(Math.abs(found[index]![row]! - value)).toBeLessThanOrEqual(1e-14 * Math.abs(value))
      }
    }
  })

  it.each(['', '-', 'red'])('join texts with “%s” between them, wherever a level is divided', async (between) => {
    const text = { op: 'textColumn', column: 't' } as const
    const number: NumberExpression = { op: 'numberColumn', column: 'b', kind: 'number', precision: 'float64' }
    const joined: TextExpression = {
      op: 'concat',
      texts: [
        { op: 'concat', texts: [text, { op: 'textConstant', value: between }] },
        { op: 'textOfNumber', x: number },
        { op: 'fillText', text, value: '12' },
      ],
    }
    const { codes, levels } = evaluateText(tableSource(table), table.rows, joined)
    const lookup: NumberExpression = {
      op: 'lookup',
      text: joined,
      levels: [...levels, 'never'],
      values: [...levels, 'never'].map((_, index) => index),
      other: -1,
      missing: -2,
    }
    const [found] = await runInOnnx(table, [lookup])
    expect(levels.length).toBeGreaterThan(4)
    expect(Array.from(found!)).toEqual(Array.from(codes, (code) => (code < 0 ? -2 : code)))
  })

  it('tell joined texts by their characters where they may be joined in too many ways', async () => {
    const text = { op: 'textColumn', column: 't' } as const
    const joined: TextExpression = { op: 'concat', texts: [text, text, text, text] }
    const levels = [...Array.from({ length: 3000 }, (_, index) => `${index}`.padEnd(300, 'x')), 'red'.repeat(4)]
    const values = levels.map((_, index) => index)
    const lookup: NumberExpression = { op: 'lookup', text: joined, levels, values, other: -1, missing: -2 }
    const [found] = await runInOnnx(table, [lookup])
    expect(Array.from(found!)).toEqual([...evaluateNumber(tableSource(table), table.rows, lookup)])
    expect(found).toContain(3000)
  })

  const text = { op: 'textColumn', column: 't' } as const
  const lower = { op: 'case', to: 'lower', text } as const

  it.each<{ what: string; text: TextExpression }>([
    { what: 'a raw text', text },
    { what: 'lower case', text: lower },
    { what: 'capitals', text: { op: 'case', to: 'upper', text } },
    { what: 'joined texts', text: { op: 'concat', texts: [{ op: 'textConstant', value: '3:' }, text, lower] } },
    { what: 'a filled gap', text: { op: 'fillText', text, value: 'Nichts da' } },
    { what: 'an empty filling', text: { op: 'fillText', text, value: '' } },
    { what: 'other levels', text: { op: 'mapText', text, levels: ['red'], to: ['ΣΑΣ Σ'], other: 'same' } },
  ])('take any text apart, in any script: $what', async ({ text: any }) => {
    const textTable = (texts: (string | null)[]) =>
      tableOf(
        numbers(
          'a',
          texts.map(() => 0),
        ),
        coded('t', texts, 'text'),
      )
    const piece = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(...Array.from('aB1 .-_ßẞİıΣσςΑά͏日ｱ٣²½ﬁǅʰ\u0301\u200d\ufe0f👍🏽𝔸𐐀'), '  ', 'red'),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }) },
    )
    // The binding ends a text at U+0000; what is empty or a missing marker is no text.
    const someText = fc
      .array(piece, { minLength: 1, maxLength: 12 })
      .map((pieces) => pieces.join('').replaceAll('\0', ''))
      .filter((made) => made !== '' && made !== '?')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(someText), { minLength: 1, maxLength: 12 }), async (texts) => {
        const own = textTable(texts)
        const found = evaluateText(tableSource(own), own.rows, any)
        const words = found.levels.flatMap((level) => wordsOf(level)).slice(0, 4)
        const selections: WordSelection[] = [
          { kind: 'all' },
          { kind: 'bucket', bucket: 1, buckets: 3 },
          { kind: 'bucket', bucket: 0, buckets: 2 },
          ...[...words, 'never'].map((word) => ({ kind: 'word' as const, word })),
        ]
        const levels = [...new Set([...found.levels, 'never'])]
        const values = levels.map((_, index) => index)
        const expressions: NumberExpression[] = [
          { op: 'textLength', text: any },
          { op: 'textBucket', text: any, buckets: 1_000_003 },
          { op: 'lookup', text: any, levels, values, other: -1, missing: -2 },
          ...selections.map((selection): NumberExpression => ({ op: 'wordCount', text: any, words: selection })),
        ]
        const graph = await runInOnnx(own, expressions)
        for (const [at, expression] of expressions.entries()) {
          const expected = evaluateNumber(tableSource(own), own.rows, expression)
          expect([expression, ...graph[at]!]).toEqual([expression, ...expected])
        }
      }),
      { numRuns: 12 },
    )
  })

  it('compare texts that are worked out', async () => {
    const same: BooleanExpression = { op: 'sameText', x: lower, y: text }
    const expression: NumberExpression = {
      op: 'where',
      test: same,
      yes: { op: 'constant', value: 1 },
      no: { op: 'constant', value: 0 },
    }
    const [found] = await runInOnnx(table, [expression])
    expect(Array.from(found!)).toEqual([...evaluateNumber(tableSource(table), table.rows, expression)])
    expect(found).toContain(1)
    expect(found).toContain(0)
  })

  it('are refused by name where the characters of any number are asked for', async () => {
    const x: NumberExpression = { op: 'numberColumn', column: 'a', kind: 'number', precision: 'float64' }
    const length: NumberExpression = { op: 'textLength', text: { op: 'textOfNumber', x } }
    await expect(runInOnnx(table, [length])).rejects.toThrow(/characters of a number/)
    const bin: NumberExpression = { op: 'bin', x, edges: [0, 5] }
    const [found] = await runInOnnx(table, [{ op: 'textLength', text: { op: 'textOfNumber', x: bin } }])
    expect(found![0]).toBe(1)
  })
})

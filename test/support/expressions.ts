import fc from 'fast-check'
import { assignFolds } from '../../src/core/expression/folds.ts'
import { hashText } from '../../src/core/expression/hash.ts'
import {
  binaryNames,
  unaryNames,
  type BooleanExpression,
  type NumberExpression,
  type TextExpression,
} from '../../src/core/expression/types.ts'
import { wordsOf } from '../../src/core/expression/words.ts'

/** Names of the columns that random expressions read. */
export const numberNames = ['a', 'b']
export const textName = 't'
export const textLevels = ['', 'red', 'Blue', 'Ärger über 日本', '12', '-0.5', 'red red blue']

const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -50, max: 50, noNaN: true }))
const ascending = fc
  .uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 5 })
  .map((all) => all.sort((x, y) => x - y))
const someLevels = fc.uniqueArray(fc.constantFrom(...textLevels, 'elsewhere'), { maxLength: 4 })

const column = (name: string): NumberExpression => ({
  op: 'numberColumn',
  column: name,
  kind: 'number',
  precision: 'float64',
})

const columnsOrNegated: fc.Arbitrary<NumberExpression> = fc.oneof(
  fc.constantFrom(...numberNames).map(column),
  fc.constantFrom(...numberNames).map((name): NumberExpression => ({ op: 'unary', name: 'negate', x: column(name) })),
)
const severalColumns = fc.array(columnsOrNegated, { minLength: 1, maxLength: 3 })

const nearestMean = severalColumns.chain((xs) =>
  fc.record({
    op: fc.constant('nearestMean' as const),
    xs: fc.constant(xs),
    reference: fc
      .array(fc.array(fc.oneof(value, fc.constant(NaN)), { minLength: xs.length, maxLength: xs.length }), {
        maxLength: 6,
      })
      .map((rows) => Float64Array.from(rows.flat())),
    target: fc.nat({ max: xs.length - 1 }),
    neighbours: fc.integer({ min: 1, max: 4 }),
    weighting: fc.constantFrom('uniform' as const, 'distance' as const),
    otherwise: value,
  }),
)

const chainedRegressions = severalColumns.chain((xs) =>
  fc.record({
    op: fc.constant('chainedRegressions' as const),
    xs: fc.constant(xs),
    chain: fc.array(
      fc.nat({ max: xs.length - 1 }).chain((target) =>
        fc.record({
          target: fc.constant(target),
          offset: value,
          weights: fc
            .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: xs.length, maxLength: xs.length })
            .map((weights) => weights.with(target, 0)),
        }),
      ),
      { maxLength: 5 },
    ),
    target: fc.nat({ max: xs.length - 1 }),
  }),
)

interface Kinds {
  number: NumberExpression
  text: TextExpression
  boolean: BooleanExpression
}

export interface ExpressionOptions {
  /** Without angles of which no digit is certain. */
  forOnnx?: boolean
}

/** Of a huge angle no digit of the sine is certain: two libraries may differ. */
function bounded(unary: Extract<NumberExpression, { op: 'unary' }>): NumberExpression {
  if (!['sine', 'cosine', 'tangent'].includes(unary.name)) return unary
  return { ...unary, x: { op: 'binary', name: 'modulo', x: unary.x, y: { op: 'constant', value: 40 } } }
}

/** Random expressions over the columns above. */
export function expressionArbitraries({ forOnnx = false }: ExpressionOptions = {}): {
  [Kind in keyof Kinds]: fc.Arbitrary<Kinds[Kind]>
} {
  const { number, text, boolean } = fc.letrec<Kinds>((untyped) => {
    const tie = untyped as <Kind extends keyof Kinds>(kind: Kind) => fc.Arbitrary<Kinds[Kind]>
    return {
      number: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom(...numberNames).map(column),
        value.map((constant): NumberExpression => ({ op: 'constant', value: constant })),
        fc
          .record({ op: fc.constant('unary' as const), name: fc.constantFrom(...unaryNames), x: tie('number') })
          .map((unary) => (forOnnx ? bounded(unary) : unary)),
        fc.record({
          op: fc.constant('binary' as const),
          name: fc.constantFrom(...binaryNames),
          x: tie('number'),
          y: tie('number'),
        }),
        fc.record({ op: fc.constant('where' as const), test: tie('boolean'), yes: tie('number'), no: tie('number') }),
        fc.record({ op: fc.constant('bin' as const), x: tie('number'), edges: ascending }),
        ascending.chain((xs) =>
          fc.record({
            op: fc.constant('interpolate' as const),
            x: tie('number'),
            xs: fc.constant(xs),
            ys: fc.array(value, { minLength: xs.length, maxLength: xs.length }),
          }),
        ),
        someLevels.chain((levels) =>
          fc.record({
            op: fc.constant('lookup' as const),
            text: tie('text'),
            levels: fc.constant(levels),
            values: fc.array(fc.oneof(value, fc.constant(NaN)), { minLength: levels.length, maxLength: levels.length }),
            other: fc.oneof(value, fc.constant(NaN)),
            missing: fc.oneof(value, fc.constant(NaN)),
          }),
        ),
        nearestMean,
        chainedRegressions,
        tie('text').map((inner): NumberExpression => ({ op: 'textLength', text: inner })),
        tie('text').map((inner): NumberExpression => ({ op: 'textBucket', text: inner, buckets: 7 })),
        fc
          .tuple(
            tie('text'),
            fc.constantFrom(
              { kind: 'all' as const },
              { kind: 'word' as const, word: 'red' },
              { kind: 'word' as const, word: 'ärger' },
              { kind: 'bucket' as const, bucket: 1, buckets: 3 },
            ),
          )
          .map(([inner, words]): NumberExpression => ({ op: 'wordCount', text: inner, words })),
      ),
      text: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constant<TextExpression>({ op: 'textColumn', column: textName }),
        fc.constantFrom(...textLevels).map((constant): TextExpression => ({ op: 'textConstant', value: constant })),
        fc.record({
          op: fc.constant('fillText' as const),
          text: tie('text'),
          value: fc.constantFrom('red', '(missing)'),
        }),
        someLevels.chain((levels) =>
          fc.record({
            op: fc.constant('mapText' as const),
            text: tie('text'),
            levels: fc.constant(levels),
            to: fc.array(fc.constantFrom('red', '12', 'new'), { minLength: levels.length, maxLength: levels.length }),
            other: fc.constantFrom('same' as const, 'missing' as const, { level: 'red' }),
          }),
        ),
        tie('number').map((x): TextExpression => ({ op: 'textOfNumber', x: { op: 'unary', name: 'round', x } })),
        fc.record({ op: fc.constant('whereText' as const), test: tie('boolean'), yes: tie('text'), no: tie('text') }),
        fc.array(tie('text'), { minLength: 1, maxLength: 3 }).map((texts): TextExpression => ({ op: 'concat', texts })),
        fc.record({
          op: fc.constant('case' as const),
          to: fc.constantFrom('lower' as const, 'upper' as const),
          text: tie('text'),
        }),
      ),
      boolean: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        tie('number').map((x): BooleanExpression => ({ op: 'isMissing', x })),
        tie('text').map((inner): BooleanExpression => ({ op: 'isTextMissing', text: inner })),
        fc.record({
          op: fc.constant('compare' as const),
          name: fc.constantFrom('less' as const, 'lessOrEqual' as const, 'equal' as const),
          x: tie('number'),
          y: tie('number'),
        }),
        fc.record({ op: fc.constant('textIs' as const), text: tie('text'), value: fc.constantFrom(...textLevels) }),
        fc.record({ op: fc.constant('sameText' as const), x: tie('text'), y: tie('text') }),
        tie('boolean').map((x): BooleanExpression => ({ op: 'not', x })),
        fc.record({ op: fc.constantFrom('and' as const, 'or' as const), x: tie('boolean'), y: tie('boolean') }),
      ),
    }
  })
  return { number, text, boolean }
}

export interface RawRow {
  numbers: Record<string, number>
  texts: Record<string, string | null>
  /** Place among the training rows and their number, where it is one of them. */
  training?: { at: number; of: number }
}

/** What an expression means, said once more as plainly as can be. */
export function numberAt(row: RawRow, e: NumberExpression): number {
  switch (e.op) {
    case 'numberColumn': {
      // A column has no zero of its own sign.
      const raw = (row.numbers[e.column] ?? NaN) + 0
      const read = e.precision === 'float32' ? Math.fround(raw) : raw
      const finite = Number.isFinite(read) ? read : NaN
      return e.kind === 'date' ? finite / 86_400_000 : finite
    }
    case 'constant':
      return e.value
    case 'unary':
      return unaryAt(e.name, numberAt(row, e.x))
    case 'binary':
      return binaryAt(e.name, numberAt(row, e.x), numberAt(row, e.y))
    case 'where':
      return booleanAt(row, e.test) ? numberAt(row, e.yes) : numberAt(row, e.no)
    case 'bin': {
      const x = numberAt(row, e.x)
      return Number.isNaN(x) ? NaN : e.edges.filter((edge) => edge <= x).length
    }
    case 'interpolate': {
      const x = numberAt(row, e.x)
      if (Number.isNaN(x)) return NaN
      const next = e.xs.findIndex((at) => at > x)
      if (next === 0) return e.ys[0]!
      if (next < 0) return e.ys.at(-1)!
      const [left, right, from, to] = [e.xs[next - 1]!, e.xs[next]!, e.ys[next - 1]!, e.ys[next]!]
      return from + (to - from) * ((x - left) / (right - left))
    }
    case 'lookup':
    case 'crossFittedLookup': {
      const text = textAt(row, e.text)
      const fold =
        e.op === 'crossFittedLookup' && row.training !== undefined
          ? e.folds[assignFolds(row.training.of, e.folds.length, e.seed)[row.training.at]!]!
          : e
      if (text === null) return fold.missing
      const at = e.levels.indexOf(text)
      return at < 0 ? fold.other : fold.values[at]!
    }
    case 'nearestMean':
      return nearestMeanAt(row, e)
    case 'chainedRegressions': {
      const raw = e.xs.map((x) => numberAt(row, x))
      const filled = raw.map((x) => (Number.isNaN(x) ? 0 : x))
      for (const { target, offset, weights } of e.chain) {
        if (!Number.isNaN(raw[target])) continue
        filled[target] = weights.reduce((sum, weight, k) => sum + weight * filled[k]!, offset)
      }
      return filled[e.target]!
    }
    case 'textLength': {
      const text = textAt(row, e.text)
      return text === null ? NaN : Array.from(text).length
    }
    case 'textBucket': {
      const text = textAt(row, e.text)
      return text === null ? NaN : hashText(text) % e.buckets
    }
    case 'wordCount': {
      const text = textAt(row, e.text)
      if (text === null) return NaN
      const { words } = e
      return wordsOf(text).filter((word) =>
        words.kind === 'all'
          ? true
          : words.kind === 'word'
            ? word === words.word
            : hashText(word) % words.buckets === words.bucket,
      ).length
    }
  }
}

function nearestMeanAt(row: RawRow, e: Extract<NumberExpression, { op: 'nearestMean' }>): number {
  const xs = e.xs.map((x) => numberAt(row, x))
  if (!Number.isNaN(xs[e.target])) return xs[e.target]!
  const near = Array.from({ length: e.reference.length / xs.length }, (_, at) => {
    const other = e.reference.subarray(at * xs.length, (at + 1) * xs.length)
    const squares = xs.map((x, k) => (x - other[k]!) ** 2).filter((square) => !Number.isNaN(square))
    return { other, squares, distance: (squares.reduce((a, b) => a + b, 0) * xs.length) / squares.length }
  })
    .filter(({ other, squares }) => squares.length > 0 && !Number.isNaN(other[e.target]))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, e.neighbours)
  const same = near.filter(({ distance }) => distance === 0)
  const isByDistance = e.weighting === 'distance'
  const used = isByDistance && same.length > 0 ? same : near
  const weights = used.map(({ distance }) => (isByDistance && same.length === 0 ? 1 / Math.sqrt(distance) : 1))
  const total = weights.reduce((a, b) => a + b, 0)
  return used.length === 0
    ? e.otherwise
    : used.reduce((sum, { other }, k) => sum + weights[k]! * other[e.target]!, 0) / total
}

function unaryAt(name: (typeof unaryNames)[number], x: number): number {
  switch (name) {
    case 'negate':
      return -x
    case 'absolute':
      return Math.abs(x)
    case 'sign':
      return Math.sign(x)
    case 'floor':
      return Math.floor(x)
    case 'ceiling':
      return Math.ceil(x)
    case 'round': {
      const down = Math.floor(x)
      if (x - down !== 0.5) return Math.round(x)
      return down % 2 === 0 ? down : down === -1 ? -0 : down + 1
    }
    case 'squareRoot':
      return Math.sqrt(x)
    case 'exponential':
      return Math.exp(x)
    case 'exponentialMinus1':
      return Math.expm1(x)
    case 'logarithm':
      return Math.log(x)
    case 'logarithm1Plus':
      return Math.log1p(x)
    case 'sine':
      return Math.sin(x)
    case 'cosine':
      return Math.cos(x)
    case 'tangent':
      return Math.tan(x)
    case 'hyperbolicTangent':
      return Math.tanh(x)
  }
}

function binaryAt(name: (typeof binaryNames)[number], x: number, y: number): number {
  switch (name) {
    case 'add':
      return x + y
    case 'subtract':
      return x - y
    case 'multiply':
      return x * y
    case 'divide':
      return x / y
    case 'power':
      return Number.isNaN(x) || !Number.isFinite(y) ? NaN : x ** y
    case 'minimum':
      return Math.min(x, y)
    case 'maximum':
      return Math.max(x, y)
    case 'modulo': {
      const rest = x % y
      return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest
    }
  }
}

export function textAt(row: RawRow, e: TextExpression): string | null {
  switch (e.op) {
    case 'textColumn':
      return row.texts[e.column] ?? null
    case 'textConstant':
      return e.value
    case 'fillText':
      return textAt(row, e.text) ?? e.value
    case 'mapText': {
      const text = textAt(row, e.text)
      if (text === null) return null
      const at = e.levels.indexOf(text)
      if (at >= 0) return e.to[at]!
      return e.other === 'same' ? text : e.other === 'missing' ? null : e.other.level
    }
    case 'textOfNumber': {
      const x = numberAt(row, e.x)
      return Number.isNaN(x) ? null : String(x)
    }
    case 'whereText':
      return booleanAt(row, e.test) ? textAt(row, e.yes) : textAt(row, e.no)
    case 'concat': {
      const texts = e.texts.map((text) => textAt(row, text))
      return texts.includes(null) ? null : texts.join('')
    }
    case 'case': {
      const text = textAt(row, e.text)
      return e.to === 'lower' ? (text?.toLowerCase() ?? null) : (text?.toUpperCase() ?? null)
    }
  }
}

export function booleanAt(row: RawRow, e: BooleanExpression): boolean {
  switch (e.op) {
    case 'isMissing':
      return Number.isNaN(numberAt(row, e.x))
    case 'isTextMissing':
      return textAt(row, e.text) === null
    case 'compare': {
      const [x, y] = [numberAt(row, e.x), numberAt(row, e.y)]
      return e.name === 'less' ? x < y : e.name === 'lessOrEqual' ? x <= y : x === y
    }
    case 'textIs':
      return textAt(row, e.text) === e.value
    case 'sameText': {
      const x = textAt(row, e.x)
      return x !== null && x === textAt(row, e.y)
    }
    case 'not':
      return !booleanAt(row, e.x)
    case 'and':
      return booleanAt(row, e.x) && booleanAt(row, e.y)
    case 'or':
      return booleanAt(row, e.x) || booleanAt(row, e.y)
  }
}

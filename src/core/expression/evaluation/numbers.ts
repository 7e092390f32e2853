import { assertNever } from '../../../shared/assertNever.ts'
import { millisecondsPerDay } from '../../time.ts'
import { assignFolds } from '../folds.ts'
import { hashText } from '../hash.ts'
import type { CrossFittedLookup, Interpolation, Lookup, NumberColumn, NumberExpression } from '../types.ts'
import { binaryLoops, unaryLoops } from './arithmetic.ts'
import { compileChain } from './chainedRegressions.ts'
import { chunkRows, createNode, type ColumnsNode, type NumberNode, type TextNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'
import { compileNearest } from './nearestMean.ts'

export function compileNumber(compiler: Compiling, expression: NumberExpression): NumberNode {
  const out = new Float64Array(chunkRows)
  const node = (update: (count: number) => void): NumberNode => createNode(compiler.chunk, out, update)
  switch (expression.op) {
    case 'numberColumn':
      return compileColumn(compiler, expression)
    case 'constant':
      out.fill(expression.value)
      return node(() => {})
    case 'unary': {
      const x = compiler.number(expression.x)
      const loop = unaryLoops[expression.name]
      return node((count) => loop(x.read(), out, count))
    }
    case 'binary': {
      const x = compiler.number(expression.x)
      const y = compiler.number(expression.y)
      const loop = binaryLoops[expression.name]
      return node((count) => loop(x.read(), y.read(), out, count))
    }
    case 'chainedRegressions': {
      const filled = compiler.columns(expression.chain, () => compileChain(compiler, expression))
      return columnAt(compiler, filled, expression.target)
    }
    case 'nearestMean': {
      const filled = compiler.columns(expression.reference, () => compileNearest(compiler, expression))
      return columnAt(compiler, filled, expression.target)
    }
    case 'where': {
      const test = compiler.boolean(expression.test)
      const yes = compiler.number(expression.yes)
      const no = compiler.number(expression.no)
      return node((count) => choose(test.read(), yes.read(), no.read(), out, count))
    }
    case 'interpolate': {
      const x = compiler.number(expression.x)
      return node((count) => interpolate(expression, x.read(), out, count))
    }
    case 'bin': {
      const x = compiler.number(expression.x)
      const edges = Float64Array.from(expression.edges)
      return node((count) => binAll(edges, x.read(), out, count))
    }
    case 'lookup': {
      const find = levelValues(expression, expression)
      return perLevel(compiler, compiler.text(expression.text), find, expression.missing)
    }
    case 'crossFittedLookup':
      return compileCrossFitted(compiler, expression)
    case 'textLength':
      return perLevel(compiler, compiler.text(expression.text), codePoints, NaN)
    case 'textBucket':
      return perLevel(compiler, compiler.text(expression.text), (text) => hashText(text) % expression.buckets, NaN)
    case 'wordCount': {
      const words = compiler.words(expression.text)
      return columnAt(compiler, words, words.placeOf(expression.words))
    }
    default:
      return assertNever(expression)
  }
}

function compileColumn({ chunk, source }: Compiling, { column, kind, precision }: NumberColumn): NumberNode {
  const out = new Float64Array(chunkRows)
  const values = source.numbers(column)
  if (values === null) {
    out.fill(NaN)
    return createNode(chunk, out, () => {})
  }
  const { rows } = chunk
  return createNode(chunk, out, (count) => {
    const { from } = chunk
    if (rows === null) for (let i = 0; i < count; i++) out[i] = values[from + i] ?? NaN
    else for (let i = 0; i < count; i++) out[i] = values[rows[from + i] ?? 0] ?? NaN
    if (precision === 'float32') for (let i = 0; i < count; i++) out[i] = Math.fround(out[i] ?? NaN)
    // x - x is 0 for a finite number, else NaN.
    for (let i = 0; i < count; i++) out[i] = (out[i] ?? NaN) + ((out[i] ?? NaN) - (out[i] ?? NaN))
    if (kind === 'date') for (let i = 0; i < count; i++) out[i] = (out[i] ?? NaN) / millisecondsPerDay
  })
}

function columnAt({ chunk }: Compiling, columns: ColumnsNode, place: number): NumberNode {
  const out = new Float64Array(chunkRows)
  return createNode(chunk, out, (count) => out.set((columns.read()[place] ?? out).subarray(0, count)))
}

function choose(test: Uint8Array, yes: Float64Array, no: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = (test[i] === 1 ? yes[i] : no[i]) ?? NaN
}

/** How many of the ascending numbers are at most x. */
function countUpTo(ascending: ArrayLike<number>, x: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? NaN) <= x) low = middle + 1
    else high = middle
  }
  return low
}

function binAll(edges: Float64Array, x: Float64Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = x[i] ?? NaN
    out[i] = Number.isNaN(value) ? NaN : countUpTo(edges, value)
  }
}

function interpolate({ xs, ys }: Interpolation, x: Float64Array, out: Float64Array, count: number): void {
  const last = xs.length - 1
  for (let i = 0; i < count; i++) {
    const value = x[i] ?? NaN
    if (Number.isNaN(value)) {
      out[i] = NaN
      continue
    }
    const at = countUpTo(xs, value) - 1
    if (at < 0 || at >= last) {
      out[i] = ys[at < 0 ? 0 : last] ?? NaN
      continue
    }
    const left = xs[at] ?? NaN
    const from = ys[at] ?? NaN
    // The share of the way first: a slope over tiny steps may be infinite.
    out[i] = from + ((ys[at + 1] ?? NaN) - from) * ((value - left) / ((xs[at + 1] ?? NaN) - left))
  }
}

/** The number of each text, found once a level. */
function perLevel({ chunk }: Compiling, text: TextNode, find: (level: string) => number, missing: number): NumberNode {
  const out = new Float64Array(chunkRows)
  const known: number[] = []
  return createNode(chunk, out, (count) => {
    const { codes, levels } = text.read()
    for (let level = known.length; level < levels.length; level++) known.push(find(levels[level] ?? ''))
    for (let i = 0; i < count; i++) {
      const code = codes[i] ?? -1
      out[i] = code < 0 ? missing : (known[code] ?? NaN)
    }
  })
}

function levelValues(
  { levels }: Pick<Lookup, 'levels'>,
  { values, other }: Pick<Lookup, 'values' | 'other'>,
): (level: string) => number {
  const place = new Map(levels.map((level, index) => [level, index]))
  return (level) => {
    const index = place.get(level)
    return index === undefined ? other : (values[index] ?? NaN)
  }
}

function compileCrossFitted(compiler: Compiling, lookup: CrossFittedLookup): NumberNode {
  const text = compiler.text(lookup.text)
  const { trainingRows } = compiler
  if (trainingRows === null) return perLevel(compiler, text, levelValues(lookup, lookup), lookup.missing)
  const folds = lookup.folds.map((fold) => perLevel(compiler, text, levelValues(lookup, fold), fold.missing))
  const foldOf = assignFolds(trainingRows, folds.length, lookup.seed)
  const out = new Float64Array(chunkRows)
  return createNode(compiler.chunk, out, (count) => {
    const { from } = compiler.chunk
    const values = folds.map((fold) => fold.read())
    for (let i = 0; i < count; i++) out[i] = values[foldOf[from + i] ?? 0]?.[i] ?? NaN
  })
}

function codePoints(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

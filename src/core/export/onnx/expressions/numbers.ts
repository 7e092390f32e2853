import { assertNever } from '../../../../shared/assertNever.ts'
import type {
  BinaryName,
  Interpolation,
  Lookup,
  NumberColumn,
  NumberExpression,
  UnaryName,
} from '../../../expression/types.ts'
import type { GraphBuilder } from '../graph.ts'
import { emitChainedRegressions } from './chainedRegressions.ts'
import type { Emitting } from './emitting.ts'
import { missingIn } from './flags.ts'
import { emitNearestMean } from './nearestMean.ts'
import { emitTextNumber } from './textNumbers.ts'

export function emitNumber(emitter: Emitting, expression: NumberExpression): string {
  const { graph } = emitter
  switch (expression.op) {
    case 'numberColumn':
      return emitColumn(emitter, expression)
    case 'constant':
      return graph.doubles([expression.value])
    case 'unary':
      return emitUnary(graph, expression.name, emitter.number(expression.x))
    case 'binary':
      return emitBinary(graph, expression.name, emitter.number(expression.x), emitter.number(expression.y))
    case 'chainedRegressions':
      return emitChainedRegressions(emitter, expression)
    case 'nearestMean':
      return emitNearestMean(emitter, expression)
    case 'where':
      return graph.operator('Where', [
        emitter.boolean(expression.test),
        emitter.number(expression.yes),
        emitter.number(expression.no),
      ])
    case 'interpolate':
      return emitInterpolation(graph, expression, emitter.number(expression.x))
    case 'bin': {
      const x = emitter.number(expression.x)
      return missingWhere(graph, x, graph.cast(countUpTo(graph, expression.edges, x), 'double'))
    }
    case 'lookup':
    case 'crossFittedLookup':
      return emitLookup(emitter, expression)
    case 'textLength':
    case 'textBucket':
    case 'wordCount':
      return emitTextNumber(emitter, expression)
    default:
      return assertNever(expression)
  }
}

function emitColumn(emitter: Emitting, { column }: NumberColumn): string {
  const { graph } = emitter
  const { input } = emitter.column(column)
  const value = input.type === 'double' ? input.name : graph.cast(input.name, 'double')
  // x - x is 0 for a finite number and NaN for NaN and for both infinities, which count as missing too.
  return graph.operator('Add', [value, graph.operator('Sub', [value, value])])
}

const plainUnary: Partial<Record<UnaryName, string>> = {
  negate: 'Neg',
  absolute: 'Abs',
  sign: 'Sign',
  floor: 'Floor',
  ceiling: 'Ceil',
  round: 'Round',
  squareRoot: 'Sqrt',
  exponential: 'Exp',
  logarithm: 'Log',
  sine: 'Sin',
  hyperbolicTangent: 'Tanh',
}

function emitUnary(graph: GraphBuilder, name: UnaryName, x: string): string {
  const plain = plainUnary[name]
  if (plain !== undefined) return graph.operator(plain, [x])
  const one = graph.doubles([1])
  switch (name) {
    case 'cosine':
      // onnxruntime has no Cos for doubles.
      return graph.operator('Sin', [graph.operator('Add', [x, graph.doubles([Math.PI / 2])])])
    case 'tangent': {
      const sine = graph.operator('Sin', [x])
      return graph.operator('Div', [sine, emitUnary(graph, 'cosine', x)])
    }
    case 'logarithm1Plus': {
      // log(u) x / (u - 1) with u = 1 + x rounded: the rounding cancels (Kahan; Higham, Accuracy and Stability, 1.14.1).
      const u = graph.operator('Add', [one, x])
      const logarithm = graph.operator('Log', [u])
      const ratio = graph.operator('Div', [logarithm, graph.operator('Sub', [u, one])])
      return nearZero(graph, x, u, graph.operator('Mul', [ratio, x]), logarithm)
    }
    case 'exponentialMinus1': {
      // (u - 1) x / log(u) with u = exp(x) rounded, as above.
      const u = graph.operator('Exp', [x])
      const difference = graph.operator('Sub', [u, one])
      const exact = graph.operator('Mul', [difference, graph.operator('Div', [x, graph.operator('Log', [u])])])
      return nearZero(graph, x, u, exact, difference)
    }
    default:
      throw new Error(`No operator for ${name}.`)
  }
}

/** x itself where u rounds to 1, the careful way where x is below 1 in size, else the plain one. */
function nearZero(graph: GraphBuilder, x: string, u: string, careful: string, plain: string): string {
  const one = graph.doubles([1])
  const isSmall = graph.operator('Less', [graph.operator('Abs', [x]), one])
  const isTiny = graph.operator('Equal', [u, one])
  return graph.operator('Where', [isTiny, x, graph.operator('Where', [isSmall, careful, plain])])
}

function emitBinary(graph: GraphBuilder, name: BinaryName, x: string, y: string): string {
  switch (name) {
    case 'add':
      return graph.operator('Add', [x, y])
    case 'subtract':
      return graph.operator('Sub', [x, y])
    case 'multiply':
      return graph.operator('Mul', [x, y])
    case 'divide':
      return graph.operator('Div', [x, y])
    case 'power':
      // Pow of C makes 1 of any base to 0 and of 1 to anything, missing values included.
      return missingWhere(
        graph,
        graph.operator('Add', [x, graph.operator('Mul', [y, graph.doubles([0])])]),
        graph.operator('Pow', [x, y]),
      )
    case 'minimum':
    case 'maximum':
      return graph.operator(name === 'minimum' ? 'Min' : 'Max', [x, y])
    case 'modulo': {
      // Mod of C has the dividend's sign; it is moved by one divisor where the signs differ.
      const rest = graph.operator('Mod', [x, y], { fmod: { int: 1 } })
      const zero = graph.doubles([0])
      const signs = [rest, y].map((value) => graph.operator('Less', [value, zero]))
      const differ = graph.operator('And', [
        graph.operator('Xor', signs),
        graph.operator('Not', [graph.operator('Equal', [rest, zero])]),
      ])
      return graph.operator('Where', [differ, graph.operator('Add', [rest, y]), rest])
    }
    default:
      return assertNever(name)
  }
}

/** int64 [N, 1]: how many of the ascending numbers are at most x; 0 for NaN. */
function countUpTo(graph: GraphBuilder, ascending: readonly number[], x: string): string {
  if (ascending.length === 0) {
    return graph.operator('Mul', [graph.cast(graph.operator('IsNaN', [x]), 'int64'), graph.integers([0], [])])
  }
  const reached = graph.operator('GreaterOrEqual', [x, graph.doubles(ascending, [1, ascending.length])])
  return graph.operator('ReduceSum', [graph.cast(reached, 'int64'), graph.integers([1])])
}

function missingWhere(graph: GraphBuilder, x: string, value: string): string {
  return missingIn(graph, graph.operator('IsNaN', [x]), value)
}

function emitInterpolation(graph: GraphBuilder, { xs, ys }: Interpolation, x: string): string {
  const last = xs.length - 1
  const at = graph.operator('Sub', [countUpTo(graph, xs, x), graph.integers([1], [])])
  const clamped = graph.operator('Min', [
    graph.operator('Max', [at, graph.integers([0], [])]),
    graph.integers([Math.max(0, last - 1)], []),
  ])
  const pick = (values: readonly number[]): string =>
    graph.operator('Gather', [graph.doubles(values, [values.length]), clamped])
  const lefts = xs.slice(0, -1)
  const widths = lefts.map((left, k) => (xs[k + 1] ?? NaN) - left)
  const rises = lefts.map((_, k) => (ys[k + 1] ?? NaN) - (ys[k] ?? NaN))
  const share = (): string => graph.operator('Div', [graph.operator('Sub', [x, pick(lefts)]), pick(widths)])
  const inside =
    last < 1
      ? graph.doubles([ys[0] ?? NaN])
      : graph.operator('Add', [pick(ys.slice(0, -1)), graph.operator('Mul', [pick(rises), share()])])
  const below = graph.operator('Less', [x, graph.doubles([xs[0] ?? NaN])])
  const beyond = graph.operator('GreaterOrEqual', [x, graph.doubles([xs[last] ?? NaN])])
  const upper = graph.operator('Where', [beyond, graph.doubles([ys[last] ?? NaN]), inside])
  return missingWhere(graph, x, graph.operator('Where', [below, graph.doubles([ys[0] ?? NaN]), upper]))
}

function emitLookup(emitter: Emitting, lookup: Omit<Lookup, 'op'>): string {
  const { graph } = emitter
  const { levels, values, other, missing } = lookup
  const text = emitter.text(lookup.text)
  const otherwise = graph.operator('Where', [text.missing, graph.doubles([missing]), graph.doubles([other])])
  if (levels.length === 0) return otherwise
  const hit = text.matches(levels)
  const hits = graph.cast(hit, 'double')
  const sum = (weights: readonly number[]): string =>
    graph.operator('MatMul', [hits, graph.doubles(weights, [weights.length, 1])])
  const isAny = (weights: readonly number[]): string => graph.operator('Greater', [sum(weights), graph.doubles([0])])
  const found = graph.operator('Where', [
    isAny(levels.map(() => 1)),
    sum(values.map((value) => (Number.isFinite(value) ? value : 0))),
    otherwise,
  ])
  if (values.every(Number.isFinite)) return found
  const isGap = isAny(values.map((value) => (Number.isFinite(value) ? 0 : 1)))
  return graph.operator('Where', [isGap, graph.doubles([NaN]), found])
}

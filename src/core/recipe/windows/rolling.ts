import { eachSeries, type Sequences } from './sequences.ts'

export type RollingStatistic = 'mean' | 'sum' | 'min' | 'max' | 'std'

export interface Rolling {
  statistic: RollingStatistic
  /** Rows of a window. */
  rows: number
  /** Known values that a window must have; else its result is missing. */
  atLeast: number
}

/**
 * A statistic of the window of rows that ends with each row, within its series; missing values are passed over. As in
 * `Series.rolling(rows, min_periods=atLeast)` of pandas; the standard deviation is the sample's (n - 1).
 *
 * Each result is made of the window's own values alone, nothing is added and taken away again: a value outside the window
 * does not even change its rounding. The series is cut into blocks as long as a window; a window is the end of one
 * block and the beginning of the next, and both are known from one pass (van Herk, 1992; Gil and Werman, 1993).
 */
export function rolling(
  values: Float64Array,
  sequences: Sequences,
  { statistic, rows, atLeast }: Rolling,
): Float64Array {
  const { start, merge, result } = summaries[statistic]
  const ends = summariesFor(values.length)
  const beginnings = summariesFor(values.length)
  const found = new Float64Array(values.length)
  eachSeries(sequences, (from, to) => {
    for (let i = from; i < to; i++) {
      start(beginnings, i, values[i] ?? NaN)
      if ((i - from) % rows !== 0) merge(beginnings, i - 1, beginnings, i, beginnings, i)
    }
    for (let i = to - 1; i >= from; i--) {
      start(ends, i, values[i] ?? NaN)
      const isLast = i + 1 === to || (i + 1 - from) % rows === 0
      if (!isLast) merge(ends, i, ends, i + 1, ends, i)
    }
    for (let i = from; i < to; i++) {
      const first = Math.max(from, i - rows + 1)
      const isOneBlock = (first - from) % rows === 0
      if (!isOneBlock) merge(ends, first, beginnings, i, window, 0)
      const [of, at] = isOneBlock ? [beginnings, i] : [window, 0]
      found[i] = (of.count[at] ?? 0) >= atLeast ? result(of, at) : NaN
    }
  })
  return found
}

/** What is known of stretches of rows: how many known values, and one or two numbers made of them. */
interface Summaries {
  count: Float64Array
  a: Float64Array
  b: Float64Array
}

function summariesFor(length: number): Summaries {
  return { count: new Float64Array(length), a: new Float64Array(length), b: new Float64Array(length) }
}

const window = summariesFor(1)

interface SummaryKind {
  /** Of one value. */
  start(into: Summaries, at: number, value: number): void
  /** Of two neighbouring stretches; the result may take the place of either. */
  merge(left: Summaries, i: number, right: Summaries, j: number, into: Summaries, at: number): void
  result(of: Summaries, at: number): number
}

/** `a` is the sum. */
const sums: Pick<SummaryKind, 'start' | 'merge'> = {
  start: (into, at, value) => {
    const isMissing = Number.isNaN(value)
    into.count[at] = isMissing ? 0 : 1
    into.a[at] = isMissing ? 0 : value
  },
  merge: (left, i, right, j, into, at) => {
    into.count[at] = (left.count[i] ?? 0) + (right.count[j] ?? 0)
    into.a[at] = (left.a[i] ?? 0) + (right.a[j] ?? 0)
  },
}

/** `a` is the least or greatest; of none it is the infinity that any value beats. */
function extreme(of: (x: number, y: number) => number, none: number): SummaryKind {
  return {
    start: (into, at, value) => {
      const isMissing = Number.isNaN(value)
      into.count[at] = isMissing ? 0 : 1
      into.a[at] = isMissing ? none : value
    },
    merge: (left, i, right, j, into, at) => {
      into.count[at] = (left.count[i] ?? 0) + (right.count[j] ?? 0)
      into.a[at] = of(left.a[i] ?? none, right.a[j] ?? none)
    },
    result: (found, at) => found.a[at] ?? NaN,
  }
}

/** `a` is the mean and `b` the squares around it, merged as by Chan, Golub and LeVeque (1983, eq. 2.1). */
const deviations: SummaryKind = {
  start: (into, at, value) => {
    sums.start(into, at, value)
    into.b[at] = 0
  },
  merge: (left, i, right, j, into, at) => {
    const [n, m] = [left.count[i] ?? 0, right.count[j] ?? 0]
    const [mean, other] = [left.a[i] ?? 0, right.a[j] ?? 0]
    const squares = (left.b[i] ?? 0) + (right.b[j] ?? 0)
    const count = n + m
    const gap = other - mean
    into.count[at] = count
    into.a[at] = n === 0 ? other : m === 0 ? mean : mean + gap * (m / count)
    into.b[at] = n === 0 || m === 0 ? squares : squares + gap * gap * ((n * m) / count)
  },
  result: ({ count, b }, at) => {
    const n = count[at] ?? 0
    return n < 2 ? NaN : Math.sqrt((b[at] ?? 0) / (n - 1))
  },
}

const summaries: Record<RollingStatistic, SummaryKind> = {
  sum: { ...sums, result: ({ a }, at) => a[at] ?? NaN },
  mean: { ...sums, result: ({ a, count }, at) => (a[at] ?? NaN) / (count[at] ?? 0) },
  min: extreme(Math.min, Infinity),
  max: extreme(Math.max, -Infinity),
  std: deviations,
}

import { solvePositiveDefinite } from '../../math/cholesky.ts'
import type { OnProgress } from '../../progress.ts'

/** The target is worked out as offset + Σ weight × column; the target's own weight is 0. */
export interface Regression {
  target: number
  offset: number
  weights: number[]
}

export interface ChainOptions {
  rounds: number
  /** What the ridge adds to the diagonal: the strength of the pull towards 0. Positive. */
  strength: number
  /** Rounds end early when the largest change of a row, summed over its columns, is below this share of the largest value. */
  tolerance: number
  onProgress?: OnProgress
}

/**
 * Fills gaps by regressions of each column with gaps on all others, in rounds, fewest gaps first (Van Buuren and
 * Groothuis-Oudshoorn, 2011, doi:10.18637/jss.v045.i03), as scikit-learn's
 * IterativeImputer(Ridge(alpha=strength), skip_complete=True) defines it. Gaps begin as 0, which is the mean of
 * standardized columns.
 *
 * @param columns standardized, NaN is missing, of equal length
 * @returns the regressions in the order they are applied; a row is filled by applying them in that order
 */
export function fitChain(columns: readonly Float64Array[], options: ChainOptions): Regression[] {
  const { rounds, tolerance, onProgress } = options
  const filled = columns.map((column) => column.map((value) => (Number.isNaN(value) ? 0 : value)))
  const order = columnsWithGaps(columns)
  const limit = tolerance * largest(columns)
  const chain: Regression[] = []
  for (let round = 0; round < rounds; round++) {
    const before = filled.map((column) => column.slice())
    for (const [index, target] of order.entries()) {
      onProgress?.((round + index / order.length) / rounds)
      const regression = fitRidge(columns, filled, target, options.strength)
      chain.push(regression)
      predictGaps(columns, filled, regression)
    }
    if (largestChange(before, filled) < limit) break
  }
  return chain
}

/** Those that have gaps and values, fewest gaps first; of equally many, in the order given. */
function columnsWithGaps(columns: readonly Float64Array[]): number[] {
  return columns
    .map((column, index) => ({ index, rows: column.length, gaps: countGaps(column) }))
    .filter(({ gaps, rows }) => gaps > 0 && gaps < rows)
    .sort((a, b) => a.gaps - b.gaps || a.index - b.index)
    .map(({ index }) => index)
}

function countGaps(column: Float64Array): number {
  let gaps = 0
  for (let row = 0; row < column.length; row++) if (Number.isNaN(column[row])) gaps++
  return gaps
}

function largest(columns: readonly Float64Array[]): number {
  let found = 0
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      const value = Math.abs(column[row] ?? NaN)
      if (value > found) found = value
    }
  }
  return found
}

/** Σ of the changes of a row's columns, of the row where it is largest. */
function largestChange(before: readonly Float64Array[], after: readonly Float64Array[]): number {
  const changes = new Float64Array(before[0]?.length ?? 0)
  for (const [index, column] of after.entries()) {
    const old = before[index]
    for (let row = 0; row < changes.length; row++) {
      changes[row] = (changes[row] ?? 0) + Math.abs((column[row] ?? NaN) - (old?.[row] ?? NaN))
    }
  }
  return largest([changes])
}

/** Ridge regression with a free intercept (Hoerl and Kennard, 1970) over the rows that have the target. */
function fitRidge(
  columns: readonly Float64Array[],
  filled: readonly Float64Array[],
  target: number,
  strength: number,
): Regression {
  const wanted = columns[target] ?? new Float64Array(0)
  const rows = presentRows(wanted)
  const others = filled.flatMap((column, index) => (index === target ? [] : [centred(column, rows)]))
  const { values: y, mean: targetMean } = centred(wanted, rows)
  const size = others.length
  const normal = new Float64Array(size * size)
  const solution = new Float64Array(size)
  for (const [i, a] of others.entries()) {
    solution[i] = dot(a.values, y)
    dots(a.values, others, normal.subarray(i * size, i * size + i + 1))
    normal[i * size + i] = (normal[i * size + i] ?? 0) + strength
  }
  if (!solvePositiveDefinite(normal, solution)) solution.fill(0)
  let offset = targetMean
  for (const [i, { mean }] of others.entries()) offset -= mean * (solution[i] ?? 0)
  const weights = Array.from(solution)
  weights.splice(target, 0, 0)
  return { target, offset, weights }
}

function presentRows(column: Float64Array): Uint32Array {
  const rows = new Uint32Array(column.length - countGaps(column))
  let at = 0
  for (let row = 0; row < column.length; row++) if (!Number.isNaN(column[row])) rows[at++] = row
  return rows
}

/** The chosen rows less their mean. */
function centred(column: Float64Array, rows: Uint32Array): { values: Float64Array; mean: number } {
  const values = new Float64Array(rows.length)
  let sum = 0
  for (let i = 0; i < rows.length; i++) {
    const value = column[rows[i] ?? 0] ?? NaN
    values[i] = value
    sum += value
  }
  const mean = sum / rows.length
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? NaN) - mean
  return { values, mean }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN)
  return sum
}

/**
 * `dot(a, b)` of the first columns, as many as `into` takes. Four at a time: each sum in its own order, and none waits
 * for another.
 */
function dots(a: Float64Array, columns: readonly { values: Float64Array }[], into: Float64Array): void {
  let at = 0
  for (; at + 4 <= into.length; at += 4) {
    const b = columns[at]?.values ?? a
    const c = columns[at + 1]?.values ?? a
    const d = columns[at + 2]?.values ?? a
    const e = columns[at + 3]?.values ?? a
    let [ofB, ofC, ofD, ofE] = [0, 0, 0, 0]
    for (let i = 0; i < a.length; i++) {
      const value = a[i] ?? NaN
      ofB += value * (b[i] ?? NaN)
      ofC += value * (c[i] ?? NaN)
      ofD += value * (d[i] ?? NaN)
      ofE += value * (e[i] ?? NaN)
    }
    into[at] = ofB
    into[at + 1] = ofC
    into[at + 2] = ofD
    into[at + 3] = ofE
  }
  for (; at < into.length; at++) into[at] = dot(a, columns[at]?.values ?? a)
}

function predictGaps(
  columns: readonly Float64Array[],
  filled: readonly Float64Array[],
  { target, offset, weights }: Regression,
): void {
  const wanted = columns[target]
  const into = filled[target]
  if (wanted === undefined || into === undefined) return
  for (let row = 0; row < wanted.length; row++) {
    if (!Number.isNaN(wanted[row])) continue
    let sum = offset
    for (let column = 0; column < weights.length; column++) {
      if (column !== target) sum += (weights[column] ?? 0) * (filled[column]?.[row] ?? NaN)
    }
    into[row] = sum
  }
}

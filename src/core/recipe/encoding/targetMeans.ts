/**
 * How far the mean of a level is drawn towards the mean of all rows: by so many rows of the overall mean, or, if null,
 * by empirical Bayes, from the variances within the level and over all rows.
 */
export type Smoothing = number | null

/** What the levels, any other text and a missing one become. */
export interface LevelMeans {
  values: number[]
  other: number
  missing: number
}

/** Rows to be left out: those of one fold. */
export interface LeftOut {
  /** One a row. */
  folds: Uint8Array
  fold: number
}

/**
 * The mean target of each level, smoothed, as scikit-learn's TargetEncoder defines it (Micci-Barreca, 2001,
 * doi:10.1145/507533.507538). A missing text is a level of its own; a level without rows, and any other text, has the
 * mean of all rows. NaN in all of them if there are no rows at all.
 *
 * @param codes one a row, 0 … levels - 1, negative for missing
 * @param target one a row, without gaps
 */
export function levelMeans(
  codes: Int32Array,
  levels: number,
  target: Float64Array,
  smoothing: Smoothing,
  leftOut: LeftOut | null = null,
): LevelMeans {
  // Missing texts are counted behind the levels.
  const counts = new Float64Array(levels + 1)
  const sums = new Float64Array(levels + 1)
  let rows = 0
  let total = 0
  for (let row = 0; row < codes.length; row++) {
    if (leftOut !== null && leftOut.folds[row] === leftOut.fold) continue
    const code = codes[row] ?? -1
    const at = code < 0 ? levels : code
    const value = target[row] ?? NaN
    counts[at] = (counts[at] ?? 0) + 1
    sums[at] = (sums[at] ?? 0) + value
    rows++
    total += value
  }
  const mean = total / rows
  const values =
    smoothing === null
      ? shrunk({ codes, target, leftOut, counts, sums, rows, mean })
      : Array.from(counts, (count, at) =>
          count + smoothing === 0 ? mean : ((sums[at] ?? NaN) + smoothing * mean) / (count + smoothing),
        )
  return { values: values.slice(0, levels), other: mean, missing: values[levels] ?? NaN }
}

interface Totals {
  codes: Int32Array
  target: Float64Array
  leftOut: LeftOut | null
  counts: Float64Array
  sums: Float64Array
  rows: number
  mean: number
}

/** Each mean m of n rows becomes λ m + (1 - λ) mean, λ = n τ² / (n τ² + σ²), with the population variances τ² of all rows and σ² of the level's. */
function shrunk({ codes, target, leftOut, counts, sums, rows, mean }: Totals): number[] {
  const levels = counts.length - 1
  const squares = new Float64Array(counts.length)
  let allSquares = 0
  for (let row = 0; row < codes.length; row++) {
    if (leftOut !== null && leftOut.folds[row] === leftOut.fold) continue
    const code = codes[row] ?? -1
    const at = code < 0 ? levels : code
    const value = target[row] ?? NaN
    const deviation = value - (sums[at] ?? NaN) / (counts[at] ?? NaN)
    squares[at] = (squares[at] ?? 0) + deviation * deviation
    allSquares += (value - mean) * (value - mean)
  }
  const variance = allSquares / rows
  return Array.from(counts, (count, at) => {
    const weight = (variance * count) / (variance * count + (squares[at] ?? NaN) / count)
    return Number.isNaN(weight) ? mean : weight * ((sums[at] ?? NaN) / count) + (1 - weight) * mean
  })
}

import type { RegressionScoreName } from '../../../shared/scores.ts'
import { rankDescending } from '../ranking.ts'

/** Below this share of the variance of all rows, only rounding is left of that of a sample. */
const rounding = 1e-12

/**
 * The scores of a regression, for rows that count as often as they were drawn. As scikit-learn defines them
 * (`mean_squared_error`, `mean_absolute_error`, `median_absolute_error`, `mean_absolute_percentage_error`, `r2_score`,
 * `explained_variance_score`); R² and the explained variance are not defined where all actual values are the same. The bias
 * is the mean of predicted minus actual.
 *
 * What each row adds is worked out once, so that thousands of drawings cost little.
 */
export class RegressionScorer {
  readonly #actual: Float64Array
  readonly #errors: Float64Array
  readonly #percentages: Float64Array
  /** Rows by the size of their error, and these; none where an error is not known. */
  readonly #bySize: Uint32Array
  readonly #sizes: Float64Array
  readonly #meanActual: number
  readonly #meanError: number
  readonly #leastVariance: number

  /** @param actual and `predicted`: in the target's unit, one a row */
  constructor(actual: Float64Array, predicted: Float64Array) {
    const [first = 0] = actual
    const isConstant = actual.every((value) => value === first)
    this.#errors = actual.map((value, row) => value - (predicted[row] ?? NaN))
    this.#percentages = this.#errors.map(
      (error, row) => Math.abs(error) / Math.max(Math.abs(actual[row] ?? NaN), Number.EPSILON),
    )
    const ranking = rankDescending(this.#errors.map((error) => -Math.abs(error)))
    this.#bySize = ranking?.order ?? new Uint32Array(0)
    this.#sizes = Float64Array.from(this.#bySize, (row) => Math.abs(this.#errors[row] ?? NaN))
    this.#meanActual = isConstant ? first : meanOf(actual)
    this.#meanError = meanOf(this.#errors)
    this.#actual = actual.map((value) => value - this.#meanActual)
    this.#leastVariance = rounding * (this.#actual.reduce((sum, value) => sum + value * value, 0) / actual.length)
  }

  /** NaN where a score is not defined. @param counts how often each row counts; once without them */
  score(counts?: Uint16Array): Record<RegressionScoreName, number> {
    let [rows, absolute, percent] = [0, 0, 0]
    let [errors, squares, off, offSquares] = [0, 0, 0, 0]
    let [values, valueSquares] = [0, 0]
    for (let row = 0; row < this.#errors.length; row++) {
      const count = counts === undefined ? 1 : (counts[row] ?? 0)
      if (count === 0) continue
      const error = this.#errors[row] ?? NaN
      const centred = error - this.#meanError
      const value = this.#actual[row] ?? NaN
      rows += count
      absolute += count * Math.abs(error)
      percent += count * (this.#percentages[row] ?? NaN)
      errors += count * error
      squares += count * error * error
      off += count * centred
      offSquares += count * centred * centred
      values += count * value
      valueSquares += count * value * value
    }
    const variance = valueSquares / rows - (values / rows) ** 2
    const varies = variance > this.#leastVariance
    return {
      rmse: Math.sqrt(squares / rows),
      mae: absolute / rows,
      medianAe: this.#medianSize(rows, counts),
      mape: percent / rows,
      r2: varies ? 1 - squares / rows / variance : NaN,
      explainedVariance: varies ? 1 - (offSquares / rows - (off / rows) ** 2) / variance : NaN,
      bias: rows === 0 ? NaN : -errors / rows,
    }
  }

  #medianSize(rows: number, counts: Uint16Array | undefined): number {
    const [low, high] = [Math.floor((rows - 1) / 2), Math.floor(rows / 2)]
    let passed = 0
    let lower = NaN
    for (let place = 0; place < this.#bySize.length; place++) {
      passed += counts === undefined ? 1 : (counts[this.#bySize[place] ?? 0] ?? 0)
      if (passed <= low) continue
      const size = this.#sizes[place] ?? NaN
      if (Number.isNaN(lower)) lower = size
      if (passed > high) return (lower + size) / 2
    }
    return NaN
  }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import { createRandom, type Random } from '../random.ts'
import { quantileOf, sortedPresent } from '../recipe/numbers/quantiles.ts'
import { usualConfidence } from './summary.ts'

export interface BootstrapSettings {
  seed: number
  /** Samples that are drawn; 2,000. */
  resamples?: number
  confidence?: number
  /** Fraction done, 0 to 1; throwing from it abandons the work. */
  onProgress?: (fraction: number) => void
}

export interface BootstrapInterval {
  /** Of the rows as they are. */
  value: number
  low: number
  high: number
}

export const usualResamples = 2000

/**
 * The interval of a run's metric by the bootstrap percentile method (Efron and Tibshirani, 1993, chapter 13): the metric of
 * as many rows, drawn with replacement, again and again.
 *
 * @param rows how many there are
 * @param metricOf the metric of some rows, given by their places; the array is used again and must not be kept. NaN where
 * it is not defined: such samples are left out
 * @returns null where the metric is not defined for the rows as they are, or for no sample
 */
export function bootstrapMetric(
  rows: number,
  metricOf: (rows: Uint32Array) => number,
  settings: BootstrapSettings,
): BootstrapInterval | null {
  const value = metricOf(Uint32Array.from({ length: rows }, (_, row) => row))
  const sample = new Uint32Array(rows)
  return percentileInterval(value, settings, (random) => {
    for (let i = 0; i < rows; i++) sample[i] = drawRow(random, rows)
    return metricOf(sample)
  })
}

/** The interval of the difference of two runs' metrics over the same rows: both see the same samples. */
export function bootstrapDifference(
  rows: number,
  metricOfA: (rows: Uint32Array) => number,
  metricOfB: (rows: Uint32Array) => number,
  settings: BootstrapSettings,
): BootstrapInterval | null {
  return bootstrapMetric(rows, (sample) => metricOfA(sample) - metricOfB(sample), settings)
}

/** What the difference of two runs is drawn from, row by row. */
export interface PairedRows {
  /** What the metric of the first run follows from by its mean: correctness, errors, log losses. */
  a: Float64Array
  /** Of the second, of the same rows in the same order. */
  b: Float64Array
  /** The actual values, where the metric depends on how much they vary. */
  actual?: Float64Array | undefined
}

/**
 * The interval of the difference a - b of two runs, whose metric follows from a mean over the rows. As
 * `bootstrapDifference`, but quicker.
 *
 * @param metricOf of some rows' mean, and the variance (over the number of rows) of their actual values, 0 without them;
 * the mean itself unless it is given
 */
export function pairedBootstrap(
  { a, b, actual }: PairedRows,
  settings: BootstrapSettings,
  metricOf: (mean: number, variance: number) => number = (mean) => mean,
): BootstrapInterval | null {
  const rows = a.length
  for (const { length } of [b, actual ?? a]) {
    if (length !== rows) throw new RangeError(`${rows} rows cannot be compared with ${length}.`)
  }
  const centred = actual === undefined ? null : centredOf(actual)
  const spread = centred === null ? 0 : squaresOf(centred) / rows
  const difference = (sumA: number, sumB: number, variance: number): number =>
    metricOf(sumA / rows, variance) - metricOf(sumB / rows, variance)
  const value = difference(sumOf(a), sumOf(b), spread)
  return percentileInterval(value, settings, (random) => {
    let sumA = 0
    let sumB = 0
    let sum = 0
    let squares = 0
    for (let i = 0; i < rows; i++) {
      const row = drawRow(random, rows)
      sumA += a[row] ?? NaN
      sumB += b[row] ?? NaN
      if (centred !== null) {
        const distance = centred[row] ?? NaN
        sum += distance
        squares += distance * distance
      }
    }
    const variance = squares / rows - (sum / rows) ** 2
    // Of a sample of one and the same value only rounding is left.
    return difference(sumA, sumB, variance > spread * ROUNDING ? variance : 0)
  })
}

/** Of the variance of all rows. */
const ROUNDING = 1e-12

/** Around their mean, so that squares lose no digits; exactly 0 where all are the same. */
function centredOf(values: Float64Array): Float64Array {
  const [first = 0] = values
  const mean = values.every((value) => value === first) ? first : sumOf(values) / values.length
  return values.map((value) => value - mean)
}

function squaresOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

/** The bias of the plain product is below rows / 2^32: far less than the noise of the samples. */
function drawRow(random: Random, rows: number): number {
  return Math.floor((random.uint32() / 2 ** 32) * rows)
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Samples between which progress is told. */
const partOfSamples = 50

function percentileInterval(
  value: number,
  { seed, resamples = usualResamples, confidence = usualConfidence, onProgress = () => {} }: BootstrapSettings,
  draw: (random: Random) => number,
): BootstrapInterval | null {
  if (Number.isNaN(value)) return null
  const random = createRandom(seed)
  const drawn = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) {
    if (i % partOfSamples === 0) onProgress(i / resamples)
    drawn[i] = draw(random)
  }
  const sorted = sortedPresent(drawn)
  if (sorted.length === 0) return null
  return { value, low: quantileOf(sorted, (1 - confidence) / 2), high: quantileOf(sorted, (1 + confidence) / 2) }
}

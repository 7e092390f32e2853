import { studentTQuantile } from '../math/studentT.ts'
import { pairedBootstrap } from './bootstrap.ts'
import { correlatedTTest, type Posterior } from './correlatedTTest.ts'
import { foldInterval, meanAndVariance, usualConfidence } from './summary.ts'

/** What is known of a run's score; the more there is, the more can be said. */
export interface Measured {
  score: number | null
  /** Scores fold by fold. Two runs can be compared by them if both have the same folds, which the id names. */
  folds?: { id: string; folds: number; scores: readonly number[] }
  /** Scores of the run repeated with other seeds. */
  seeds?: readonly number[]
  /**
   * Of each row what the score follows from by its mean, and the actual values where it depends on how much they vary.
   * The id names the rows; two runs are compared over the same ones.
   */
  rows?: { id: string; values: Float64Array; actual?: Float64Array | undefined }
}

export interface VerdictSettings {
  direction: 'minimize' | 'maximize'
  /** Half width of the region of practical equivalence, in the score's unit; 0. */
  rope?: number
  confidence?: number
  /** Of the bootstrap. */
  seed: number
  /** What the score of some rows is, by their mean and the variance of their actual values; the mean itself. */
  metricOf?: (mean: number, variance: number) => number
  /** Of the bootstrap: fraction done, 0 to 1. */
  onProgress?: (fraction: number) => void
}

/** How a run's score compares with another's. */
export interface Verdict {
  verdict: 'better' | 'worse' | 'tie'
  /** Where the noise is known from. */
  evidence: 'folds' | 'seeds' | 'rows'
  /** a - b, in the score's unit: with a metric that is good low a better run has a negative one. */
  difference: number
  interval: { low: number; high: number }
  /** From folds: the chances that a is better, practically equal, worse. */
  chances: { better: number; equal: number; worse: number } | null
}

/**
 * Whether run a is better than run b, by the best evidence that there is of both:
 *
 * 1. Scores of the same folds: better or worse where the Bayesian correlated t-test gives that a chance of `confidence`
 *    (0.95, as published: Benavoli, Corani, Demšar and Zaffalon, 2017, section 4.3.2). The interval is its credible one.
 * 2. Scores of several seeds of at least one of them: the interval of the difference of two means (Welch, 1947; a single
 *    score is taken to vary as the other run's do).
 * 3. The same rows: the paired bootstrap.
 *
 * By 2 and 3 a is better or worse where the whole interval lies on that side of the region of practical equivalence
 * (Kruschke, 2018). All else is a tie: the difference is not larger than the noise.
 *
 * @returns null where nothing tells the noise
 */
export function verdict(a: Measured, b: Measured, settings: VerdictSettings): Verdict | null {
  return byFolds(a, b, settings) ?? bySeeds(a, b, settings) ?? byRows(a, b, settings)
}

function byFolds(a: Measured, b: Measured, settings: VerdictSettings): Verdict | null {
  const { rope = 0, confidence = usualConfidence, direction } = settings
  if (a.folds === undefined || b.folds === undefined || a.folds.id !== b.folds.id) return null
  const { folds, scores } = a.folds
  const others = b.folds.scores
  if (scores.length !== others.length || scores.length < 2) return null
  const differences = scores.map((score, fold) => score - (others[fold] ?? NaN))
  const { mean, interval } = foldInterval(differences, folds, confidence)
  if (interval === null || Number.isNaN(mean)) return null
  const chances = chancesOf(correlatedTTest(differences, folds, rope), direction)
  const verdict = chances.better >= confidence ? 'better' : chances.worse >= confidence ? 'worse' : 'tie'
  return { verdict, evidence: 'folds', difference: mean, interval, chances }
}

function chancesOf(
  { left, rope, right }: Posterior,
  direction: VerdictSettings['direction'],
): NonNullable<Verdict['chances']> {
  const [better, worse] = direction === 'minimize' ? [left, right] : [right, left]
  return { better, equal: rope, worse }
}

function bySeeds(a: Measured, b: Measured, settings: VerdictSettings): Verdict | null {
  const found = differenceOfMeans(seedScores(a), seedScores(b), settings.confidence ?? usualConfidence)
  return found === null ? null : byInterval('seeds', found, settings)
}

function seedScores({ seeds, score }: Measured): readonly number[] {
  return seeds ?? (score === null ? [] : [score])
}

function byRows(a: Measured, b: Measured, settings: VerdictSettings): Verdict | null {
  if (a.rows === undefined || b.rows === undefined || a.rows.id !== b.rows.id) return null
  if (a.rows.values.length !== b.rows.values.length) return null
  const { seed, confidence = usualConfidence, metricOf, onProgress = () => {} } = settings
  const rows = { a: a.rows.values, b: b.rows.values, actual: a.rows.actual }
  const found = pairedBootstrap(rows, { seed, confidence, onProgress }, metricOf)
  if (found === null) return null
  return byInterval('rows', { difference: found.value, low: found.low, high: found.high }, settings)
}

interface DifferenceInterval {
  difference: number
  low: number
  high: number
}

function byInterval(
  evidence: 'seeds' | 'rows',
  { difference, low, high }: DifferenceInterval,
  { rope = 0, direction }: VerdictSettings,
): Verdict {
  const side = low > rope ? 'above' : high < -rope ? 'below' : null
  const good = direction === 'minimize' ? 'below' : 'above'
  const verdict = side === null ? 'tie' : side === good ? 'better' : 'worse'
  return { verdict, evidence, difference, interval: { low, high }, chances: null }
}

/**
 * The difference of the means of two independent lists of values with its interval: Welch's t (1947) with Satterthwaite's
 * degrees of freedom; where one list has a single value, both are taken to have the other's variance. null where no list
 * has two values, or one has none.
 */
export function differenceOfMeans(
  a: readonly number[],
  b: readonly number[],
  confidence = usualConfidence,
): DifferenceInterval | null {
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a]
  if (fewer.length < 1 || more.length < 2) return null
  const [ofFewer, ofMore] = [meanAndVariance(fewer), meanAndVariance(more)]
  const variance = fewer.length === 1 ? ofMore.variance : ofFewer.variance
  const [first, second] = [variance / fewer.length, ofMore.variance / more.length]
  const freedom =
    fewer.length === 1
      ? more.length - 1
      : (first + second) ** 2 / (first ** 2 / (fewer.length - 1) + second ** 2 / (more.length - 1))
  const squared = first + second
  const half = squared > 0 ? studentTQuantile((1 + confidence) / 2, freedom) * Math.sqrt(squared) : squared
  const difference = meanAndVariance(a).mean - meanAndVariance(b).mean
  if (Number.isNaN(difference) || Number.isNaN(half)) return null
  return { difference, low: difference - half, high: difference + half }
}

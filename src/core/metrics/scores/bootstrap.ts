import {
  regressionScoreNames,
  type ClassificationScoreName,
  type ClassScores,
  type Range,
  type RegressionScoreName,
  type ScoreIntervals,
} from '../../../shared/scores.ts'
import { usualConfidence } from '../../comparison/summary.ts'
import { createRandom } from '../../random.ts'
import { quantileOf, sortedPresent } from '../../recipe/numbers/quantiles.ts'
import { rankAreas } from '../ranking.ts'
import { ClassificationScorer, countedScoreNames, joinAreas, rankClass, type ClassifiedRows } from './classification.ts'
import { RegressionScorer } from './regression.ts'

export interface ScoreBootstrapSettings {
  seed: number
  /** Fewer than the usual ones of many rows, where not said. */
  resamples?: number
  /** Fraction done, 0 to 1; throwing from it abandons the work. */
  onProgress?: (fraction: number) => void
}

const usualSamples = 2000
const fewestSamples = 200
/** Visits of a row that a bootstrap may take: a few seconds. Beyond, fewer samples are drawn. */
const visits = 4e8

/** How many samples are drawn of so many rows, each of which is visited so often. */
export function resamplesFor(rows: number, passes: number): number {
  return Math.round(Math.min(usualSamples, Math.max(fewestSamples, visits / Math.max(1, rows * passes))))
}

/**
 * Draws rows with replacement, as many as there are, and tells how often each was drawn. The same number of a drawing gives
 * the same rows, so that what does not fit into memory at once can be drawn again.
 */
class Drawings {
  readonly #counts: Uint16Array
  readonly #seed: number

  constructor(rows: number, seed: number) {
    this.#counts = new Uint16Array(rows)
    this.#seed = seed
  }

  /** The array is used again by the next drawing. */
  draw(number: number): Uint16Array {
    const counts = this.#counts
    const rows = counts.length
    // Streams of neighbouring seeds are unrelated.
    const random = createRandom(Math.imul(this.#seed, 0x9e3779b1) + number)
    counts.fill(0)
    for (let i = 0; i < rows; i++) {
      // The bias of the plain product is below rows / 2^32: far less than the noise of the samples.
      const row = Math.floor((random.uint32() / 2 ** 32) * rows)
      counts[row] = (counts[row] ?? 0) + 1
    }
    return counts
  }
}

/** Of samples between which progress is told. */
const partOfSamples = 5

function everySample(resamples: number, onProgress: (fraction: number) => void, visit: (number: number) => void): void {
  for (let number = 0; number < resamples; number++) {
    if (number % partOfSamples === 0) onProgress(number / resamples)
    visit(number)
  }
}

/** The percentile interval of drawn scores (Efron and Tibshirani, 1993, chapter 13); none where a score is never defined. */
function rangeOf(drawn: Float64Array): Range | undefined {
  const sorted = sortedPresent(drawn)
  if (sorted.length === 0) return undefined
  return { low: quantileOf(sorted, (1 - usualConfidence) / 2), high: quantileOf(sorted, (1 + usualConfidence) / 2) }
}

/** The scores by name, each with one value a sample. */
class DrawnScores<Name extends string> {
  readonly #drawn = new Map<Name, Float64Array>()
  readonly #resamples: number

  constructor(resamples: number) {
    this.#resamples = resamples
  }

  set(name: Name, number: number, value: number): void {
    let drawn = this.#drawn.get(name)
    if (drawn === undefined) {
      drawn = new Float64Array(this.#resamples)
      this.#drawn.set(name, drawn)
    }
    drawn[number] = value
  }

  /** Takes the bias of the drawn scores off: their mean becomes the score itself. None of them goes below 0. */
  centre(name: Name, score: number): void {
    const drawn = this.#drawn.get(name)
    if (drawn === undefined || !Number.isFinite(score)) return
    const known = drawn.filter(Number.isFinite)
    const bias = known.reduce((sum, value) => sum + value / known.length, 0) - score
    for (const [number, value] of drawn.entries()) drawn[number] = Math.max(0, value - bias)
  }

  ranges(): Partial<Record<Name, Range>> {
    const found: Partial<Record<Name, Range>> = {}
    for (const [name, drawn] of this.#drawn) {
      const range = rangeOf(drawn)
      if (range !== undefined) found[name] = range
    }
    return found
  }
}

/** 95 % intervals of every score of a regression by the bootstrap percentile method. */
export function bootstrapRegression(
  actual: Float64Array,
  predicted: Float64Array,
  { seed, resamples = resamplesFor(actual.length, 3), onProgress = () => {} }: ScoreBootstrapSettings,
): ScoreIntervals {
  const scorer = new RegressionScorer(actual, predicted)
  const drawings = new Drawings(actual.length, seed)
  const drawn = new DrawnScores<RegressionScoreName>(resamples)
  everySample(resamples, onProgress, (number) => {
    const scores = scorer.score(drawings.draw(number))
    for (const name of regressionScoreNames) drawn.set(name, number, scores[name])
  })
  return { level: usualConfidence, resamples, intervals: drawn.ranges(), classes: [] }
}

/** A few hundred megabytes of rankings. */
const usualRankedAtOnce = 2e7
const noAreas = { rocAuc: NaN, averagePrecision: NaN }

/** 95 % intervals of every score of a classification, and of those of each class, by the bootstrap percentile method. */
export function bootstrapClassification(
  rows: ClassifiedRows,
  {
    seed,
    resamples = resamplesFor(rows.actual.length, 2 + 2 * rows.classes),
    onProgress = () => {},
    rankedAtOnce = usualRankedAtOnce,
  }: ScoreBootstrapSettings & {
    /** Rows of all classes together that are kept ranked; for further classes they are drawn again. */
    rankedAtOnce?: number
  },
): ScoreIntervals {
  const { classes } = rows
  const atOnce = Math.max(1, Math.floor(rankedAtOnce / Math.max(1, rows.actual.length)))
  const stages = Math.ceil(classes / atOnce)
  const drawings = new Drawings(rows.actual.length, seed)
  const drawn = new DrawnScores<ClassificationScoreName>(resamples)
  const ofClasses = Array.from({ length: classes }, () => new DrawnScores<keyof ClassScores>(resamples))
  const supports = new Float64Array(resamples * classes)
  const areas = {
    rocAuc: new Float64Array(resamples * classes),
    averagePrecision: new Float64Array(resamples * classes),
  }
  const scorer = new ClassificationScorer(rows)
  const score = (number: number, counts: Uint16Array) => {
    const { scores, totals } = scorer.score(counts)
    supports.set(totals.support, number * classes)
    for (const name of countedScoreNames) drawn.set(name, number, scores[name])
    for (const [k, ofClass] of ofClasses.entries()) {
      const [hits, support, predicted] = [totals.hits[k] ?? 0, totals.support[k] ?? 0, totals.predictedAs[k] ?? 0]
      ofClass.set('precision', number, hits / predicted)
      ofClass.set('recall', number, hits / support)
      ofClass.set('f1', number, (2 * hits) / (support + predicted))
    }
  }

  for (let stage = 0; stage < stages; stage++) {
    const told = (fraction: number) => onProgress((stage + fraction) / stages)
    const group = ofClasses.slice(stage * atOnce, (stage + 1) * atOnce).map((ofClass, i) => {
      const k = stage * atOnce + i
      return { ofClass, k, ranked: rankClass(rows, k) }
    })
    everySample(resamples, told, (number) => {
      const counts = drawings.draw(number)
      if (stage === 0) score(number, counts)
      for (const { ofClass, k, ranked } of group) {
        const found = ranked === null ? noAreas : rankAreas(ranked.ranking, ranked.positive, counts)
        for (const name of ['rocAuc', 'averagePrecision'] as const) {
          ofClass.set(name, number, found[name])
          areas[name][number * classes + k] = found[name]
        }
      }
    })
  }
  for (let number = 0; number < resamples; number++) {
    const part = (values: Float64Array) => values.subarray(number * classes, (number + 1) * classes)
    for (const name of ['rocAuc', 'averagePrecision'] as const) {
      drawn.set(name, number, joinAreas(part(areas[name]), part(supports)))
    }
  }
  // Noise adds to a mean of distances, and drawing adds noise: its interval would lie above the score.
  drawn.centre('calibrationError', scorer.score().scores.calibrationError)
  return { level: usualConfidence, resamples, intervals: drawn.ranges(), classes: ofClasses.map((one) => one.ranges()) }
}

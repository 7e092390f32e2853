import type { ClassificationScoreName } from '../../../shared/scores.ts'
import { calibrationBins, confidenceBin } from '../calibrationError.ts'
import { leastProbability, type ClassNumbers } from '../classNumbers.ts'
import { rankAreas, rankDescending, type RankAreas, type Ranking } from '../ranking.ts'

/** Rows of a split with what a model says of them. */
export interface ClassifiedRows {
  /** Class index of each row. */
  actual: ArrayLike<number>
  /** The class predicted, by row. */
  predicted: ArrayLike<number>
  /** Row-major, rows × classes. */
  probabilities: Float64Array
  classes: number
  /** Of scores there is no log loss, Brier score or calibration. */
  meaning: ClassNumbers
}

/** Rows by class: hits, actual and predicted. */
export interface ClassTotals {
  rows: number
  hits: Float64Array
  support: Float64Array
  predictedAs: Float64Array
}

/** All but the areas under curves. */
export const countedScoreNames = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'macroPrecision',
  'macroRecall',
  'weightedF1',
  'weightedPrecision',
  'weightedRecall',
  'mcc',
  'kappa',
  'logLoss',
  'brier',
  'calibrationError',
] as const satisfies readonly ClassificationScoreName[]
type Counted = (typeof countedScoreNames)[number]

/** Scores of one drawing of rows; NaN where one is not defined. */
export interface CountedScores {
  totals: ClassTotals
  scores: Record<Counted, number>
}

/**
 * Everything but the areas under curves, for rows that count as often as they were drawn.
 *
 * What each row adds is worked out once, so that thousands of drawings cost little.
 */
export class ClassificationScorer {
  readonly #rows: ClassifiedRows
  readonly #logLoss: Float64Array
  readonly #brier: Float64Array
  readonly #confidence: Float64Array
  readonly #bin: Uint8Array

  constructor(rows: ClassifiedRows) {
    this.#rows = rows
    const { actual, predicted, probabilities, classes } = rows
    const count = actual.length
    this.#logLoss = new Float64Array(count)
    this.#brier = new Float64Array(count)
    this.#confidence = new Float64Array(count)
    this.#bin = new Uint8Array(count)
    for (let row = 0; row < count; row++) {
      const at = row * classes
      const truth = actual[row] ?? 0
      const p = probabilities[at + truth] ?? NaN
      this.#logLoss[row] = -Math.log(Math.min(Math.max(p, leastProbability), 1 - leastProbability))
      let squares = 0
      for (let k = 0; k < classes; k++) squares += ((probabilities[at + k] ?? NaN) - (k === truth ? 1 : 0)) ** 2
      this.#brier[row] = classes === 2 ? squares / 2 : squares
      const confidence = probabilities[at + (predicted[row] ?? 0)] ?? NaN
      this.#confidence[row] = confidence
      this.#bin[row] = confidenceBin(confidence)
    }
  }

  /** @param counts how often each row counts; once without them */
  score(counts?: Uint16Array): CountedScores {
    const { actual, predicted, classes } = this.#rows
    const hits = new Float64Array(classes)
    const support = new Float64Array(classes)
    const predictedAs = new Float64Array(classes)
    const binned = { rows: new Float64Array(calibrationBins), gap: new Float64Array(calibrationBins) }
    let rows = 0
    let logLoss = 0
    let brier = 0
    for (let row = 0; row < actual.length; row++) {
      const count = counts === undefined ? 1 : (counts[row] ?? 0)
      if (count === 0) continue
      const truth = actual[row] ?? 0
      const answer = predicted[row] ?? 0
      const right = truth === answer
      rows += count
      support[truth] = (support[truth] ?? 0) + count
      predictedAs[answer] = (predictedAs[answer] ?? 0) + count
      if (right) hits[truth] = (hits[truth] ?? 0) + count
      logLoss += count * (this.#logLoss[row] ?? NaN)
      brier += count * (this.#brier[row] ?? NaN)
      const bin = this.#bin[row] ?? 0
      binned.gap[bin] = (binned.gap[bin] ?? 0) + count * ((right ? 1 : 0) - (this.#confidence[row] ?? NaN))
    }
    const totals = { rows, hits, support, predictedAs }
    const calibrationError = binned.gap.reduce((sum, gap) => sum + Math.abs(gap), 0) / rows
    const areProbabilities = this.#rows.meaning === 'probabilities'
    return {
      totals,
      scores: {
        ...countScores(totals),
        logLoss: areProbabilities ? logLoss / rows : NaN,
        brier: areProbabilities ? brier / rows : NaN,
        calibrationError: areProbabilities ? calibrationError : NaN,
      },
    }
  }
}

/**
 * The scores that follow from counts, as scikit-learn defines them (`balanced_accuracy_score`, `precision_recall_fscore_support`,
 * `matthews_corrcoef`, `cohen_kappa_score`). Macro averages are over the classes that occur or are predicted, what is not
 * defined of a class counting 0; weighted ones by the rows of the actual class. NaN without rows.
 */
export function countScores({ rows, hits, support, predictedAs }: ClassTotals) {
  let [right, chance, squaredSupport, squaredPredicted] = [0, 0, 0, 0]
  let [present, seen] = [0, 0]
  const macro = { precision: 0, recall: 0, f1: 0 }
  const weighted = { precision: 0, recall: 0, f1: 0 }
  for (let k = 0; k < hits.length; k++) {
    const [hit, actual, predicted] = [hits[k] ?? 0, support[k] ?? 0, predictedAs[k] ?? 0]
    right += hit
    chance += actual * predicted
    squaredSupport += actual * actual
    squaredPredicted += predicted * predicted
    if (actual > 0) present++
    if (actual + predicted === 0) continue
    seen++
    const precision = predicted > 0 ? hit / predicted : 0
    const recall = actual > 0 ? hit / actual : 0
    const f1 = (2 * hit) / (actual + predicted)
    macro.precision += precision
    macro.recall += recall
    macro.f1 += f1
    weighted.precision += precision * actual
    weighted.recall += recall * actual
    weighted.f1 += f1 * actual
  }
  const spread = Math.sqrt(rows * rows - squaredSupport) * Math.sqrt(rows * rows - squaredPredicted)
  return {
    accuracy: right / rows,
    balancedAccuracy: macro.recall / present,
    macroPrecision: macro.precision / seen,
    macroRecall: macro.recall / seen,
    macroF1: macro.f1 / seen,
    weightedPrecision: weighted.precision / rows,
    weightedRecall: weighted.recall / rows,
    weightedF1: weighted.f1 / rows,
    mcc: rows === 0 ? NaN : spread === 0 ? 0 : (right * rows - chance) / spread,
    kappa: (right * rows - chance) / (rows * rows - chance),
  }
}

/** The rows of one class against the rest, ranked by what the model says of it; null where a number is NaN. */
export function rankClass(
  { actual, probabilities, classes }: Pick<ClassifiedRows, 'actual' | 'probabilities' | 'classes'>,
  subject: number,
): { ranking: Ranking; positive: Uint8Array; scores: Float64Array } | null {
  const scores = new Float64Array(actual.length)
  const positive = new Uint8Array(actual.length)
  for (let row = 0; row < scores.length; row++) {
    scores[row] = probabilities[row * classes + subject] ?? NaN
    positive[row] = actual[row] === subject ? 1 : 0
  }
  const ranking = rankDescending(scores)
  return ranking === null ? null : { ranking, positive, scores }
}

/** The areas of every class against the rest, for the rows as they are. */
export function classAreas(rows: Pick<ClassifiedRows, 'actual' | 'probabilities' | 'classes'>): RankAreas[] {
  return Array.from({ length: rows.classes }, (_, subject) => {
    const ranked = rankClass(rows, subject)
    return ranked === null ? { rocAuc: NaN, averagePrecision: NaN } : rankAreas(ranked.ranking, ranked.positive)
  })
}

/**
 * One area for all classes: of two, the second one's; of several, the mean of those that occur against the rest
 * (`roc_auc_score(multi_class='ovr', average='macro')`). NaN where fewer than two classes occur.
 */
export function joinAreas(ofClasses: ArrayLike<number>, support: Float64Array): number {
  if (support.reduce((present, rows) => present + (rows > 0 ? 1 : 0), 0) < 2) return NaN
  if (ofClasses.length === 2) return ofClasses[1] ?? NaN
  let [sum, present] = [0, 0]
  for (let k = 0; k < ofClasses.length; k++) {
    if ((support[k] ?? 0) === 0) continue
    sum += ofClasses[k] ?? NaN
    present++
  }
  return sum / present
}

/** Every score of the rows as they are; NaN where one is not defined. */
export function classificationScores(rows: ClassifiedRows): {
  totals: ClassTotals
  areas: RankAreas[]
  scores: Record<ClassificationScoreName, number>
} {
  const { totals, scores } = new ClassificationScorer(rows).score()
  const areas = classAreas(rows)
  const joined = (key: keyof RankAreas) =>
    joinAreas(
      areas.map((area) => area[key]),
      totals.support,
    )
  return {
    totals,
    areas,
    scores: { ...scores, rocAuc: joined('rocAuc'), averagePrecision: joined('averagePrecision') },
  }
}

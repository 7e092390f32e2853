import type { Evaluation, Metrics } from '../../shared/evaluation.ts'
import type { FittedRecipe, SplitName } from '../../shared/recipes.ts'
import { decodePredictions, type Predictions } from '../network/predictions.ts'
import type { Baseline } from './baseline.ts'
import { classificationMetrics, countClasses } from './classification.ts'
import type { ClassNumbers } from './classNumbers.ts'
import { robustHistogramOf } from './histogram.ts'
import { choosePoints } from './points.ts'
import { regressionMetrics } from './regression.ts'

const residualBins = 40
const maxPoints = 400

export interface EvaluationRequest {
  run: string
  split: SplitName
  fitted: FittedRecipe
  /** Row number of the table for each prediction. */
  rows: Uint32Array
  /** As `actualTargets` gives them for these rows; rows with NaN are left out. */
  actual: Float64Array
  /** What the engine's `predict` wrote for these rows: rows × outputs. */
  outputs: Float32Array
  baseline: Baseline
}

/** Everything the studio shows of one split, seen through a run's weights. */
export function evaluate(request: EvaluationRequest): Evaluation {
  const { run, split, fitted, baseline } = request
  const known = knownRows(request)
  const rows = known.actual.length
  if (fitted.target.task === 'classification' && known.predictions.task === 'classification') {
    const { classes: labels } = fitted.target
    const { actual, predictions } = known
    const counts = countClasses(actual, predictions.classes, labels.length)
    return {
      run,
      split,
      rows,
      task: 'classification',
      metrics: classificationMetrics(actual, predictions.probabilities, labels.length, meaningOf(fitted)),
      baseline: classificationMetrics(actual, constantProbabilities(baseline, rows), labels.length),
      classes: labels,
      confusion: counts.confusion,
      perClass: labels.map((label, k) => ({
        label,
        support: counts.support[k] ?? 0,
        precision: counts.precision[k] ?? null,
        recall: counts.recall[k] ?? null,
        f1: counts.f1[k] ?? null,
      })),
    }
  }
  if (known.predictions.task !== 'regression') throw new Error('The predictions do not fit the task of the recipe.')
  const { actual, predictions } = known
  const mean = baseline.task === 'regression' ? baseline.mean : NaN
  return {
    run,
    split,
    rows,
    task: 'regression',
    metrics: regressionMetrics(actual, predictions.values),
    baseline: regressionMetrics(actual, new Float64Array(rows).fill(mean)),
    points: choosePoints(known.rows, actual, predictions.values, maxPoints),
    residuals: robustHistogramOf(
      actual.map((y, i) => y - (predictions.values[i] ?? NaN)),
      residualBins,
    ) ?? { edges: [0, 0], counts: [0] },
  }
}

/** The metrics of a split alone. Rows whose actual target is NaN are left out. */
export function metricsOf(fitted: FittedRecipe, actual: Float64Array, outputs: Float32Array): Metrics {
  const rows = Uint32Array.from(actual, (_, index) => index)
  const known = knownRows({ fitted, rows, actual, outputs })
  return known.predictions.task === 'classification' && fitted.target.task === 'classification'
    ? classificationMetrics(
        known.actual,
        known.predictions.probabilities,
        fitted.target.classes.length,
        meaningOf(fitted),
      )
    : regressionMetrics(known.actual, known.predictions.task === 'regression' ? known.predictions.values : known.actual)
}

function meaningOf({ target }: Pick<FittedRecipe, 'target'>): ClassNumbers {
  return target.task === 'classification' && target.scores === true ? 'scores' : 'probabilities'
}

function knownRows({
  fitted,
  rows,
  actual,
  outputs,
}: Pick<EvaluationRequest, 'fitted' | 'rows' | 'actual' | 'outputs'>): {
  rows: Uint32Array
  actual: Float64Array
  predictions: Predictions
} {
  if (!actual.some((value) => Number.isNaN(value))) {
    return { rows, actual, predictions: decodePredictions(fitted, outputs) }
  }
  const width = outputs.length / actual.length
  const keep = (_: number, index: number): boolean => !Number.isNaN(actual[index])
  const kept = outputs.filter((_, index) => !Number.isNaN(actual[Math.floor(index / width)]))
  return { rows: rows.filter(keep), actual: actual.filter(keep), predictions: decodePredictions(fitted, kept) }
}

/** The most frequent class of training has the greatest share, so it is what the baseline answers. */
function constantProbabilities(baseline: Baseline, rows: number): Float64Array {
  const shares = baseline.task === 'classification' ? baseline.shares : []
  const probabilities = new Float64Array(rows * shares.length)
  for (let row = 0; row < rows; row++) probabilities.set(shares, row * shares.length)
  return probabilities
}

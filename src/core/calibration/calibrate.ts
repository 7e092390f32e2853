import type { ConformalChoice, ConformalReport, ConformalRule } from '../../shared/calibration.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Predictions } from '../network/predictions.ts'
import { conformalThreshold, rowsNeeded, wilsonInterval } from './conformal.ts'
import { intervalScore, intervalsOf, numberScores, type IntervalScore } from './intervals.ts'
import { classScores, setsOf, trueScores } from './sets.ts'

/** Rows with what a model predicts of them and what is true. */
export interface JudgedRows {
  predictions: Predictions
  /** Numbers, or codes of classes. */
  actual: Float64Array
}

type UnthresholdedRule = IntervalScore | { kind: 'smallest' } | { kind: 'adaptive' }

/**
 * Intervals or sets of a level by split conformal prediction, and how they hold on other rows.
 *
 * @param validation rows that the network did not learn from
 * @param test null where there are none
 */
export function calibrate(
  { target }: Pick<FittedRecipe, 'target'>,
  { level, sets }: ConformalChoice,
  validation: JudgedRows,
  test: JudgedRows | null,
): ConformalReport {
  // Scores that are no probabilities have no sum.
  const kind = target.task === 'classification' && target.scores === true ? 'smallest' : sets
  const unthresholded: UnthresholdedRule = target.task === 'regression' ? intervalScore(target, level) : { kind }
  const scores = scoresOf(unthresholded, validation).filter((score) => !Number.isNaN(score))
  const threshold = conformalThreshold(scores, level)
  const rule = threshold === Infinity ? null : { ...unthresholded, threshold }
  return {
    level,
    rule,
    rows: scores.length,
    rowsNeeded: rowsNeeded(level),
    test: rule === null || test === null || test.actual.length === 0 ? null : held(rule, test),
  }
}

function scoresOf(rule: UnthresholdedRule, { predictions, actual }: JudgedRows): Float64Array {
  if (predictions.task === 'classification') {
    const classes = classesOf(predictions)
    if (rule.kind !== 'smallest' && rule.kind !== 'adaptive') return new Float64Array(0)
    return trueScores(classScores(rule.kind, predictions.probabilities, classes), classes, actual)
  }
  return rule.kind === 'smallest' || rule.kind === 'adaptive'
    ? new Float64Array(0)
    : numberScores(rule, predictions, actual)
}

function held(rule: ConformalRule, test: JudgedRows): NonNullable<ConformalReport['test']> {
  const { predictions, actual } = test
  const rows = actual.length
  const { inside, size } = applied(rule, predictions)
  let covered = 0
  let sizes = 0
  for (let row = 0; row < rows; row++) {
    if (inside(row, actual[row] ?? NaN)) covered++
    sizes += size(row)
  }
  const [from, to] = wilsonInterval(covered / rows, rows)
  return { rows, covered: covered / rows, from, to, size: sizes / rows }
}

/** Intervals or sets of predicted rows, as questions about them. */
function applied(
  rule: ConformalRule,
  predictions: Predictions,
): { inside: (row: number, actual: number) => boolean; size: (row: number) => number } {
  if (rule.kind === 'smallest' || rule.kind === 'adaptive') {
    const { sets, classes } = setsOfRule(rule, predictions)
    return {
      inside: (row, actual) => sets[row * classes + actual] === 1,
      size: (row) => sets.subarray(row * classes, (row + 1) * classes).reduce((sum, one) => sum + one, 0),
    }
  }
  const intervals = predictions.task === 'regression' ? intervalsOf(rule, predictions) : new Float64Array(0)
  const [lower, upper] = [(row: number) => intervals[2 * row] ?? NaN, (row: number) => intervals[2 * row + 1] ?? NaN]
  return {
    inside: (row, actual) => actual >= lower(row) && actual <= upper(row),
    size: (row) => upper(row) - lower(row),
  }
}

/** The sets that a rule makes of predictions of classes. */
export function setsOfRule(
  { kind, threshold }: Extract<ConformalRule, { kind: ConformalChoice['sets'] }>,
  predictions: Predictions,
): { sets: Uint8Array; classes: number } {
  if (predictions.task !== 'classification') return { sets: new Uint8Array(0), classes: 0 }
  const classes = classesOf(predictions)
  return { sets: setsOf(classScores(kind, predictions.probabilities, classes), classes, threshold), classes }
}

function classesOf(predictions: Extract<Predictions, { task: 'classification' }>): number {
  return predictions.classes.length === 0 ? 0 : predictions.probabilities.length / predictions.classes.length
}

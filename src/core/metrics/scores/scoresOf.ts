import {
  classificationScoreNames,
  regressionScoreNames,
  type Scores,
  type ScoreName,
  type ScoreTable,
} from '../../../shared/scores.ts'
import type { FittedRecipe, SplitName } from '../../../shared/recipes.ts'
import type { Baseline } from '../baseline.ts'
import { countClasses } from '../classification.ts'
import type { ClassNumbers } from '../classNumbers.ts'
import { topConfusions } from '../confusions.ts'
import { coverageOf } from '../coverage.ts'
import { finite } from '../finite.ts'
import { classificationScores, type ClassifiedRows } from './classification.ts'
import { RegressionScorer } from './regression.ts'

/** What a model says of the rows of a split, one entry a row. */
export interface ScoredRows {
  /** Their numbers in the table. */
  rows: Uint32Array
  /** Numbers in the target's unit, or indices of classes. */
  actual: Float64Array
  predicted: Float64Array
  /** Row-major, rows × classes; null for numbers. */
  probabilities: Float64Array | null
  classes: number
  /** Of numbers, as `decodePredictions` gives them. */
  details: Float64Array
}

export interface ScoresRequest extends ScoredRows {
  run: string
  split: SplitName
  /** As `scoresSchema` has it. */
  firstRow: number
  fitted: FittedRecipe
  baseline: Baseline
}

const worstRows = 20

/** Every score of a split by one number, and what it is made of. */
export function scoresOf({ run, split, firstRow, fitted, baseline, ...seen }: ScoresRequest): Scores {
  const { target } = fitted
  const common = {
    run,
    split,
    firstRow,
    rows: seen.actual.length,
    simplest: scoreTable(fitted, simplestAnswers(seen, baseline)),
  }
  if (target.task === 'regression') {
    return {
      ...common,
      task: 'regression',
      scores: scoreTable(fitted, seen),
      zeroTargets: seen.actual.reduce((zeros, value) => zeros + (value === 0 ? 1 : 0), 0),
      coverage: coverageOf(target.outputs, seen.actual, seen.details),
      worst: worstOf(seen),
    }
  }
  const counts = countClasses(seen.actual, seen.predicted, target.classes.length)
  const { areas, scores } = classificationScores(classifiedRows(fitted, seen))
  return {
    ...common,
    task: 'classification',
    scores: table(classificationScoreNames, scores),
    classes: target.classes.map((label, k) => ({
      label,
      support: counts.support[k] ?? 0,
      predicted: counts.confusion.reduce((sum, row) => sum + (row[k] ?? 0), 0),
      precision: counts.precision[k] ?? null,
      recall: counts.recall[k] ?? null,
      f1: counts.f1[k] ?? null,
      rocAuc: finite(areas[k]?.rocAuc ?? NaN),
      averagePrecision: finite(areas[k]?.averagePrecision ?? NaN),
    })),
    confusions: topConfusions(counts.confusion),
  }
}

/** The scores alone, by name. */
export function scoreTable(fitted: FittedRecipe, seen: ScoredRows): ScoreTable {
  return fitted.target.task === 'regression'
    ? table(regressionScoreNames, new RegressionScorer(seen.actual, seen.predicted).score())
    : table(classificationScoreNames, classificationScores(classifiedRows(fitted, seen)).scores)
}

function table<Name extends ScoreName>(names: readonly Name[], scores: Record<Name, number>): ScoreTable {
  return Object.fromEntries(names.map((name) => [name, finite(scores[name])]))
}

/** Rows of a classification, as its scores are made of. */
export function classifiedRows(
  { target }: Pick<FittedRecipe, 'target'>,
  { actual, predicted, probabilities, classes }: ScoredRows,
): ClassifiedRows {
  return {
    actual,
    predicted,
    probabilities: probabilities ?? new Float64Array(0),
    classes,
    meaning: numbersOf(target),
  }
}

/** What a model's numbers by class are. */
export function numbersOf(target: FittedRecipe['target']): ClassNumbers {
  return target.task === 'classification' && target.scores === true ? 'scores' : 'probabilities'
}

/** The same rows as always answering the same would see them. */
function simplestAnswers(seen: ScoredRows, baseline: Baseline): ScoredRows {
  const rows = seen.actual.length
  if (baseline.task === 'regression') return { ...seen, predicted: new Float64Array(rows).fill(baseline.mean) }
  const { shares } = baseline
  const probabilities = new Float64Array(rows * shares.length)
  for (let row = 0; row < rows; row++) probabilities.set(shares, row * shares.length)
  const most = shares.indexOf(Math.max(...shares))
  return { ...seen, predicted: new Float64Array(rows).fill(most), probabilities }
}

function worstOf({ rows, actual, predicted }: ScoredRows): { row: number; actual: number; predicted: number }[] {
  const size = (place: number) => Math.abs((actual[place] ?? NaN) - (predicted[place] ?? NaN))
  const worst: number[] = []
  for (let place = 0; place < actual.length; place++) {
    const own = size(place)
    if (!Number.isFinite(own) || (worst.length === worstRows && own <= size(worst.at(-1) ?? place))) continue
    const at = worst.findIndex((other) => size(other) < own)
    worst.splice(at < 0 ? worst.length : at, 0, place)
    if (worst.length > worstRows) worst.pop()
  }
  return worst.map((place) => ({
    row: rows[place] ?? 0,
    actual: actual[place] ?? NaN,
    predicted: predicted[place] ?? NaN,
  }))
}

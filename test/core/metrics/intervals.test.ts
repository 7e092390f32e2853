import { describe, expect, it } from 'vitest'
import {
  bootstrapClassification,
  bootstrapRegression,
  resamplesFor,
} from '../../../src/core/metrics/scores/bootstrap.ts'
import { classificationScores, type ClassifiedRows } from '../../../src/core/metrics/scores/classification.ts'
import { RegressionScorer } from '../../../src/core/metrics/scores/regression.ts'
import { mostProbable } from '../../../src/core/network/predictions.ts'
import { createRandom } from '../../../src/core/random.ts'
import { classificationScoreNames, regressionScoreNames } from '../../../src/shared/scores.ts'

function uniform(seed: number): () => number {
  const random = createRandom(seed)
  return () => random.uint32() / 2 ** 32
}

function classified(rows: number, classes: number, seed = 1): ClassifiedRows {
  const draw = uniform(seed)
  const actual = Int32Array.from({ length: rows }, () => Math.floor(draw() * classes))
  const probabilities = new Float64Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    const weights = Array.from({ length: classes }, (_, k) => draw() + (k === actual[row] ? 0.4 : 0))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    probabilities.set(
      weights.map((weight) => weight / sum),
      row * classes,
    )
  }
  return { actual, predicted: mostProbable(probabilities, classes), probabilities, classes, meaning: 'probabilities' }
}

describe('intervals of a classification', () => {
  it('lie around the scores, and that of the accuracy where the binomial distribution has it', () => {
    const rows = classified(400, 3)
    const { scores } = classificationScores(rows)
    const { intervals, classes, resamples } = bootstrapClassification(rows, { seed: 3 })
    expect(resamples).toBe(2000)
    for (const name of classificationScoreNames) {
      const { low, high } = intervals[name] ?? { low: NaN, high: NaN }
      expect(low, name).toBeLessThan(high)
      expect(scores[name], name).toBeGreaterThan(low)
      expect(scores[name], name).toBeLessThan(high)
    }
    const error = Math.sqrt((scores.accuracy * (1 - scores.accuracy)) / 400)
    const { low, high } = intervals.accuracy ?? { low: NaN, high: NaN }
    expect((high - low) / (2 * 1.96 * error)).toBeCloseTo(1, 1)
    expect(classes.map((one) => Object.keys(one).length)).toEqual([5, 5, 5])
  })

  it('are the same again for the same seed, and others for another', () => {
    const rows = classified(60, 2)
    const found = bootstrapClassification(rows, { seed: 1, resamples: 100 })
    expect(bootstrapClassification(rows, { seed: 1, resamples: 100 })).toEqual(found)
    expect(bootstrapClassification(rows, { seed: 2, resamples: 100 })).not.toEqual(found)
    // Also where rows are drawn again for each class.
    expect(bootstrapClassification(rows, { seed: 1, resamples: 100, rankedAtOnce: 60 })).toEqual(found)
  })

  it('are left out where a score is not defined', () => {
    const rows = { ...classified(30, 2), actual: new Int32Array(30) }
    const { intervals, classes } = bootstrapClassification(rows, { seed: 1, resamples: 50 })
    expect(intervals.rocAuc).toBeUndefined()
    expect(intervals.accuracy).toBeDefined()
    expect(classes[1]?.recall).toBeUndefined()
  })

  it('tell how far they are, to be abandoned', () => {
    const told: number[] = []
    bootstrapClassification(classified(20, 2), { seed: 1, resamples: 60, onProgress: (f) => told.push(f) })
    expect(told[0]).toBe(0)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBeGreaterThan(0.8)
  })
})

describe('intervals of a regression', () => {
  it('lie around the scores, and that of the bias where the standard error of a mean has it', () => {
    const draw = uniform(5)
    const actual = Float64Array.from({ length: 500 }, () => 100 + draw() * 10)
    const predicted = actual.map((value) => value + draw() - 0.4)
    const scores = new RegressionScorer(actual, predicted).score()
    const { intervals } = bootstrapRegression(actual, predicted, { seed: 1 })
    for (const name of regressionScoreNames) {
      const { low, high } = intervals[name] ?? { low: NaN, high: NaN }
      expect(scores[name], name).toBeGreaterThan(low)
      expect(scores[name], name).toBeLessThan(high)
    }
    const { low, high } = intervals.bias ?? { low: NaN, high: NaN }
    expect((high - low) / ((2 * 1.96 * Math.sqrt(1 / 12)) / Math.sqrt(500))).toBeCloseTo(1, 1)
  })

  it('are left out of R² where the target is the same in every row', () => {
    const { intervals } = bootstrapRegression(
      new Float64Array(9).fill(4),
      Float64Array.from({ length: 9 }, (_, row) => Math.sqrt(row)),
      {
        seed: 1,
        resamples: 20,
      },
    )
    expect(intervals.r2).toBeUndefined()
    expect(intervals.mae).toBeDefined()
  })
})

it('draws fewer samples of more rows, but never so few that their ends are chance', () => {
  expect(resamplesFor(1000, 6)).toBe(2000)
  expect(resamplesFor(200_000, 3)).toBe(667)
  expect(resamplesFor(1_000_000, 20)).toBe(200)
})

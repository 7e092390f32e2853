import { describe, expect, it } from 'vitest'
import { coverageOf } from '../../../src/core/metrics/coverage.ts'
import { calibrationCurve, expectedCalibrationError } from '../../../src/core/metrics/curves/calibration.ts'
import {
  countRanked,
  gainCurve,
  precisionRecallCurve,
  rocCurve,
  trapezoid,
} from '../../../src/core/metrics/curves/ranked.ts'
import { classificationScores, rankClass } from '../../../src/core/metrics/scores/classification.ts'
import { RegressionScorer } from '../../../src/core/metrics/scores/regression.ts'
import { mostProbable } from '../../../src/core/network/predictions.ts'
import reference from './scoreReference.json' with { type: 'json' }

function expectClose(found: number | undefined, wanted: number | null, what: string): void {
  if (wanted === null) return expect(found, what).toBeNaN()
  expect(Math.abs((found ?? NaN) - wanted), `${what}: ${found} instead of ${wanted}`).toBeLessThanOrEqual(
    1e-9 * Math.max(1, Math.abs(wanted)),
  )
}

function expectAll(found: readonly number[], wanted: readonly number[], what: string): void {
  expect(found, what).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) expectClose(found[i], value, `${what} ${i}`)
}

describe('scores agree with scikit-learn', () => {
  it.each(reference.classification)('for $name', ({ actual, probabilities: flat, classes, scores }) => {
    const probabilities = Float64Array.from(flat)
    const predicted = mostProbable(probabilities, classes)
    const found = classificationScores({ actual, predicted, probabilities, classes, meaning: 'probabilities' })
    expect(Object.keys(found.scores).toSorted()).toEqual(Object.keys(scores).toSorted())
    for (const [name, wanted] of Object.entries(scores)) {
      expectClose(found.scores[name as keyof typeof found.scores], wanted, name)
    }
  })

  it.each(reference.regression)('for $name', ({ actual, predicted, scores }) => {
    const found = new RegressionScorer(Float64Array.from(actual), Float64Array.from(predicted)).score()
    for (const [name, wanted] of Object.entries(scores)) expectClose(found[name as keyof typeof found], wanted, name)
  })

  it('for quantiles', () => {
    const { actual, quantiles, predicted, below, pinball, between, meanWidth } = reference.quantiles
    const [interval, ...each] = coverageOf(
      { kind: 'quantiles', quantiles },
      Float64Array.from(actual),
      Float64Array.from(predicted),
    )
    expect(interval?.nominal).toBeCloseTo(0.9, 12)
    expectClose(interval?.covered, between, 'between')
    expectClose(interval?.meanWidth ?? undefined, meanWidth, 'width')
    expectAll(
      each.map(({ covered }) => covered),
      below,
      'below',
    )
    expectAll(
      each.map((one) => one.pinball ?? NaN),
      pinball,
      'pinball',
    )
  })
})

describe('curves agree with scikit-learn', () => {
  const withCurves = reference.classification.flatMap((one) =>
    one.classOne === null ? [] : { ...one, curves: one.classOne },
  )
  it.each(withCurves)('for $name', ({ actual, probabilities, classes, curves }) => {
    const ranked = rankClass({ actual, probabilities: Float64Array.from(probabilities), classes }, 1)
    if (ranked === null) throw new Error('expected a ranking')
    const counts = countRanked(ranked.ranking, ranked.positive)

    const roc = rocCurve(counts)
    expectAll(
      roc.map(({ x }) => x),
      curves.roc.x,
      'false positive rate',
    )
    expectAll(
      roc.map(({ y }) => y),
      curves.roc.y,
      'true positive rate',
    )
    expectAll(
      roc.slice(1).map(({ threshold }) => threshold ?? NaN),
      curves.roc.thresholds,
      'threshold',
    )
    expectClose(trapezoid(roc), curves.roc.area, 'area under the ROC curve')

    // scikit-learn leaves out what comes after the last row of the class, and keeps the first threshold of full recall.
    const all = precisionRecallCurve(counts)
    const upTo = all.findIndex(({ x }) => x === 1) + 1
    const found = all.slice(0, Math.max(upTo, curves.precisionRecall.x.length))
    expectAll(
      found.map(({ x }) => x),
      curves.precisionRecall.x,
      'recall',
    )
    expectAll(
      found.map(({ y }) => y),
      curves.precisionRecall.y,
      'precision',
    )
    expectClose(trapezoid(found), curves.precisionRecall.area, 'area under the precision–recall curve')

    if (curves.gains !== null)
      expectAll(
        gainCurve(counts)
          .slice(1)
          .map(({ y }) => y),
        curves.gains,
        'gain',
      )
    for (const strategy of ['uniform', 'quantile'] as const) {
      const bins = calibrationCurve(ranked.scores, ranked.positive, 8, strategy)
      expectAll(
        bins.map(({ share }) => share),
        curves.calibration[strategy].share,
        strategy,
      )
      expectAll(
        bins.map(({ meanPredicted }) => meanPredicted),
        curves.calibration[strategy].predicted,
        strategy,
      )
      expect(bins.reduce((rows, bin) => rows + bin.rows, 0)).toBe(actual.length)
    }
  })

  it('measures how far probabilities are from what happened', () => {
    const bins = calibrationCurve(Float64Array.of(0.1, 0.1, 0.9, 0.9), Uint8Array.of(0, 0, 1, 0), 2, 'uniform')
    expect(bins).toMatchObject([
      { from: 0, to: 0.5, rows: 2, share: 0 },
      { from: 0.5, to: 1, rows: 2, share: 0.5 },
    ])
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.25, 12)
    expect(calibrationCurve(new Float64Array(0), new Uint8Array(0), 5, 'quantile')).toEqual([])
  })
})

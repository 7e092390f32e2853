import { describe, expect, it } from 'vitest'
import { classificationMetrics, countClasses } from '../../../src/core/metrics/classification.ts'
import { regressionMetrics } from '../../../src/core/metrics/regression.ts'
import { mostProbable } from '../../../src/core/network/predictions.ts'
import reference from './reference.json' with { type: 'json' }

function expectClose(found: number | null | undefined, wanted: number): void {
  expect(Math.abs((found ?? NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)))
}

describe('metrics agree with scikit-learn', () => {
  it.each(reference.classification)('for $classes classes', (one) => {
    const probabilities = Float64Array.from(one.probabilities)
    const found = classificationMetrics(one.actual, probabilities, one.classes)
    for (const [name, wanted] of Object.entries(one.metrics)) expectClose(found[name as keyof typeof found], wanted)

    const counts = countClasses(one.actual, mostProbable(probabilities, one.classes), one.classes)
    expect(counts.confusion).toEqual(one.confusion)
    expect(counts.support).toEqual(one.support)
    // scikit-learn writes 0 where a ratio is not defined.
    for (let k = 0; k < one.classes; k++) {
      expectClose(counts.precision[k] ?? 0, one.precision[k]!)
      expectClose(counts.recall[k] ?? 0, one.recall[k]!)
      expectClose(counts.f1[k] ?? 0, one.f1[k]!)
    }
  })

  it.each(reference.regression)('for numbers', (one) => {
    const found = regressionMetrics(Float64Array.from(one.actual), Float64Array.from(one.predicted))
    for (const [name, wanted] of Object.entries(one.metrics)) expectClose(found[name as keyof typeof found], wanted)
  })
})

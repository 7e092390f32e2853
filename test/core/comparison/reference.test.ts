import { describe, expect, it } from 'vitest'
import { pairedBootstrap } from '../../../src/core/comparison/bootstrap.ts'
import { correlatedTTest } from '../../../src/core/comparison/correlatedTTest.ts'
import { foldInterval, meanInterval } from '../../../src/core/comparison/summary.ts'
import { differenceOfMeans } from '../../../src/core/comparison/verdict.ts'
import { normalCdf } from '../../../src/core/math/normal.ts'
import { studentTCdf, studentTQuantile } from '../../../src/core/math/studentT.ts'
import reference from './reference.json' with { type: 'json' }

/** Digits that agree, relative to the greater of the two. */
function expectNear(found: number, expected: number, tolerance: number): void {
  const scale = Math.max(Math.abs(found), Math.abs(expected), 1e-300)
  expect(Math.abs(found - expected) / scale, `${found} for ${expected}`).toBeLessThan(tolerance)
}

describe('distributions as SciPy has them', () => {
  it("Student's t, the far tails included", () => {
    for (const { freedom, t, below } of reference.studentT) expectNear(studentTCdf(t, freedom), below, 1e-9)
  })

  it("the quantiles of Student's t", () => {
    for (const { freedom, p, t } of reference.quantiles) expectNear(studentTQuantile(p, freedom), t, 1e-9)
  })

  it('the normal distribution, the far tails included', () => {
    for (const { x, below } of reference.normal) expectNear(normalCdf(x), below, 1e-12)
  })
})

describe('comparisons', () => {
  it('the correlated t-test as baycomp has it', () => {
    for (const { differences, folds, tests } of reference.folds) {
      for (const { rope, left, equal, right } of tests) {
        const found = correlatedTTest(differences, folds, rope)
        expect(found.left).toBeCloseTo(left, 10)
        expect(found.rope).toBeCloseTo(equal, 10)
        expect(found.right).toBeCloseTo(right, 10)
      }
    }
  })

  it('the corrected interval over folds', () => {
    for (const { differences, folds, low, high } of reference.folds) {
      const { interval } = foldInterval(differences, folds)
      expectNear(interval!.low, low, 1e-9)
      expectNear(interval!.high, high, 1e-9)
    }
  })

  it('the interval of a mean over seeds', () => {
    for (const { values, mean, deviation, low, high } of reference.means) {
      const found = meanInterval(values)
      expectNear(found.mean, mean, 1e-12)
      expectNear(found.deviation!, deviation, 1e-12)
      expectNear(found.interval!.low, low, 1e-9)
      expectNear(found.interval!.high, high, 1e-9)
    }
  })

  it("Welch's interval of a difference", () => {
    for (const { a, b, confidence, low, high } of reference.welch) {
      const found = differenceOfMeans(a, b, confidence)!
      expectNear(found.low, low, 1e-9)
      expectNear(found.high, high, 1e-9)
      const turned = differenceOfMeans(b, a, confidence)!
      expectNear(turned.low, -high, 1e-9)
    }
  })

  it('the paired bootstrap, up to the noise of 2,000 samples', () => {
    for (const { a, b, low, high, error } of reference.bootstrap) {
      const found = pairedBootstrap({ a: Float64Array.from(a), b: Float64Array.from(b) }, { seed: 3 })!
      expect(Math.abs(found.low - low)).toBeLessThan(0.2 * error)
      expect(Math.abs(found.high - high)).toBeLessThan(0.2 * error)
    }
  })
})

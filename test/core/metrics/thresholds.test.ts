import { describe, expect, it } from 'vitest'
import { areCosts, bestThreshold, countsAt, thresholdHull, totalCost } from '../../../src/core/metrics/curves/costs.ts'
import { countRanked, rocCurve, thinned } from '../../../src/core/metrics/curves/ranked.ts'
import { rankDescending } from '../../../src/core/metrics/ranking.ts'
import { createRandom } from '../../../src/core/random.ts'

function ranked(rows: number, seed: number) {
  const random = createRandom(seed)
  const positive = Uint8Array.from({ length: rows }, () => random.below(2))
  // Coarse, so that scores are tied.
  const scores = Float64Array.from(positive, (one) => (random.below(30) + 8 * one) / 40)
  const ranking = rankDescending(scores)
  if (ranking === null) throw new Error('expected a ranking')
  return { scores, positive, counts: countRanked(ranking, positive) }
}

describe('the best threshold', () => {
  it.each([
    { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 },
    { truePositive: 0, falsePositive: 1, falseNegative: 20, trueNegative: 0 },
    { truePositive: -3, falsePositive: 5, falseNegative: 0, trueNegative: 0 },
    { truePositive: 0, falsePositive: 200, falseNegative: 1, trueNegative: -1 },
  ])('is one of the corners of the hull: $falsePositive against $falseNegative', (costs) => {
    const { scores, positive, counts } = ranked(300, 4)
    const hull = thresholdHull(counts)
    expect(hull.length).toBeLessThan(counts.thresholds.length)
    const best = bestThreshold(hull, counts, costs)
    const costAt = (threshold: number) =>
      scores.reduce((sum, score, row) => {
        const isIt = positive[row] === 1
        if (score >= threshold) return sum + (isIt ? costs.truePositive : costs.falsePositive)
        return sum + (isIt ? costs.falseNegative : costs.trueNegative)
      }, 0)
    const least = Math.min(...[...scores, Infinity].map(costAt))
    expect(costAt(best?.threshold ?? Infinity)).toBe(least)
    expect(best === null ? NaN : totalCost(costs, best, counts)).toBe(least)
  })

  it('is looked for only where a wrong answer costs more than the right one', () => {
    const even = { truePositive: 0, falsePositive: 1, falseNegative: 1, trueNegative: 0 }
    expect(areCosts(even)).toBe(true)
    expect(areCosts({ ...even, falseNegative: 0 })).toBe(false)
    expect(areCosts({ ...even, trueNegative: 2 })).toBe(false)
  })
})

describe('rows at a threshold', () => {
  it('are counted with those that are at it', () => {
    const { scores, positive, counts } = ranked(100, 5)
    const thresholds = [null, 2, 0.5, 0.51, 0]
    for (const found of countsAt(counts, thresholds)) {
      const at = found.threshold ?? Infinity
      expect(found.truePositives).toBe(scores.filter((score, row) => score >= at && positive[row] === 1).length)
      expect(found.falsePositives).toBe(scores.filter((score, row) => score >= at && positive[row] === 0).length)
    }
  })
})

describe('a thinned curve', () => {
  it('keeps its ends and stays close to the whole one', () => {
    const random = createRandom(9)
    const scores = Float64Array.from({ length: 20_000 }, () => random.uint32())
    const positive = Uint8Array.from(scores, () => random.below(2))
    const ranking = rankDescending(scores)
    if (ranking === null) throw new Error('expected a ranking')
    const whole = rocCurve(countRanked(ranking, positive))
    const few = thinned(whole, 200)
    expect(few.length).toBeLessThanOrEqual(300)
    expect([few[0], few.at(-1)]).toEqual([whole[0], whole.at(-1)])
    expect(thinned(whole.slice(0, 50), 200)).toEqual(whole.slice(0, 50))
    for (const [i, point] of few.entries()) {
      const before = few[i - 1] ?? point
      expect(point.x - before.x + point.y - before.y).toBeLessThan(0.021)
    }
  })

  it('has no ranking where a score is not a number', () => {
    expect(rankDescending(Float64Array.of(1, NaN))).toBeNull()
    expect(rankDescending(Float64Array.of(-0, 0))?.ends).toEqual(Uint32Array.of(2))
  })
})

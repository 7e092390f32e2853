import { describe, expect, it } from 'vitest'
import { bootstrapDifference, bootstrapMetric, pairedBootstrap } from '../../../src/core/comparison/bootstrap.ts'
import { correlatedTTest } from '../../../src/core/comparison/correlatedTTest.ts'
import { foldInterval, meanInterval } from '../../../src/core/comparison/summary.ts'
import { differenceOfMeans, verdict, type Measured } from '../../../src/core/comparison/verdict.ts'
import { metricOfRows } from '../../../src/core/metrics/rowScores.ts'
import { createRandom, type Random } from '../../../src/core/random.ts'

const accuracy = { direction: 'maximize', seed: 1 } as const
const loss = { direction: 'minimize', seed: 1 } as const

function folded(scores: number[], id = 'ten folds'): Measured {
  return { score: null, folds: { id, folds: scores.length, scores } }
}

/** Correctness of so many rows, of which a share is right. */
function answers(rows: number, share: number, seed: number): Float64Array {
  const random = createRandom(seed)
  return Float64Array.from({ length: rows }, () => (random.below(1000) < share * 1000 ? 1 : 0))
}

/** Of -0.5 to 0.5. */
function uniform(random: Random): number {
  return random.uint32() / 2 ** 32 - 0.5
}

describe('intervals', () => {
  it('know nothing of the noise of a single value', () => {
    expect(meanInterval([0.9])).toEqual({ count: 1, mean: 0.9, deviation: null, interval: null })
    expect(foldInterval([0.9], 5).interval).toBeNull()
  })

  it('are wider over folds than over independent values', () => {
    const scores = [0.8, 0.84, 0.79, 0.83, 0.81]
    const width = ({ interval }: { interval: { low: number; high: number } | null }): number =>
      interval!.high - interval!.low
    expect(width(foldInterval(scores, 5)) / width(meanInterval(scores))).toBeCloseTo(Math.sqrt((1 / 5 + 1 / 4) * 5), 12)
  })

  it('of a difference take a single score to vary as the others do', () => {
    // By hand: s = 0.1, √(s² (1 + 1/3)), t of 2 degrees of freedom at 0.975.
    const { difference, low, high } = differenceOfMeans([2], [0.9, 1, 1.1])!
    const half = 4.302652729911275 * Math.sqrt(0.01 * (4 / 3))
    expect([difference, low, high]).toEqual([1, expect.closeTo(1 - half, 10), expect.closeTo(1 + half, 10)])
    expect(differenceOfMeans([2], [1])).toBeNull()
    expect(differenceOfMeans([], [1, 2])).toBeNull()
  })
})

describe('the correlated t-test', () => {
  it('is certain where all differences are the same', () => {
    expect(correlatedTTest([0.5, 0.5, 0.5], 3, 0.1)).toEqual({ left: 0, rope: 0, right: 1 })
    expect(correlatedTTest([0, 0, 0], 3, 0.1)).toEqual({ left: 0, rope: 1, right: 0 })
    expect(correlatedTTest([-1, -1], 2, 0)).toEqual({ left: 1, rope: 0, right: 0 })
  })

  it('needs two differences', () => {
    expect(() => correlatedTTest([1], 5, 0)).toThrow('two differences')
  })
})

describe('the bootstrap', () => {
  it('gives the same interval for the same seed, and covers the truth about as often as it says', () => {
    const values = answers(300, 0.8, 4)
    const accuracyOf = (rows: Uint32Array): number => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length
    const found = bootstrapMetric(300, accuracyOf, { seed: 9 })
    expect(bootstrapMetric(300, accuracyOf, { seed: 9 })).toEqual(found)
    const others = [10, 11, 12].map((seed) => bootstrapMetric(300, accuracyOf, { seed })!)
    expect(others.some(({ low, high }) => low !== found!.low || high !== found!.high)).toBe(true)
    let covered = 0
    for (let seed = 0; seed < 200; seed++) {
      const sample = answers(200, 0.8, 100 + seed)
      const { low, high } = pairedBootstrap({ a: sample, b: new Float64Array(200) }, { seed, resamples: 400 })!
      if (low <= 0.8 && 0.8 <= high) covered++
    }
    expect(covered).toBeGreaterThanOrEqual(180)
    expect(covered).toBeLessThan(200)
  })

  it('of two runs draws the same rows for both, by either way', () => {
    const a = answers(500, 0.9, 1)
    const b = answers(500, 0.85, 2)
    const mean =
      (values: Float64Array) =>
      (rows: Uint32Array): number =>
        rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length
    const quick = pairedBootstrap({ a, b }, { seed: 3, resamples: 200 })!
    const plain = bootstrapDifference(500, mean(a), mean(b), { seed: 3, resamples: 200 })!
    for (const key of ['value', 'low', 'high'] as const) expect(quick[key]).toBeCloseTo(plain[key], 12)
    expect(pairedBootstrap({ a, b: a }, { seed: 3, resamples: 50 })).toEqual({ value: 0, low: 0, high: 0 })
  })

  it('of R² goes by how much the drawn rows vary', () => {
    const random = createRandom(5)
    const actual = Float64Array.from({ length: 80 }, () => 1000 + uniform(random))
    const squares = (noise: number) => Float64Array.from(actual, () => (noise * uniform(random)) ** 2)
    const [a, b] = [squares(0.5), squares(0.6)]
    const r2 = (errors: Float64Array) => (rows: Uint32Array) => {
      const mean = rows.reduce((sum, row) => sum + actual[row]!, 0) / rows.length
      const total = rows.reduce((sum, row) => sum + (actual[row]! - mean) ** 2, 0)
      return 1 - rows.reduce((sum, row) => sum + errors[row]!, 0) / total
    }
    const settings = { seed: 3, resamples: 300 }
    const quick = pairedBootstrap({ a, b, actual }, settings, metricOfRows('r2'))!
    const plain = bootstrapDifference(80, r2(a), r2(b), settings)!
    for (const key of ['value', 'low', 'high'] as const) expect(quick[key]).toBeCloseTo(plain[key], 9)
  })

  it('has no R² where all actual values are the same, and leaves out samples in which they are', () => {
    const errors = { a: Float64Array.of(1, 2, 3), b: Float64Array.of(2, 2, 2) }
    const same = Float64Array.of(0.1, 0.1, 0.1)
    expect(pairedBootstrap({ ...errors, actual: same }, { seed: 1 }, metricOfRows('r2'))).toBeNull()
    const found = pairedBootstrap(
      { ...errors, actual: Float64Array.of(0.1, 0.1, 0.7) },
      { seed: 1 },
      metricOfRows('r2'),
    )!
    expect([found.low, found.high].every(Number.isFinite)).toBe(true)
  })

  it('leaves out samples for which the metric is not defined', () => {
    const found = bootstrapMetric(3, (rows) => (rows.includes(0) ? rows[1]! : NaN), { seed: 1 })!
    expect(found.value).toBe(1)
    expect(Number.isFinite(found.low)).toBe(true)
    expect(bootstrapMetric(3, () => NaN, { seed: 1 })).toBeNull()
    expect(pairedBootstrap({ a: new Float64Array(), b: new Float64Array() }, { seed: 1 })).toBeNull()
  })

  it('tells progress and can be abandoned', () => {
    const stop = (): void => {
      throw new Error('enough')
    }
    expect(() =>
      pairedBootstrap({ a: answers(9, 0.5, 1), b: answers(9, 0.5, 2) }, { seed: 1, onProgress: stop }),
    ).toThrow('enough')
  })

  it('refuses rows that do not match', () => {
    expect(() => pairedBootstrap({ a: new Float64Array(3), b: new Float64Array(4) }, { seed: 1 })).toThrow('3 rows')
  })
})

describe('verdict', () => {
  const noisy = [0.8, 0.84, 0.79, 0.83, 0.81, 0.82, 0.8, 0.85, 0.78, 0.82]

  it('calls a difference below the noise of the folds a tie, and a steady one better', () => {
    const slightly = noisy.map((score, fold) => score + (fold % 2 === 0 ? 0.013 : -0.007))
    expect(verdict(folded(slightly), folded(noisy), accuracy)).toMatchObject({
      verdict: 'tie',
      evidence: 'folds',
      difference: expect.closeTo(0.003, 10) as number,
    })
    const clearly = noisy.map((score, fold) => score + 0.03 + (fold % 2) * 0.004)
    const found = verdict(folded(clearly), folded(noisy), accuracy)!
    expect(found).toMatchObject({ verdict: 'better', evidence: 'folds' })
    expect(found.chances!.better).toBeGreaterThan(0.999)
    expect(found.interval.low).toBeGreaterThan(0)
    expect(verdict(folded(clearly), folded(noisy), loss)).toMatchObject({ verdict: 'worse' })
    expect(verdict(folded(noisy), folded(clearly), accuracy)).toMatchObject({ verdict: 'worse' })
    // A steady difference that is of no practical meaning.
    expect(verdict(folded(clearly), folded(noisy), { ...accuracy, rope: 0.05 })).toMatchObject({ verdict: 'tie' })
  })

  it('does not compare different folds', () => {
    expect(verdict(folded(noisy), folded(noisy, 'other folds'), accuracy)).toBeNull()
    const shorter = folded(noisy.slice(1))
    expect(verdict(shorter, folded(noisy), accuracy)).toBeNull()
  })

  it('goes by seeds where there are no common folds', () => {
    const a = { score: 0.8, seeds: [0.8, 0.81, 0.79] }
    expect(verdict(a, { score: 0.805 }, accuracy)).toMatchObject({ verdict: 'tie', evidence: 'seeds' })
    expect(verdict(a, { score: 0.9 }, accuracy)).toMatchObject({ verdict: 'worse', evidence: 'seeds', chances: null })
    expect(verdict({ score: 0.3 }, { score: 0.8, seeds: [0.8, 0.81, 0.79] }, loss)).toMatchObject({ verdict: 'better' })
    expect(verdict({ score: 0.3 }, { score: 0.9 }, loss)).toBeNull()
    expect(verdict({ score: null }, a, loss)).toBeNull()
  })

  it('goes by the same rows at last', () => {
    const rows = (values: Float64Array, id = 'test'): Measured => ({ score: null, rows: { id, values } })
    const good = answers(2000, 0.9, 1)
    const fair = answers(2000, 0.85, 2)
    const alike = answers(2000, 0.9, 6)
    expect(verdict(rows(good), rows(fair), accuracy)).toMatchObject({ verdict: 'better', evidence: 'rows' })
    expect(verdict(rows(good), rows(alike), accuracy)).toMatchObject({ verdict: 'tie' })
    expect(verdict(rows(good), rows(fair, 'other'), accuracy)).toBeNull()
    expect(verdict(rows(good), rows(fair.slice(1)), accuracy)).toBeNull()
    const { difference } = verdict(rows(good), rows(fair), { ...loss, metricOf: Math.sqrt })!
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(difference).toBeCloseTo(Math.sqrt(mean(good)) - Math.sqrt(mean(fair)), 12)
  })
})

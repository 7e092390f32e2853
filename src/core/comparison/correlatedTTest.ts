import { studentTCdf } from '../math/studentT.ts'
import { meanAndVariance } from './summary.ts'

/** Chances that the true difference is below, within and above the region of practical equivalence; they sum to 1. */
export interface Posterior {
  left: number
  rope: number
  right: number
}

/**
 * Bayesian correlated t-test (Corani and Benavoli, 2015; Benavoli, Corani, Demšar and Zaffalon, 2017, JMLR 18:1–36,
 * equation 7): after n differences of mean d and variance s², whose correlation ρ is the share 1/k of the rows that a fold
 * tests, the true mean difference follows Student's t with n - 1 degrees of freedom around d, with the scale
 * √((1/n + ρ/(1 - ρ)) s²). As `CorrelatedTTest` of baycomp.
 *
 * @param differences of two scores, fold by fold, of all repeats; two at least
 * @param folds k
 * @param rope half width of the region of practical equivalence, in the scores' unit
 * Throws `RangeError` for fewer than two differences.
 */
export function correlatedTTest(differences: readonly number[], folds: number, rope: number): Posterior {
  const count = differences.length
  if (count < 2) throw new RangeError(`The correlated t-test needs two differences at least, there are ${count}.`)
  const { mean, variance } = meanAndVariance(differences)
  const correlation = 1 / folds
  const scale = Math.sqrt((1 / count + correlation / (1 - correlation)) * variance)
  // Without any spread all is known.
  const below = (x: number): number => (scale > 0 ? studentTCdf((x - mean) / scale, count - 1) : Number(mean < x))
  const above = (x: number): number => (scale > 0 ? studentTCdf((mean - x) / scale, count - 1) : Number(mean > x))
  const left = below(-rope)
  const right = above(rope)
  return { left, rope: Math.max(0, 1 - left - right), right }
}

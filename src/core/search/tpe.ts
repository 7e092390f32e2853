import type { SearchPoint, SearchSettings, SearchSpace, Trial } from '../../shared/search.ts'
import type { Random } from '../random.ts'
import { drawPoint } from './draw.ts'
import { parzenEstimator } from './parzen.ts'

/** Trials with a result before which points are drawn by chance. */
const startTrials = 10
const candidates = 24
/** The best tenth of the trials is good, but no more than so many. */
const goodShare = 0.1
const mostGood = 25

/**
 * Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl, 2011, NeurIPS; multivariate as in Falkner, Klein
 * and Hutter, 2018, with the choices of Watanabe, 2023, arXiv:2304.11127): of the points drawn from the density of the good
 * trials the one is taken whose chance to be good rather than bad is greatest. Trials under way count as bad (a constant
 * liar: Ginsbourger, Le Riche and Carraro, 2010), so that the next one keeps away from them.
 *
 * @returns a function that draws a point, another at each call
 */
export function tpeSampler(
  space: SearchSpace,
  direction: SearchSettings['direction'],
  history: readonly Trial[],
): (random: Random) => SearchPoint {
  const ranked = rankTrials(history, direction)
  if (ranked.length < startTrials) return (random) => drawPoint(space, random)
  const goodCount = Math.min(mostGood, Math.ceil(goodShare * ranked.length))
  const underWay = history.filter(({ state }) => state === 'running')
  const pointsOf = (trials: readonly Trial[]): SearchPoint[] => trials.map(({ point }) => point)
  const good = parzenEstimator(space, pointsOf(ranked.slice(0, goodCount)))
  const bad = parzenEstimator(space, pointsOf([...ranked.slice(goodCount), ...underWay]))
  return (random) => {
    let best = good.draw(random)
    let greatest = good.logDensity(best) - bad.logDensity(best)
    for (let i = 1; i < candidates; i++) {
      const point = good.draw(random)
      const gain = good.logDensity(point) - bad.logDensity(point)
      if (gain > greatest) [best, greatest] = [point, gain]
    }
    return best
  }
}

/**
 * The trials that have ended, the best first: the finished ones by their score, then those that were stopped by the
 * length of their training and then by their score at that time, at last those without a score that is a number.
 */
export function rankTrials(history: readonly Trial[], direction: SearchSettings['direction']): Trial[] {
  const sign = direction === 'minimize' ? 1 : -1
  const reach = (trial: Trial): number => {
    if (trial.score === null || Number.isNaN(trial.score) || trial.state === 'failed') return -1
    return trial.state === 'finished' ? Infinity : (trial.rungs.at(-1)?.epoch ?? 0)
  }
  const order = (a: Trial, b: Trial): number => {
    const [ofA, ofB] = [reach(a), reach(b)]
    if (ofA !== ofB) return ofA > ofB ? -1 : 1
    if (ofA < 0) return 0
    return sign * ((a.score ?? 0) - (b.score ?? 0))
  }
  return history.filter(({ state }) => state !== 'running').sort(order)
}

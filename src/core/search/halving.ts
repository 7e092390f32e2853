import type { SearchSettings, Trial } from '../../shared/search.ts'

/** The epochs at which trials are compared, ascending: minimumEpochs · eta^k, below the epochs of a whole run. */
export function rungsOf({ halving }: Pick<SearchSettings, 'halving'>, epochs: number): number[] {
  const rungs: number[] = []
  if (halving === null) return rungs
  for (let rung = halving.minimumEpochs; rung < epochs; rung *= halving.eta) rungs.push(rung)
  return rungs
}

/**
 * Whether a trial goes on beyond a rung: asynchronous successive halving (Li et al., 2020, MLSys) where no trial waits
 * for others and none is taken up again: it goes on if its score is among the best 1/eta, at least the best one, of all
 * that have reached the rung so far, itself included. The first that comes goes on.
 *
 * @param history the trials, whether this one's score at the rung is already among them or not
 * @param rung of the trial: its best value of the metric up to there; one that is not a number does not go on
 */
export function goesOn(
  { halving, direction }: Pick<SearchSettings, 'halving' | 'direction'>,
  history: readonly Trial[],
  rung: { trial: number; epoch: number; score: number },
): boolean {
  if (halving === null) return true
  // A training that has diverged is behind whatever the others do.
  if (Number.isNaN(rung.score)) return false
  const others = history.flatMap(({ rungs }, index) =>
    index === rung.trial ? [] : rungs.filter(({ epoch }) => epoch === rung.epoch).map(({ score }) => score),
  )
  const better = others.filter((score) => (direction === 'minimize' ? score < rung.score : score > rung.score))
  return better.length < Math.max(1, Math.floor((others.length + 1) / halving.eta))
}

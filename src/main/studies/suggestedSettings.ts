import type { SearchSettings } from '../../shared/search.ts'
import type { RunConfig } from '../../shared/training.ts'
import { objectiveOf } from './trialPlan.ts'

const trials = 40
/** Of a trial's epochs, before it may be stopped for the first time: a ninth leaves two rungs. */
const firstRung = 9

/** How a search over a configuration is usually made: by TPE with successive halving, on all cores. */
export function suggestedSettings(config: RunConfig, cores: number): SearchSettings {
  const { epochs, seed } = config.training
  return {
    method: 'tpe',
    trials,
    timeSeconds: null,
    halving: epochs < firstRung ? null : { eta: 3, minimumEpochs: Math.max(1, Math.floor(epochs / firstRung)) },
    ...objectiveOf({ kind: 'repeat', seeds: 2 }, config),
    seed,
    parallel: cores,
  }
}

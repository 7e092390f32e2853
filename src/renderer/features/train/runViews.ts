import { layerShapes, parameterCount } from '../../../core/network/spec.ts'
import type { Run, RunProgress } from '../../../shared/runs.ts'

/** Outputs of a run's network, from its number of parameters: (width before + 1) × outputs is what is left over. */
export function outputsOf(run: Pick<Run, 'parameters' | 'inputs' | 'config'>): number {
  const hidden = run.config.network.hidden
  const withOne = parameterCount(layerShapes(run.inputs, hidden, 1))
  const each = (hidden.at(-1)?.units ?? run.inputs) + 1
  return Math.max(1, Math.round((run.parameters - withOne) / each) + 1)
}

export function isActive(state: Run['state']): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused'
}

/** A run whose state is the feed's, unless the record says that it ended. */
export function withState(run: Run, state: Run['state'] | null): Run {
  return state === null || state === run.state || !isActive(run.state) ? run : { ...run, state }
}

/** A run as it stands now: the stored record with what the live feed knows better. */
export function liveRun(run: Run, progress: RunProgress | null): Run {
  // The record is newer where it says that the run ended; the feed's last word may have been sent before.
  if (progress === null || !isActive(run.state)) return run
  return {
    ...run,
    state: progress.state,
    epochs: progress.epoch,
    lastTrainLoss: progress.trainLoss ?? run.lastTrainLoss,
    lastValidationLoss: progress.validationLoss ?? run.lastValidationLoss,
    bestEpoch: progress.bestEpoch ?? run.bestEpoch,
    bestLoss: progress.bestLoss ?? run.bestLoss,
  }
}

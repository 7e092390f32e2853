import { saferRate } from '../../core/training/saferRate.ts'
import { toFailure } from '../../shared/errors.ts'
import type { Failure } from '../../shared/errors.ts'
import type { Evaluation, MetricsBySplit } from '../../shared/evaluation.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunConfig } from '../../shared/training.ts'
import type { TrainingState } from '../training/protocol.ts'
import type { RunFields } from './recorder.ts'
import { withEnd } from './runConfigs.ts'

/** Why a search ends one of its trials: others do better, or its time is up. */
export type BreakOffReason = 'pruned' | 'timeLimit'

/** What a run is after the engine's last word, evaluated with its best weights where there are some. */
export function trainedOutcome(
  state: TrainingState,
  evaluations: readonly Evaluation[],
  config: RunConfig,
  seconds: Run['seconds'],
): RunFields {
  return {
    state: state.state === 'failed' ? 'failed' : 'finished',
    stopReason: state.stopReason,
    config: withEnd(config, state.stopReason, state.step),
    failure: state.failure === null ? null : withRemedy(state.failure, config),
    metrics: evaluations.length === 0 ? null : metricsBySplit(evaluations),
    seconds,
  }
}

/** What a run is that was broken off on this side, before or instead of the engine's last word. */
export function brokenOutcome(
  before: Run,
  now: Run,
  error: unknown,
  reason: 'closing' | 'stopped' | BreakOffReason | 'failed',
): RunFields {
  if (reason === 'closing') return { state: 'interrupted' }
  if (before.epochs > 0 && now.epochs === before.epochs) {
    // A resumed or extended run that did not come to train again is what it was.
    const { state, stopReason, metrics, config } = before
    return { state, stopReason, metrics, config, failure: reason === 'failed' ? toFailure(error) : before.failure }
  }
  if (reason === 'failed') return { state: 'failed', failure: toFailure(error) }
  return { state: 'finished', stopReason: reason }
}

/** Adds the remedy that fits the run's own settings to a failure of its training. */
function withRemedy(failure: Failure, config: RunConfig): Failure {
  if (failure.kind !== 'diverged') return failure
  return { ...failure, hint: `Try a lower learning rate: ${saferRate(config)}.` }
}

/** The metrics of a run's evaluations. */
export function metricsBySplit(evaluations: readonly Evaluation[]): MetricsBySplit {
  const metrics: MetricsBySplit = { train: null, validation: null, test: null }
  for (const evaluation of evaluations) metrics[evaluation.split] = evaluation.metrics
  return metrics
}

import type { Failure } from '../../shared/errors.ts'
import type { RunConfig } from '../../shared/training.ts'

/** Adds the remedy that fits the run's own settings to a failure of its training. */
export function divergedFailure(failure: Failure, config: RunConfig): Failure {
  if (failure.kind !== 'diverged') return failure
  const tenth = Number((config.training.learningRate / 10).toPrecision(3))
  return { ...failure, hint: `Try a tenth of the learning rate: ${tenth}.` }
}

import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunConfig } from '../../shared/training.ts'

/**
 * How an ended run goes on for more epochs than it has.
 *
 * Errors: `usage` where it failed, or has converged so that no step would change anything.
 */
export function extension(run: Run, epochs: number): { config: RunConfig; extendTo: number } {
  if (run.state === 'failed') {
    throw new DescentError('usage', `“${run.name}” failed: it cannot be extended.`, {
      hint: 'Start a new run with other settings.',
    })
  }
  if (run.stopReason === 'converged') {
    throw new DescentError('usage', `“${run.name}” has converged: no step along the slope makes its loss smaller.`, {
      hint: 'More epochs would change nothing. Start a new run with a larger network, less L2 penalty, another seed or Adam.',
    })
  }
  const { network, training } = run.config
  // The limit counts all parts of a run: one that was reached would end the new part at once.
  const timeLimitSeconds = run.stopReason === 'timeLimit' ? null : training.timeLimitSeconds
  return { config: { network, training: { ...training, timeLimitSeconds } }, extendTo: run.epochs + epochs }
}

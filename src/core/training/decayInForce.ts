import type { RunConfig } from '../../shared/training.ts'

/** The decoupled weight decay λ that a run's changes left it with: every step takes η · λ · w from a weight. */
export function decayInForce({ training }: Pick<RunConfig, 'training'>): number {
  const changed = training.changes?.findLast(({ weightDecay }) => weightDecay !== undefined)?.weightDecay
  const own = training.optimizer.kind === 'adamW' ? training.optimizer.weightDecay : 0
  return own + (changed ?? training.weightDecay ?? 0)
}

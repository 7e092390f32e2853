import type { RunConfig } from '../../shared/training.ts'

/**
 * The learning rate that a run's changes left it with, before its schedule: the last one set, times the factors of the
 * rollbacks since, as the engine works it out.
 */
export function rateInForce({ training }: Pick<RunConfig, 'training'>): number {
  const changes = training.changes ?? []
  const set = changes.findLastIndex(({ learningRate }) => learningRate !== undefined)
  const rate = changes[set]?.learningRate ?? training.learningRate
  return changes.slice(set + 1).reduce((product, { rateFactor }) => product * (rateFactor ?? 1), rate)
}

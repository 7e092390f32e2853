import type { RunConfig } from '../../shared/training.ts'
import { rateInForce } from './rateInForce.ts'

/**
 * A learning rate to try where the one in force threw the network off: a tenth of it, and never more than one that the run
 * trained with before. Three significant digits.
 */
export function saferRate({ training }: Pick<RunConfig, 'training'>): number {
  const changes = training.changes ?? []
  const held = changes.map((_, index) => rateInForce({ training: { ...training, changes: changes.slice(0, index) } }))
  return Number(Math.min(rateInForce({ training }) / 10, ...held).toPrecision(3))
}

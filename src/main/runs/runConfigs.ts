import type { StopReason } from '../../shared/runs.ts'
import { outsideStopSchema, type MadeChange, type RunConfig } from '../../shared/training.ts'

/** Without validation rows the metrics are those of the training rows. */
export function withTrainMetrics({ network, training }: RunConfig): RunConfig {
  const { metrics = [] } = training
  return { network, training: metrics.length === 0 ? training : { ...training, trainMetrics: true } }
}

/** With changes that were made while the run was under way. */
export function withChanges({ network, training }: RunConfig, made: readonly MadeChange[]): RunConfig {
  return { network, training: { ...training, changes: [...(training.changes ?? []), ...made] } }
}

/**
 * With the end of a run after so many steps, where a person, the clock or its search made it: a repeat ends there, too. One
 * that the run was told of before stays as it is.
 */
export function withEnd(config: RunConfig, reason: StopReason | null, steps: number): RunConfig {
  const stopped = outsideStopSchema.safeParse(reason)
  if (!stopped.success) return config
  const made = { step: steps + 1, stopped: stopped.data }
  const { changes = [] } = config.training
  const last = changes.findLast((change) => change.stopped !== undefined || change.epochs !== undefined)
  return last?.step === made.step && last.stopped === made.stopped ? config : withChanges(config, [made])
}

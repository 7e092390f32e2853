import type { MadeChange, RunConfig } from '../../shared/training.ts'

/** Without validation rows the metrics are those of the training rows. */
export function withTrainMetrics({ network, training }: RunConfig): RunConfig {
  const { metrics = [] } = training
  return { network, training: metrics.length === 0 ? training : { ...training, trainMetrics: true } }
}

/** With changes that were made while the run was under way. */
export function withChanges({ network, training }: RunConfig, made: readonly MadeChange[]): RunConfig {
  return { network, training: { ...training, changes: [...(training.changes ?? []), ...made] } }
}

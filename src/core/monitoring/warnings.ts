import type { Run } from '../../shared/runs.ts'
import type { RunWarning } from '../../shared/warnings.ts'
import type { EpochWithStatistics } from '../epochs/history.ts'
import { recordWidth } from '../series/records.ts'
import { lossesOf } from './curves.ts'
import { lossWarnings, type LossScale } from './lossWarnings.ts'
import { networkWarnings } from './networkWarnings.ts'

const consequences = new Set<RunWarning['kind']>(['overfitting', 'plateau', 'deadUnits'])

/** Epochs at the end of a run that its warnings look at. */
export const watchedEpochs = 2_000

/**
 * What goes wrong in a run, worst first, each kind once.
 *
 * @param records of its last `watchedEpochs` epochs (src/core/series/records.ts)
 * @param kept its kept epochs, in order
 * @param known what losses are measured by
 * @param weights epochs whose weights are kept, in order
 */
export function runWarnings(
  run: Pick<Run, 'config' | 'bestEpoch' | 'bestLoss' | 'rows'>,
  records: Float64Array,
  kept: readonly EpochWithStatistics[],
  known: LossScale,
  weights: readonly number[] = [],
): RunWarning[] {
  const { config, bestEpoch, bestLoss, rows } = run
  const best =
    bestEpoch === null || bestLoss === null || rows.validation === 0 ? null : { epoch: bestEpoch, loss: bestLoss }
  // By another metric than the loss the best epoch says nothing about where the loss began to rise.
  const watchesLoss = (config.training.earlyStopping?.metric ?? 'loss') === 'loss'
  const found = [
    ...lossWarnings(lossesOf(records, recordWidth(config.training)), known, watchesLoss ? best : null, config, weights),
    ...networkWarnings(kept, config),
  ]
  // Steps that are too long are the cause of all else that is seen in the losses.
  const isTooHigh = found.some(({ kind }) => kind === 'rateTooHigh' || kind === 'exploding')
  return found.filter(
    ({ kind }, index) =>
      found.findIndex((other) => other.kind === kind) === index && !(isTooHigh && consequences.has(kind)),
  )
}

import type { WatchedMetric } from '../../../shared/training.ts'
import type { Run, RunState } from '../../../shared/runs.ts'
import { formatCount, formatDuration, plural } from '../../../core/words/format.ts'
import { formatValue } from '../../../core/words/values.ts'
import { lowerFirst } from '../../../core/words/settings/settingText.ts'
import { metricNames } from '../../../core/words/settings/names.ts'

export const stateWords: Record<RunState, string> = {
  preparing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
  interrupted: 'Interrupted',
}

/** Why a run ended, and what of it is kept, in sentences. */
export function whyStopped(run: Run): string {
  const kept =
    run.bestEpoch === null ? '' : ` The weights of epoch ${formatCount(run.bestEpoch)}, the best one, are kept.`
  switch (run.state) {
    case 'failed':
      return `The run failed at epoch ${formatCount(run.epochs)}.${kept}`
    case 'interrupted':
      return `The run was interrupted at epoch ${formatCount(run.epochs)}. It can go on from there as if nothing had happened.`
    case 'preparing':
      return 'The rows are being prepared.'
    case 'running':
    case 'paused':
      return ''
    case 'finished':
      return `${reason(run)}${kept}`
  }
}

/** "validation loss", "validation ROC AUC" */
function watchedText(metric: WatchedMetric | undefined): string {
  if (metric === undefined || metric === 'loss') return 'validation loss'
  return `validation ${lowerFirst(metricNames[metric])}`
}

function reason(run: Run): string {
  const { earlyStopping, timeLimitSeconds } = run.config.training
  switch (run.stopReason) {
    case 'earlyStopping':
      return earlyStopping === null
        ? 'It stopped by itself: the validation loss no longer improved.'
        : `It stopped by itself: the ${watchedText(earlyStopping.metric)} had not improved for ${plural(earlyStopping.patience, 'epoch')} (its patience).`
    case 'converged':
      return 'It stopped by itself: no step along the slope made the loss smaller.'
    case 'timeLimit':
      return timeLimitSeconds === null
        ? `${run.study === undefined ? 'The time limit' : 'The time of its search'} was up at epoch ${formatCount(run.epochs)}.`
        : `The time limit of ${formatDuration(timeLimitSeconds)} was reached at epoch ${formatCount(run.epochs)}.`
    case 'stopped':
      if (run.epochs === 0) return 'It was stopped before its first epoch: nothing was learned.'
      return `You stopped it at epoch ${formatCount(run.epochs)}.`
    case 'pruned':
      return `Its search stopped it at epoch ${formatCount(run.epochs)}: other trials did better by then.`
    case 'epochs':
    case null:
      return `All ${plural(run.epochs, 'epoch')} were run.`
  }
}

/** The text alternative of a run's curves. */
export function curveSummary(curve: {
  /** Of the loss or metric. */
  name: string
  epochs: number
  train: number | null
  validation: number | null
  best: { x: number; y: number } | null
  events: readonly string[]
}): string {
  if (curve.epochs === 0) return 'No epoch has been recorded yet.'
  const { name, best, events } = curve
  const parts = [
    ...(curve.train === null ? [] : [`the training ${name} is ${formatValue(curve.train)}`]),
    ...(curve.validation === null ? [] : [`the validation ${name} ${formatValue(curve.validation)}`]),
  ]
  const values = parts.length === 0 ? 'there is no value' : parts.join(' and ')
  const atBest = best === null ? '' : ` At the best epoch, ${formatCount(best.x)}, it was ${formatValue(best.y)}.`
  const marks = events.length === 0 ? '' : ` On the way: ${events.join('; ')}.`
  return `After ${plural(curve.epochs, 'epoch')} ${values}.${atBest}${marks}`
}

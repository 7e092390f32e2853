import type { Evaluation } from '../../../../shared/evaluation.ts'
import type { Run } from '../../../../shared/runs.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { formatMetric, measuredWords, metricOf } from '../../evaluate/metricWords.ts'
import { isActive } from '../runViews.ts'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'

const rowsOf = { train: 'training', validation: 'validation', test: 'test' } as const

/** "Epoch 12, the best"; of a run as it is now, "Live, after epoch 37". */
export function epochTitle(run: Run, epoch: number | null): string {
  if (epoch === null) return `Live, after epoch ${formatCount(run.epochs)}`
  const active = isActive(run.state)
  const what = [
    ...(epoch === run.bestEpoch ? [active ? 'the best so far' : 'the best'] : []),
    ...(epoch === run.epochs && !active ? ['the last'] : []),
  ]
  return [`Epoch ${formatCount(epoch)}`, ...(what.length > 0 ? [what.join(' and ')] : [])].join(', ')
}

/** "after epoch 12", "now". */
export function momentOf(run: Run, epoch: number | null): string {
  if (epoch !== null) return `after epoch ${formatCount(epoch)}`
  return isActive(run.state) ? 'now' : 'of the best epoch'
}

/**
 * Where the scrubber stands and what the scores are there. Of a run as it is now no number is said: they change all the
 * time, and each change would be read out.
 */
export function momentSaid(run: Run, epoch: number | null, evaluation: Evaluation | undefined): string {
  if (epoch === null) return 'Live'
  const title = epochTitle(run, epoch)
  if (evaluation === undefined) return title
  const scores = measuredWords(evaluation.task, [evaluation.metrics]).map(
    ({ key, name }) => `${lowerFirst(name)} ${formatMetric(metricOf(evaluation.metrics, key))}`,
  )
  return `${title}. On the ${rowsOf[evaluation.split]} rows: ${scores.join(', ')}`
}

/** Why one cannot go to the end of a run, where its last weights are those of an earlier epoch; else null. */
export function unkeptText({ epochs, stopReason }: Run, last: number): string | null {
  if (last >= epochs) return null
  const why = stopReason === 'stopped' ? ': it was stopped amid the next one' : ''
  return `The run went on to epoch ${formatCount(epochs)}${why}. The last weights that were kept are those of epoch ${formatCount(last)}.`
}

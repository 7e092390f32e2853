import type { EpochScores } from '../../../../shared/evaluation.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { LineMarker, LineSeries } from '../../../charts/series.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { measuredWords, metricOf, type MetricKey, type MetricWord } from '../../evaluate/metricWords.ts'

/**
 * The scores that can be worked out at the kept epochs of a run that stands still: those that its chart does not have of
 * the training and the validation rows already.
 *
 * @param kept epochs whose weights are there
 */
export function keptChoices(run: Run, kept: number): readonly MetricWord[] {
  if (run.state !== 'finished' || run.metrics === null || kept < 2) return []
  const { metrics = [], trainMetrics = false } = run.config.training
  const recorded: readonly string[] = trainMetrics ? metrics : []
  const { train, validation } = run.metrics
  return measuredWords(run.task, [train, validation]).filter(({ key }) => !recorded.includes(key))
}

/** A score of the training and the validation rows over the kept epochs, a dot each. */
export function keptLines({ epochs, train, validation }: EpochScores, metric: MetricKey): LineSeries[] {
  return (
    [
      { id: 'train', label: 'training', of: train, style: 0 },
      { id: 'validation', label: 'validation', of: validation, style: 1 },
    ] as const
  )
    .map(({ of, ...line }) => ({ ...line, x: epochs, y: of.map((metrics) => metricOf(metrics, metric)), dots: true }))
    .filter(({ y }) => y.some((value) => value !== null))
}

/** The run's best epoch on such lines. */
export function bestOn(lines: readonly LineSeries[], bestEpoch: number | null): LineMarker[] {
  const line = lines.find(({ id }) => id === 'validation') ?? lines[0]
  if (bestEpoch === null || line === undefined || !('x' in line)) return []
  const y = line.y[line.x.indexOf(bestEpoch)] ?? null
  return y === null ? [] : [{ series: line.id, label: `best, epoch ${formatCount(bestEpoch)}`, x: bestEpoch, y }]
}

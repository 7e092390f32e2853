import { useCallback, useMemo, useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { CurveChart } from '../../charts/CurveChart.tsx'
import type { LineMarker, LineSeries } from '../../charts/series.ts'
import { formatCount } from '../../components/format.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useRunSeries } from './useRunSeries.ts'
import { lossSummary } from './words.ts'

/** Training and validation loss of one run, moving while it trains, the best epoch marked. */
export function LossChart(props: { project: string; run: Run; live: boolean }) {
  const { run, live } = props
  const [range, setRange] = useState<[number, number] | null>(null)
  const onRange = useCallback((next: [number, number] | null) => setRange(next), [])
  const { series, failed } = useRunSeries(props.project, run.id, `${run.epochs} ${run.state}`, live, range?.[0] ?? null)
  const hasValidation = run.rows.validation > 0

  const { bestEpoch, bestLoss } = run

  // All of it follows the curve and the best epoch, not every progress event: the chart draws once an answer.
  const lines = useMemo<LineSeries[]>(() => {
    if (series === null) return []
    const x = series.epochs
    const training: LineSeries = { id: 'train', label: 'training', x, y: series.trainLoss, style: 0 }
    if (!hasValidation) return [training]
    return [training, { id: 'validation', label: 'validation', x, y: series.validationLoss, style: 1 }]
  }, [series, hasValidation])
  const markers = useMemo<LineMarker[]>(() => {
    if (bestEpoch === null || bestLoss === null) return []
    const on = hasValidation ? 'validation' : 'train'
    return [{ series: on, label: `best, epoch ${formatCount(bestEpoch)}`, x: bestEpoch, y: bestLoss }]
  }, [bestEpoch, bestLoss, hasValidation])
  if (failed !== null) return <FailureNote error={failed} />
  if (series === null) return <Loading label="Reading the curve…" />
  if (series.epochs.length === 0) return <p className="soft">The curve begins after the first epoch.</p>
  return (
    <CurveChart
      title="Loss"
      summary={lossSummary({
        epochs: series.recorded,
        lastTrainLoss: series.trainLoss.at(-1) ?? null,
        lastValidationLoss: series.validationLoss.at(-1) ?? null,
        bestEpoch,
        bestLoss,
      })}
      fileName={`${run.name} loss`}
      series={lines}
      markers={markers}
      onRange={onRange}
    />
  )
}

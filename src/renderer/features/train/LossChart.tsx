import { useCallback, useMemo, useState } from 'react'
import type { Run, RunProgress } from '../../../shared/runs.ts'
import { CurveChart } from '../../charts/CurveChart.tsx'
import type { LineMarker, LineSeries } from '../../charts/series.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { useRunSeries } from './useRunSeries.ts'
import { lossSummary } from './words.ts'

/** Training and validation loss of one run, moving while it trains, the best epoch marked. */
export function LossChart(props: { project: string; run: Run; progress: RunProgress | null; live: boolean }) {
  const { run, progress, live } = props
  const [range, setRange] = useState<[number, number] | null>(null)
  const onRange = useCallback((next: [number, number] | null) => setRange(next), [])
  const epoch = progress?.epoch ?? run.epochs
  const { series, failed } = useRunSeries(props.project, run.id, `${epoch} ${run.state}`, live, range?.[0] ?? null)
  const bestEpoch = progress?.bestEpoch ?? run.bestEpoch
  const bestLoss = progress?.bestLoss ?? run.bestLoss
  const hasValidation = run.rows.validation > 0

  const lines = useMemo<LineSeries[]>(() => {
    if (series === null) return []
    const training: LineSeries = { id: 'train', label: 'training', x: series.epochs, y: series.trainLoss, style: 0 }
    if (!hasValidation) return [training]
    return [training, { id: 'validation', label: 'validation', x: series.epochs, y: series.validationLoss, style: 1 }]
  }, [series, hasValidation])
  const markers = useMemo<LineMarker[]>(
    () =>
      bestEpoch === null || bestLoss === null
        ? []
        : [
            {
              series: hasValidation ? 'validation' : 'train',
              label: `best, epoch ${bestEpoch}`,
              x: bestEpoch,
              y: bestLoss,
            },
          ],
    [bestEpoch, bestLoss, hasValidation],
  )
  if (failed !== null) return <FailureNote error={failed} />
  if (series === null) return <Loading label="Reading the curve…" />
  if (series.epochs.length === 0) return <p className="soft">The curve begins after the first epoch.</p>
  return (
    <CurveChart
      title="Loss"
      summary={lossSummary({
        epochs: epoch,
        lastTrainLoss: progress?.trainLoss ?? run.lastTrainLoss,
        lastValidationLoss: progress?.validationLoss ?? run.lastValidationLoss,
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

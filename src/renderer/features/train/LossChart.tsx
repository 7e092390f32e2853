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

  // Once a curve, not once a progress event: what goes with the curve is taken from the moment it arrived.
  const view = useMemo<{ lines: LineSeries[]; markers: LineMarker[]; summary: string } | null>(() => {
    if (series === null) return null
    const x = series.epochs
    const lines: LineSeries[] = [{ id: 'train', label: 'training', x, y: series.trainLoss, style: 0 }]
    if (hasValidation) lines.push({ id: 'validation', label: 'validation', x, y: series.validationLoss, style: 1 })
    const { bestEpoch, bestLoss } = run
    const best = bestEpoch !== null && bestLoss !== null && bestEpoch <= (x.at(-1) ?? 0)
    const on = hasValidation ? 'validation' : 'train'
    return {
      lines,
      markers: best ? [{ series: on, label: `best, epoch ${formatCount(bestEpoch)}`, x: bestEpoch, y: bestLoss }] : [],
      summary: lossSummary(run),
    }
  }, [series, hasValidation, run.state])
  if (failed !== null) return <FailureNote error={failed} />
  if (view === null) return <Loading label="Reading the curve…" />
  if (view.lines[0]?.x.length === 0) return <p className="soft">The curve begins after the first epoch.</p>
  return (
    <CurveChart
      title="Loss"
      summary={view.summary}
      fileName={`${run.name} loss`}
      series={view.lines}
      markers={view.markers}
      onRange={onRange}
    />
  )
}

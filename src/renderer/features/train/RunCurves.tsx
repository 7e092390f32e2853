import { NativeSelect } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import type { Run, RunSeries } from '../../../shared/runs.ts'
import type { CurveMetric, RecordedMetric } from '../../../shared/training.ts'
import { CurveChart } from '../../charts/CurveChart.tsx'
import { curveOf, valueNear, type LineEvent, type LineMarker, type LineSeries } from '../../charts/series.ts'
import { formatCount } from '../../components/format.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { metricNames } from './names.ts'
import { changeText } from './settingLines.ts'
import { useRunSeries } from './useRunSeries.ts'
import { curveSummary, lowerFirst } from './words.ts'

const none: readonly RecordedMetric[] = []

/** Loss or a recorded metric of one run, moving while it trains; the best epoch and changes on the way are marked. */
export function RunCurves(props: { project: string; run: Run; live: boolean }) {
  const { run, live } = props
  const { metrics = none } = run.config.training
  const [metric, setMetric] = useState<CurveMetric>('loss')
  const [range, setRange] = useState<[number, number] | null>(null)
  const onRange = useCallback((next: [number, number] | null) => setRange(next), [])
  const version = `${run.epochs} ${run.state}`
  const loaded = useRunSeries(props.project, run.id, metric, version, live, range?.[0] ?? null)
  const { series, failed } = loaded
  const hasValidation = run.rows.validation > 0
  const { bestEpoch, bestLoss } = run

  // All of it follows the curve and the best epoch, not every progress event: the chart draws once an answer.
  const lines = useMemo(() => (series === null ? [] : linesOf(series, hasValidation)), [series, hasValidation])
  const markers = useMemo<LineMarker[]>(() => {
    const on = lines.find(({ id }) => id === 'validation') ?? lines[0]
    if (bestEpoch === null || on === undefined) return []
    const y = loaded.metric === 'loss' ? bestLoss : (valueNear(curveOf(on), bestEpoch)?.y ?? null)
    return y === null ? [] : [{ series: on.id, label: `best, epoch ${formatCount(bestEpoch)}`, x: bestEpoch, y }]
  }, [lines, loaded.metric, bestEpoch, bestLoss])
  const events = useMemo(() => series?.changes.map(eventOf) ?? [], [series])
  const heading = useMemo(
    () => (metrics.length === 0 ? null : <MetricChoice metrics={metrics} chosen={metric} onChoose={setMetric} />),
    [metrics, metric],
  )
  if (failed !== null) return <FailureNote error={failed} />
  if (series === null) return <Loading label="Reading the curve…" />
  if (series.epochs.length === 0) return <p className="soft">The curve begins after the first epoch.</p>
  const name = metricNames[loaded.metric]
  return (
    <CurveChart
      title={name}
      summary={curveSummary({
        name: lowerFirst(name),
        epochs: series.recorded,
        train: series.train.at(-1) ?? null,
        validation: series.validation.at(-1) ?? null,
        best: markers[0] ?? null,
        events: events.map(({ label }) => label),
      })}
      fileName={`${run.name} ${lowerFirst(name)}`}
      series={lines}
      markers={markers}
      events={events}
      heading={heading}
      onRange={onRange}
    />
  )
}

/** The curves that have a value somewhere; the loss of validation rows is a curve as soon as there are such rows. */
function linesOf(series: RunSeries, hasValidation: boolean): LineSeries[] {
  const x = series.epochs
  const training: LineSeries = { id: 'train', label: 'training', x, y: series.train, style: 0 }
  const validation: LineSeries = { id: 'validation', label: 'validation', x, y: series.validation, style: 1 }
  if (!hasValidation) return [training]
  return series.train.some((value) => value !== null) ? [training, validation] : [validation]
}

function eventOf({ epoch, change }: RunSeries['changes'][number]): LineEvent {
  const { diverged, rateFactor } = change
  // Nothing moves between two epochs' ends on the axis: the mark stands where its epoch ends.
  return {
    x: Math.ceil(epoch + 1e-9),
    label: changeText(change),
    kind: diverged === undefined && rateFactor === undefined ? 'change' : 'back',
  }
}

function MetricChoice(props: {
  /** Beside the loss. */
  metrics: readonly RecordedMetric[]
  chosen: CurveMetric
  onChoose: (metric: CurveMetric) => void
}) {
  const names: CurveMetric[] = ['loss', ...props.metrics]
  return (
    <NativeSelect
      aria-label="Curve shown"
      size="xs"
      w={150}
      value={props.chosen}
      data={names.map((name) => ({ value: name, label: metricNames[name] }))}
      onChange={(event) => {
        const chosen = names.find((name) => name === event.currentTarget.value)
        if (chosen !== undefined) props.onChoose(chosen)
      }}
    />
  )
}

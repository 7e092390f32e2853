import { useCallback, useMemo, useState } from 'react'
import type { Curve } from '../../../../core/series/curve.ts'
import type { Run, RunSeries } from '../../../../shared/runs.ts'
import type { CurveMetric } from '../../../../shared/training.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { CurveChart } from '../../../charts/CurveChart.tsx'
import { curveOf, valueNear, type LineEvent, type LineMarker, type LineSeries } from '../../../charts/series.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { ChoiceOfCurves } from './ChoiceOfCurves.tsx'
import { curveChoices, type CurveChoice } from './curveChoices.ts'
import { keptChoices } from './keptScores.ts'
import { KeptScores } from './KeptScores.tsx'
import type { MetricWord } from '../../evaluate/metricWords.ts'
import { begun, type FollowedSeries } from '../followedSeries.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'
import { changeText } from '../../../../core/words/settings/settingLines.ts'
import { useRunSeries } from '../useRunSeries.ts'
import { lowerFirst } from '../../../../core/words/settings/settingText.ts'
import { curveSummary } from '../words.ts'

/** The most epochs that a run can have. */
const everyEpoch = 1_000_000

/**
 * What one run recorded, moving while it trains, or of a run that has ended what its kept weights score; the best epoch
 * and changes on the way are marked.
 */
export function RunCurves(props: {
  project: string
  run: Run
  /** What is shown until a person chooses. */
  first: CurveMetric
  /** How many epochs have their weights kept. */
  kept: number
  /** An epoch that is looked at elsewhere. */
  shown?: number | null
}) {
  const { run } = props
  const { network } = run.config
  const { metrics } = run.config.training
  const host = useHost()
  const [metric, setMetric] = useState(props.first)
  /** In place of what was recorded. */
  const [kept, setKept] = useState<MetricWord | null>(null)
  const [range, setRange] = useState<[number, number] | null>(null)
  const onRange = useCallback((next: [number, number] | null) => setRange(next), [])
  const { epochs, state } = run
  const loaded = useRunSeries(props.project, run.id, metric, { epochs, state, from: range?.[0] ?? null })
  const { series, failed } = loaded
  const hasValidation = run.rows.validation > 0
  const { bestEpoch, bestLoss } = run

  // All of it follows the curve and the best epoch, not every progress event: the chart draws once an answer.
  const choices = useMemo(() => curveChoices({ network, training: { metrics } }), [network, metrics])
  const shown = choices.find((choice) => choice.metric === loaded.metric)
  const lines = useMemo(
    () => (series === null || shown === undefined ? [] : linesOf(series, shown, hasValidation)),
    [series, shown, hasValidation],
  )
  const markers = useMemo<LineMarker[]>(() => {
    const on = lines.find(({ id }) => id === 'validation') ?? lines[0]
    if (bestEpoch === null || on === undefined) return []
    const y = loaded.metric === 'loss' ? bestLoss : (valueNear(curveOf(on), bestEpoch)?.y ?? null)
    return y === null ? [] : [{ series: on.id, label: `best, epoch ${formatCount(bestEpoch)}`, x: bestEpoch, y }]
  }, [lines, loaded.metric, bestEpoch, bestLoss])
  const { metric: drawn } = loaded
  const whole = useCallback(async () => {
    if (shown === undefined) return []
    const all = await callHost(host, 'runs.series', {
      project: props.project,
      run: run.id,
      points: everyEpoch,
      metric: drawn,
    })
    return linesOf(begun(all, null), shown, hasValidation)
  }, [host, props.project, run.id, drawn, shown, hasValidation])
  const lookedAt = props.shown ?? null
  const events = useMemo<LineEvent[]>(() => {
    const changes = series?.changes.map(eventOf) ?? []
    if (lookedAt === null) return changes
    return [...changes, { x: lookedAt, label: `epoch ${formatCount(lookedAt)}, shown below`, kind: 'change' }]
  }, [series, lookedAt])
  const offered = useMemo(() => keptChoices(run, props.kept), [run, props.kept])
  const chosen = offered.find(({ key }) => key === kept?.key) ?? null
  const heading = useMemo(
    () => (
      <ChoiceOfCurves
        recorded={choices}
        kept={offered}
        chosen={chosen ?? metric}
        onRecorded={(next) => {
          setKept(null)
          setMetric(next)
        }}
        onKept={setKept}
      />
    ),
    [choices, offered, chosen, metric],
  )
  if (chosen !== null) {
    return <KeptScores project={props.project} run={run} word={chosen} heading={heading} events={events} />
  }
  if (failed !== null) return <FailureNote error={failed} />
  if (series === null) return <Loading label="Reading the curve…" />
  if (series.recorded === 0) return <p className="soft">The curve begins after the first epoch.</p>
  const name = metricNames[loaded.metric]
  const isOld = shown?.lines === 'one' && series.train.extremes(0, series.train.length) === null
  return (
    <>
      <CurveChart
        title={name}
        summary={curveSummary({
          name: lowerFirst(name),
          epochs: series.recorded,
          train: lastOf(series.train),
          validation: lastOf(series.validation),
          best: markers[0] ?? null,
          events: events.map(({ label }) => label),
        })}
        fileName={`${run.name} ${lowerFirst(name)}`}
        series={lines}
        markers={markers}
        events={events}
        heading={heading}
        whole={whole}
        onRange={onRange}
      />
      {isOld && (
        <p className="soft">
          The {lowerFirst(name)} was not recorded yet when this run was trained. Repeat the run to see it.
        </p>
      )}
    </>
  )
}

/** The curves that have a value somewhere; the loss of validation rows is a curve as soon as there are such rows. */
function linesOf(series: FollowedSeries, { lines, label }: CurveChoice, hasValidation: boolean): LineSeries[] {
  if (lines === 'one')
    return [{ id: 'train', label: lowerFirst(label), curve: series.train, means: series.means.train, style: 0 }]
  const training: LineSeries = {
    id: 'train',
    label: 'training',
    curve: series.train,
    means: series.means.train,
    style: 0,
  }
  const validation: LineSeries = {
    id: 'validation',
    label: 'validation',
    curve: series.validation,
    means: series.means.validation,
    style: 1,
  }
  if (!hasValidation) return [training]
  return series.train.extremes(0, series.train.length) === null ? [validation] : [training, validation]
}

function lastOf(curve: Curve): number | null {
  const value = curve.y(curve.length - 1)
  return Number.isNaN(value) ? null : value
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

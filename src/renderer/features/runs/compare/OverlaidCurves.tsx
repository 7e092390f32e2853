import { NativeSelect } from '@mantine/core'
import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Curve } from '../../../../core/series/curve.ts'
import type { RunSeries } from '../../../../shared/runs.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { CurveChart } from '../../../charts/CurveChart.tsx'
import { paletteSize } from '../../../charts/palette.ts'
import type { LineMarker, LineSeries } from '../../../charts/series.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { plural } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { comparedCurves, hasCurve, spreadOf, type ComparedCurve, type CurveUnit } from './curves.ts'
import styles from '../runs.module.css'

/** No more curves than the palette can tell apart. */
export const mostCurves = paletteSize

/** An epoch each of what a wide screen shows side by side. */
const points = 2_000

/** One answer for all runs, the same object as long as nothing in it changes. */
function together(answers: readonly UseQueryResult<RunSeries>[]) {
  return {
    loaded: answers.map(({ data }) => data),
    failed: answers.find(({ error }) => error !== null)?.error ?? null,
  }
}

/**
 * What runs recorded over each other, of the first ones where there are too many to tell apart; of repeats and folds the
 * mean, between the lowest and the highest. A run without validation rows shows its training loss among validation ones.
 */
export function OverlaidCurves(props: { project: string; units: readonly CurveUnit[] }) {
  const { project } = props
  const units = useMemo(() => props.units.slice(0, mostCurves), [props.units])
  const runs = useMemo(() => units.flatMap((unit) => unit.runs), [units])
  const choices = useMemo(() => comparedCurves(runs), [runs])
  const [chosen, setChosen] = useState('')
  const shown = choices.find(({ id }) => id === chosen) ?? choices[0]
  const metric = shown?.metric ?? 'loss'
  const host = useHost()
  const { loaded, failed } = useQueries({
    queries: runs.map((run) => {
      const input = { project, run: run.id, points, ...(metric === 'loss' ? {} : { metric }) }
      return { queryKey: ['runs.series', input], queryFn: () => callHost(host, 'runs.series', input) }
    }),
    combine: together,
  })
  const series = useMemo<LineSeries[]>(() => {
    if (shown === undefined) return []
    const byRun = new Map(runs.map(({ id }, i) => [id, loaded[i]]))
    return units.flatMap((unit, style) => lineOf(unit, style, byRun, shown) ?? [])
  }, [units, runs, loaded, shown])
  const isLoss = shown?.metric === 'loss' && shown.rows === 'validation'
  const markers = useMemo<LineMarker[]>(
    () =>
      units.flatMap(({ id, label, runs: [run, ...more] }) =>
        !isLoss || run === undefined || more.length > 0 || run.bestEpoch === null || run.bestLoss === null
          ? []
          : [{ series: id, label: `best of ${label}`, x: run.bestEpoch, y: run.bestLoss }],
      ),
    [units, isLoss],
  )
  const title = shown?.label ?? ''
  const heading = useMemo(
    () => (
      <NativeSelect
        aria-label="Curves compared"
        size="xs"
        w={210}
        value={shown?.id ?? ''}
        data={choices.map(({ id, label }) => ({ value: id, label }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
    ),
    [choices, shown?.id],
  )
  return (
    <Card className={styles.chart ?? ''} label={`${title} of the chosen runs`}>
      {failed !== null ? (
        <FailureNote error={failed} />
      ) : (
        <CurveChart
          title={title}
          heading={heading}
          summary={`${title} by epoch of ${countOf(units)}: ${units.map(({ label }) => label).join(', ')}.`}
          fileName="Runs compared"
          series={series}
          markers={markers}
        />
      )}
    </Card>
  )
}

function countOf(units: readonly CurveUnit[]): string {
  const areRuns = units.every(({ runs }) => runs.length === 1)
  return areRuns ? plural(units.length, 'run') : plural(units.length, 'run or study', 'runs and studies')
}

/** null where nothing of it is recorded, or not read yet. */
function lineOf(
  { id, label, runs }: CurveUnit,
  style: number,
  byRun: ReadonlyMap<string, RunSeries | undefined>,
  shown: ComparedCurve,
): LineSeries | null {
  const read = runs.flatMap((run) => {
    const data = byRun.get(run.id)
    if (data === undefined || data.epochs.length === 0) return []
    if (hasCurve(run, shown)) return [{ epochs: data.epochs, values: data[shown.rows], isTraining: false }]
    const standsIn = shown.metric === 'loss' && run.rows.validation === 0
    return standsIn ? [{ epochs: data.epochs, values: data.train, isTraining: true }] : []
  })
  const [first, ...more] = read
  if (first === undefined) return null
  const name = first.isTraining ? `${label} (training)` : label
  if (more.length === 0) return { id, label: name, style, x: first.epochs, y: first.values }
  const { x, mean, low, high } = spreadOf(read)
  return { id, label: name, style, x, y: mean, around: [Curve.from(x, low), Curve.from(x, high)] }
}

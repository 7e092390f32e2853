import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Run, RunSeries } from '../../../../shared/runs.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { CurveChart } from '../../../charts/CurveChart.tsx'
import { paletteSize } from '../../../charts/palette.ts'
import type { LineMarker, LineSeries } from '../../../charts/series.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { plural } from '../../../components/format.ts'
import { Card } from '../../../components/Page.tsx'
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

/** The validation loss of runs over each other, of the first ones where there are too many to tell apart. */
export function OverlaidCurves(props: { project: string; runs: readonly Run[] }) {
  const { project } = props
  const runs = useMemo(() => props.runs.slice(0, mostCurves), [props.runs])
  const host = useHost()
  const { loaded, failed } = useQueries({
    queries: runs.map((run) => {
      const input = { project, run: run.id, points }
      return { queryKey: ['runs.series', input], queryFn: () => callHost(host, 'runs.series', input) }
    }),
    combine: together,
  })
  const series = useMemo<LineSeries[]>(
    () =>
      runs.flatMap((run, i) => {
        const data = loaded[i]
        if (data === undefined) return []
        const validation = run.rows.validation > 0
        return [
          {
            id: run.id,
            label: validation ? run.name : `${run.name} (training)`,
            x: data.epochs,
            y: validation ? data.validation : data.train,
            style: i,
          },
        ]
      }),
    [runs, loaded],
  )
  const markers = useMemo<LineMarker[]>(
    () =>
      runs.flatMap((run) =>
        run.bestEpoch === null || run.bestLoss === null
          ? []
          : [{ series: run.id, label: `best of ${run.name}`, x: run.bestEpoch, y: run.bestLoss }],
      ),
    [runs],
  )
  return (
    <Card className={styles.chart ?? ''} label="Validation loss of the chosen runs">
      {failed !== null ? (
        <FailureNote error={failed} />
      ) : (
        <CurveChart
          title="Validation loss"
          summary={`Validation loss by epoch of ${plural(runs.length, 'run')}: ${runs.map(({ name }) => name).join(', ')}.`}
          fileName="Runs compared"
          series={series}
          markers={markers}
        />
      )}
    </Card>
  )
}

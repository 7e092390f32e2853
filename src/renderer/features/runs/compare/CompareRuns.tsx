import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Run, RunSeries } from '../../../../shared/runs.ts'
import { callHost, useHost } from '../../../app/data.tsx'
import { CurveChart } from '../../../charts/CurveChart.tsx'
import { Swatch } from '../../../charts/Legend.tsx'
import { paletteSize } from '../../../charts/palette.ts'
import type { LineMarker, LineSeries } from '../../../charts/series.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { plural } from '../../../components/format.ts'
import { Card } from '../../../components/Page.tsx'
import type { MetricChoice } from '../scores.ts'
import { differences } from '../settings.ts'
import styles from '../runs.module.css'
import { RunScatter } from './RunScatter.tsx'
import { RunsParallel } from './RunsParallel.tsx'

/** No more curves than the palette can tell apart. */
const mostCurves = paletteSize

/** No more columns than can be read side by side. */
const mostSideBySide = 12

const points = 1_000

/** One answer for all runs, the same object as long as nothing in it changes. */
function together(answers: readonly UseQueryResult<RunSeries>[]) {
  return {
    loaded: answers.map(({ data }) => data),
    failed: answers.find(({ error }) => error !== null)?.error ?? null,
  }
}

/** The chosen runs' curves over each other, what leads to which score, and only those settings in which they differ. */
export function CompareRuns(props: { project: string; runs: readonly Run[]; metric: MetricChoice }) {
  const { project, metric } = props
  const runs = useMemo(() => props.runs.slice(0, mostCurves), [props.runs])
  const beside = props.runs.slice(0, mostSideBySide)
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
  const different = differences(beside)
  const targets = new Set(props.runs.map(({ target, datasetName }) => `${datasetName}\n${target}`))
  return (
    <>
      {targets.size > 1 && (
        <p className={styles.note}>
          These runs predict different things: their losses are not on one scale and cannot be compared by height.
        </p>
      )}
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
      {props.runs.length > runs.length && (
        <p className="soft">
          The curves are of the first {runs.length} of {plural(props.runs.length, 'chosen run')}; the pictures below
          show all.
        </p>
      )}
      <div className={styles.pictures}>
        <Card className={styles.chart ?? ''} label="Settings and score of the chosen runs">
          <RunsParallel runs={props.runs} metric={metric} />
        </Card>
        <Card className={styles.chart ?? ''} label="The chosen runs as dots">
          <RunScatter runs={props.runs} metric={metric} />
        </Card>
      </div>
      <Card title="Only what differs">
        {different.length === 0 ? (
          <p className="soft">These runs have the same settings and preparation.</p>
        ) : (
          <div className={styles.scroll}>
            <table className={styles.differences}>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  {beside.map((run, i) => (
                    <th key={run.id} scope="col">
                      {i < runs.length && <Swatch style={i} />} {run.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {different.map(({ label, values }) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    {values.map((value, i) => (
                      <td key={beside[i]?.id ?? i}>{value}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
    </>
  )
}

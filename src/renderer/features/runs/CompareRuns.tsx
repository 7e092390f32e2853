import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Run, RunSeries } from '../../../shared/runs.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { CurveChart } from '../../charts/CurveChart.tsx'
import { Swatch } from '../../charts/Legend.tsx'
import { paletteSize } from '../../charts/palette.ts'
import type { LineMarker, LineSeries } from '../../charts/series.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { plural } from '../../components/format.ts'
import { Card } from '../../components/Page.tsx'
import { differences } from './runTable.ts'
import styles from './runs.module.css'

/** No more curves than the palette can tell apart. */
export const mostCompared = paletteSize

const points = 1_000

/** One answer for all runs, the same object as long as nothing in it changes. */
function together(answers: readonly UseQueryResult<RunSeries>[]) {
  return {
    loaded: answers.map(({ data }) => data),
    failed: answers.find(({ error }) => error !== null)?.error ?? null,
  }
}

/** The chosen runs' validation curves over each other, and only those settings in which they differ. */
export function CompareRuns({ project, runs }: { project: string; runs: readonly Run[] }) {
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
  const different = differences(runs)
  const targets = new Set(runs.map(({ target, datasetName }) => `${datasetName}\n${target}`))
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
      <Card title="Only what differs">
        {different.length === 0 ? (
          <p className="soft">These runs have the same settings and preparation.</p>
        ) : (
          <div className={styles.scroll}>
            <table className={styles.differences}>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  {runs.map((run, i) => (
                    <th key={run.id} scope="col">
                      <Swatch style={i} /> {run.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {different.map(({ label, values }) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    {values.map((value, i) => (
                      <td key={runs[i]?.id ?? i}>{value}</td>
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

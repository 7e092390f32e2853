import type { Run } from '../../../../shared/runs.ts'
import { Swatch } from '../../../charts/Legend.tsx'
import { plural } from '../../../components/format.ts'
import { Card } from '../../../components/Page.tsx'
import type { MetricChoice } from '../scores.ts'
import { differences } from '../settings.ts'
import styles from '../runs.module.css'
import { mostCurves, OverlaidCurves } from './OverlaidCurves.tsx'
import { RunScatter } from './RunScatter.tsx'
import { RunsParallel } from './RunsParallel.tsx'

/** No more columns than can be read side by side. */
const mostSideBySide = 12

/** The chosen runs' curves over each other, what leads to which score, and only those settings in which they differ. */
export function CompareRuns(props: { project: string; runs: readonly Run[]; metric: MetricChoice }) {
  const { project, metric } = props
  const beside = props.runs.slice(0, mostSideBySide)
  const different = differences(beside)
  const targets = new Set(props.runs.map(({ target, datasetName }) => `${datasetName}\n${target}`))
  return (
    <>
      {targets.size > 1 && (
        <p className={styles.note}>
          These runs predict different things: their losses are not on one scale and cannot be compared by height.
        </p>
      )}
      <OverlaidCurves project={project} runs={props.runs} />
      {props.runs.length > mostCurves && (
        <p className="soft">
          The curves are of the first {mostCurves} of {plural(props.runs.length, 'chosen run')}; the pictures below show
          all.
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
                      {i < mostCurves && <Swatch style={i} />} {run.name}
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

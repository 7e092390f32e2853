import { memo, useMemo } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import { Swatch } from '../../../charts/Legend.tsx'
import { plural } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { everyRunOf, type Chosen } from '../chosen.ts'
import type { MetricChoice } from '../scores.ts'
import styles from '../runs.module.css'
import { curveUnits } from './curves.ts'
import { differences } from './differences.ts'
import { mostCurves, OverlaidCurves } from './OverlaidCurves.tsx'
import { RunScatter } from './RunScatter.tsx'
import { RunsParallel } from './RunsParallel.tsx'

/** No more columns than can be read side by side. */
const mostSideBySide = 12

/** The curves of what is chosen over each other, what leads to which score, and only those settings that differ. */
export const CompareRuns = memo(function CompareRuns(props: {
  project: string
  chosen: Chosen
  /** Of the project. */
  all: readonly Run[]
  metric: MetricChoice
}) {
  const { project, chosen, all, metric } = props
  const runs = useMemo(() => everyRunOf(chosen, all), [chosen, all])
  const units = useMemo(() => curveUnits(chosen.runs, chosen.studies, all), [chosen, all])
  const beside = units.slice(0, mostSideBySide)
  const different = differences(beside, all)
  const targets = new Set(runs.map(({ target, datasetName }) => `${datasetName}\n${target}`))
  return (
    <>
      {targets.size > 1 && (
        <p className={styles.note}>
          These runs predict different things: their losses are not on one scale and cannot be compared by height.
        </p>
      )}
      <OverlaidCurves project={project} units={units} />
      {units.length > mostCurves && (
        <p className="soft">
          The curves are of the first {mostCurves} of {units.length} that are chosen; the pictures below show all{' '}
          {plural(runs.length, 'run')}.
        </p>
      )}
      <div className={styles.pictures}>
        <Card className={styles.chart ?? ''} label="Settings and score of the chosen runs">
          <RunsParallel runs={runs} metric={metric} />
        </Card>
        <Card className={styles.chart ?? ''} label="The chosen runs as dots">
          <RunScatter runs={runs} metric={metric} />
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
                  {beside.map(({ id, label }, i) => (
                    <th key={id} scope="col">
                      {i < mostCurves && <Swatch style={i} />} {label}
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
        {units.length > mostSideBySide && (
          <p className="soft small">
            Of the first {mostSideBySide} of {units.length}.
          </p>
        )}
      </Card>
    </>
  )
})

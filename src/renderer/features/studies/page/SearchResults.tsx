import { Button } from '@mantine/core'
import { useMemo } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import type { StudyResults, StudyWithTrials } from '../../../../shared/studies.ts'
import type { StepProps } from '../../../app/steps.ts'
import { Bars } from '../../../charts/Bars.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { singleUnit } from '../../runs/compare/curves.ts'
import { OverlaidCurves } from '../../runs/compare/OverlaidCurves.tsx'
import { isOutOfTime, isUnderWay, parameterLabel } from '../words.ts'
import { BestTrial } from './BestTrial.tsx'
import { bestFirst } from './scores.ts'
import { StudyParallel } from './StudyParallel.tsx'
import { TrialScores } from './TrialScores.tsx'
import styles from './study.module.css'

/** What a search has found: its best trial, how the scores went, which settings matter. */
export function SearchResults(props: {
  project: StepProps['project']
  /** The dataset that a new run would learn from. */
  dataset: string
  study: StudyWithTrials
  runs: readonly Run[]
  /** Ticked in the table; none: the best. */
  chosen: readonly Run[]
  onClear: () => void
  results: StudyResults | null
}) {
  const { project, dataset, study, runs, chosen, results } = props
  const best = runs.find((run) => run.study?.index === study.best)
  const ranked = useMemo(() => bestFirst(runs, study.direction), [runs, study.direction])
  const overlaid = useMemo(() => (chosen.length > 0 ? chosen : ranked).map(singleUnit), [chosen, ranked])
  if (study.trials.length === 0 && runs.length === 0) {
    if (isUnderWay(study.state)) return <Loading label="The first trials are being prepared…" />
    return (
      <Card title="No trial">
        <p className="soft">
          {isOutOfTime(study) ? 'The time was up before the first trial had begun: give it more.' : 'None was begun.'}
        </p>
      </Card>
    )
  }
  return (
    <>
      <div className={styles.pair}>
        {best === undefined ? (
          <Card title="Best so far">
            <p className="soft">
              {isUnderWay(study.state) ? 'The first score comes with the first epoch.' : 'No trial came to a score.'}
            </p>
          </Card>
        ) : (
          <BestTrial project={project} dataset={dataset} study={study} run={best} />
        )}
        <Card title="What matters" className={styles.matters ?? ''}>
          <Importance results={results} />
        </Card>
      </div>
      <Card className={styles.chart ?? ''} label="Scores of the trials">
        <TrialScores study={study} />
      </Card>
      <OverlaidCurves project={project.id} units={overlaid} />
      <p className="soft small">
        {chosen.length > 0 ? (
          <>
            The curves are of the runs ticked below.{' '}
            <Button size="compact-xs" onClick={props.onClear}>
              Show the best
            </Button>
          </>
        ) : (
          'The curves are of the best trials; tick others in the table below to see theirs.'
        )}
      </p>
      <Card className={styles.chart ?? ''} label="Settings and score of the trials">
        <StudyParallel study={study} />
      </Card>
    </>
  )
}

function Importance({ results }: { results: StudyResults | null }) {
  if (results === null) return <Loading label="Weighing the settings…" />
  const { importance } = results
  if (importance === null) {
    return (
      <p className="soft">
        With a few more trials this tells which settings made the scores differ, and which hardly matter.
      </p>
    )
  }
  const items = [
    ...importance.parameters.map(({ path, share }) => ({ label: parameterLabel(path), share })),
    { label: 'Only together', share: importance.interactions },
  ]
  return (
    <>
      <p className="small soft">How much of the difference between scores each setting explains by itself.</p>
      <Bars
        label="Importance of the settings"
        items={[...items.slice(0, -1).toSorted((a, b) => b.share - a.share), ...items.slice(-1)]}
      />
    </>
  )
}

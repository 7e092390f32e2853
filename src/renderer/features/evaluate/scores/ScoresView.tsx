import { Button } from '@mantine/core'
import { useCall } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { smallSplitNote, tooGoodNote } from '../evaluateViews.ts'
import type { EvaluateViewProps } from '../viewProps.ts'
import styles from '../evaluate.module.css'
import { AllScores } from './AllScores.tsx'
import { ClassificationDetails } from './ClassificationDetails.tsx'
import { CoverageCard } from './errors/CoverageCard.tsx'
import { RegressionDetails } from './errors/RegressionDetails.tsx'
import { ResidualsCard } from './errors/ResidualsCard.tsx'
import { WorstRows } from './errors/WorstRows.tsx'
import { OneClassCard } from './oneClass/OneClassCard.tsx'
import { ScoreTiles } from './ScoreTiles.tsx'
import { SplitTable } from './SplitTable.tsx'
import { useScores } from './useScores.ts'

/** How good a run is on the rows of a split, beside the simplest answer, and where it errs. */
export function ScoresView(view: EvaluateViewProps) {
  const { project, run, split, epoch } = view
  const { data, error, refetch } = useCall(
    'evaluation.get',
    { project: project.id, run: run.id, split, ...(epoch === undefined ? {} : { epoch }) },
    { keepPrevious: true },
  )
  const { scores, intervals, linear } = useScores(view)
  const failed = [scores, intervals, linear].find((asked) => asked.error !== null)
  const evaluation = data?.run === run.id ? data : undefined
  const firstRow = scores.data?.firstRow ?? 0
  const doubt = tooGoodNote(run)
  const note = doubt ?? smallSplitNote(run, split)
  return (
    <>
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {evaluation === undefined && error === null && <Loading label="Evaluating…" />}
      {evaluation !== undefined && (
        <>
          <Card label="Scores">
            <ScoreTiles evaluation={evaluation} intervals={intervals.data} linear={linear.data} />
          </Card>
          {note !== null && (
            <p className={styles.note} role="note">
              {note}
              {doubt !== null && (
                <Button size="compact-xs" ml={10} onClick={() => navigate({ step: 'prepare' })}>
                  Go to Prepare
                </Button>
              )}
            </p>
          )}
          {failed !== undefined && <FailureNote error={failed.error} onRetry={() => void failed.refetch()} />}
          {evaluation.task === 'classification' ? (
            <>
              <ClassificationDetails
                evaluation={evaluation}
                scores={scores.data?.task === 'classification' ? scores.data : undefined}
                intervals={intervals.data}
              />
              <OneClassCard view={view} classes={evaluation.classes} intervals={intervals.data} />
            </>
          ) : (
            <>
              <RegressionDetails evaluation={evaluation} target={run.target} name={run.name} firstRow={firstRow} />
              {scores.data?.task === 'regression' && <CoverageCard view={view} coverage={scores.data.coverage} />}
              <ResidualsCard view={view} firstRow={firstRow} />
              {scores.data?.task === 'regression' && <WorstRows scores={scores.data} />}
            </>
          )}
          {scores.data !== undefined && (
            <AllScores scores={scores.data} intervals={intervals.data} linear={linear.data} />
          )}
          <SplitTable run={run} />
        </>
      )}
    </>
  )
}

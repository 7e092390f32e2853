import { Button } from '@mantine/core'
import { useCall } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { Tiles } from '../../../components/Tiles.tsx'
import { baselineMeaning, baselineNote, smallSplitNote, splitWords, tooGoodNote } from '../evaluateViews.ts'
import { beats, formatMetric, measuredWords, metricOf } from '../metricWords.ts'
import type { EvaluateViewProps } from '../viewProps.ts'
import styles from '../evaluate.module.css'
import { ClassificationDetails } from './ClassificationDetails.tsx'
import { RegressionDetails } from './RegressionDetails.tsx'
import { SplitTable } from './SplitTable.tsx'

/** How good a run is on the rows of a split, beside the simplest answer, and where it errs. */
export function ScoresView({ project, run, split, epoch }: EvaluateViewProps) {
  const { data, error, refetch } = useCall(
    'evaluation.get',
    { project: project.id, run: run.id, split, ...(epoch === undefined ? {} : { epoch }) },
    { keepPrevious: true },
  )
  const evaluation = data?.run === run.id ? data : undefined
  const doubt = tooGoodNote(run)
  const note = doubt ?? smallSplitNote(run, split)
  return (
    <>
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {evaluation === undefined && error === null && <Loading label="Evaluating…" />}
      {evaluation !== undefined && (
        <>
          <Card label="Scores">
            <Tiles
              label={`Scores on the ${splitWords[evaluation.split].name.toLowerCase()} rows`}
              tiles={[
                ...measuredWords(evaluation.task, [evaluation.metrics]).map((word) => {
                  const value = metricOf(evaluation.metrics, word.key)
                  const better = beats(word, value, metricOf(evaluation.baseline, word.key))
                  return {
                    label: word.name,
                    value: formatMetric(value),
                    note: baselineNote(word, evaluation),
                    tone: better === null ? ('plain' as const) : better ? ('good' as const) : ('warn' as const),
                    help: `${word.meaning} ${word.better === 'higher' ? 'Higher' : 'Lower'} is better. ${baselineMeaning(evaluation)}`,
                  }
                }),
                {
                  label: 'Rows',
                  value: evaluation.rows.toLocaleString(),
                  note: splitWords[evaluation.split].name.toLowerCase(),
                },
              ]}
            />
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
          {evaluation.task === 'classification' ? (
            <ClassificationDetails evaluation={evaluation} />
          ) : (
            <RegressionDetails evaluation={evaluation} target={run.target} name={run.name} />
          )}
          <SplitTable run={run} />
        </>
      )}
    </>
  )
}

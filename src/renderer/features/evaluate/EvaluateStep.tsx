import { Button, SegmentedControl } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import { useState } from 'react'
import type { SplitName } from '../../../shared/recipes.ts'
import { useCall } from '../../app/data.tsx'
import { navigate, useRoute } from '../../app/route.ts'
import { evaluatedRun, type StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Card, Page } from '../../components/Page.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import { modelInShort, RunChoice } from '../runs/RunChoice.tsx'
import { ClassificationDetails } from './ClassificationDetails.tsx'
import { baselineMeaning, baselineNote, smallSplitNote, splitsOf, splitWords, tooGoodNote } from './evaluateViews.ts'
import { beats, formatMetric, measuredWords, metricOf } from './metricWords.ts'
import { RegressionDetails } from './RegressionDetails.tsx'
import { SplitTable } from './SplitTable.tsx'
import styles from './evaluate.module.css'

/** The step Evaluate: how good a run is, on which rows, and where it errs. */
export function EvaluateStep({ project, dataset }: StepProps) {
  const route = useRoute()
  const run = evaluatedRun(project, dataset, route)
  const [wanted, setWanted] = useState<SplitName>('validation')
  const splits = run === null ? [] : splitsOf(run)
  const split = splits.includes(wanted) ? wanted : (splits[0] ?? 'train')
  const { data, error, refetch } = useCall(
    'evaluation.get',
    run === null ? null : { project: project.id, run: run.id, split },
    { keepPrevious: true },
  )
  if (run === null) {
    return (
      <EmptyState
        icon={<IconTargetArrow size={36} />}
        title="See how good a run is"
        action={
          <Button variant="filled" onClick={() => navigate({ step: 'train' })}>
            Go to Train
          </Button>
        }
      >
        Once a run has ended, this page shows its scores on rows it has never learned from, beside what the simplest
        answer would score, and where it errs.
      </EmptyState>
    )
  }
  const evaluation = data?.run === run.id ? data : undefined
  const doubt = tooGoodNote(run)
  const note = doubt ?? smallSplitNote(run, split)
  return (
    <Page
      title={run.name}
      subtitle={modelInShort(run)}
      actions={
        <>
          <RunChoice project={project} dataset={dataset} run={run} />
          <Button onClick={() => navigate({ step: 'train', run: run.id })}>Show in Train</Button>
          <Button variant="filled" onClick={() => navigate({ step: 'use', run: run.id })}>
            Use this model
          </Button>
        </>
      }
    >
      <div className={styles.splitRow}>
        <SegmentedControl
          aria-label="Rows to judge by"
          value={split}
          onChange={(value) => {
            const chosen = splits.find((name) => name === value)
            if (chosen !== undefined) setWanted(chosen)
          }}
          data={splits.map((name) => ({ value: name, label: splitWords[name].name }))}
        />
        <span className="soft small">{splitWords[split].meaning}</span>
      </div>
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
    </Page>
  )
}

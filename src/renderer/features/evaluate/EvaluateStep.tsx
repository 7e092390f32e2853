import { Button, SegmentedControl } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import { useState } from 'react'
import type { SplitName } from '../../../shared/recipes.ts'
import { navigate, useRoute } from '../../app/route.ts'
import { evaluatedRun, type StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { modelInShort, RunChoice } from '../runs/RunChoice.tsx'
import { EpochChoice } from './EpochChoice.tsx'
import { splitsOf, splitWords } from './evaluateViews.ts'
import { RowsDoor } from './rows/RowsDoor.tsx'
import { viewNamed, views } from './views.ts'
import styles from './evaluate.module.css'

/** The step Evaluate: how good a run is, on which rows, and where it errs. */
export function EvaluateStep({ project, dataset }: StepProps) {
  const route = useRoute()
  const run = evaluatedRun(project, dataset, route)
  const [wanted, setWanted] = useState<SplitName>('validation')
  const [chosen, setChosen] = useState<{ run: string; epoch: number | undefined } | null>(null)
  const splits = run === null ? [] : splitsOf(run)
  const split = splits.includes(wanted) ? wanted : (splits[0] ?? 'train')
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
  const { name, View } = viewNamed(route.view)
  const epoch = chosen?.run === run.id ? chosen.epoch : undefined
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
        {views.length > 1 && (
          <SegmentedControl
            aria-label="What to look at"
            value={name}
            onChange={(view) => navigate({ view })}
            data={views.map((view) => ({ value: view.name, label: view.label }))}
          />
        )}
        <SegmentedControl
          aria-label="Rows to judge by"
          value={split}
          onChange={(value) => {
            const found = splits.find((one) => one === value)
            if (found !== undefined) setWanted(found)
          }}
          data={splits.map((one) => ({ value: one, label: splitWords[one].name }))}
        />
        <EpochChoice
          project={project.id}
          run={run}
          epoch={epoch}
          onChange={(next) => setChosen({ run: run.id, epoch: next })}
        />
        <span className="soft small">{splitWords[split].meaning}</span>
      </div>
      <RowsDoor project={project} dataset={dataset} run={run} split={split} epoch={epoch}>
        <View key={run.id} project={project} dataset={dataset} run={run} split={split} epoch={epoch} />
      </RowsDoor>
    </Page>
  )
}

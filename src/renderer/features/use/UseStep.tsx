import { Button } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import type { PredictionReport } from '../../../shared/predictions.ts'
import { navigate, useRoute } from '../../app/route.ts'
import { evaluatedRun, type StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Page } from '../../components/Page.tsx'
import { ConformalCard } from '../calibration/ConformalCard.tsx'
import { modelInShort, RunChoice } from '../runs/RunChoice.tsx'
import { ExportModel } from './export/ExportModel.tsx'
import { ReportCard } from './export/ReportCard.tsx'
import { ServeCard } from './serve/ServeCard.tsx'
import { PredictFile } from './PredictFile.tsx'
import { PredictionResult } from './PredictionResult.tsx'
import { WhatIf } from './WhatIf.tsx'
import styles from './use.module.css'

/** The step Use: predict a new file, try one row, take the model away. */
export function UseStep({ project, dataset }: StepProps) {
  const route = useRoute()
  const [report, setReport] = useState<{ run: string; report: PredictionReport } | null>(null)
  const run = evaluatedRun(project, dataset, route)
  if (run === null) {
    return (
      <EmptyState
        icon={<IconWand size={36} />}
        title="Use a trained model"
        action={
          <Button variant="filled" onClick={() => navigate({ step: 'train' })}>
            Go to Train
          </Button>
        }
      >
        Once a run has ended, its model predicts new files, answers what-if questions about one row, and can be exported
        to other programs.
      </EmptyState>
    )
  }
  return (
    <Page
      title={run.name}
      subtitle={modelInShort(run)}
      actions={
        <>
          <RunChoice project={project} dataset={dataset} run={run} />
          <Button onClick={() => navigate({ step: 'evaluate', run: run.id })}>Show in Evaluate</Button>
        </>
      }
    >
      <div className={styles.top}>
        <PredictFile
          key={`${run.id} file`}
          project={project.id}
          run={run.id}
          ranges={run.rows.validation === 0 ? null : run.task === 'regression' ? 'interval' : 'set'}
          onReport={(next) => setReport(next === null ? null : { run: run.id, report: next })}
        />
        {run.rows.validation > 0 && <ConformalCard project={project.id} run={run} />}
      </div>
      {report !== null && report.run === run.id && (
        <PredictionResult report={report.report} onClose={() => setReport(null)} />
      )}
      <WhatIf key={`${run.id} row`} project={project.id} run={run} />
      <ExportModel key={`${run.id} export`} project={project.id} run={run.id} />
      <ServeCard project={project} run={run} />
      <ReportCard key={`${run.id} report`} project={project.id} run={run.id} />
    </Page>
  )
}

import { Button } from '@mantine/core'
import type { Run } from '../../../../shared/runs.ts'
import type { StudyWithTrials } from '../../../../shared/studies.ts'
import type { RunConfig } from '../../../../shared/training.ts'
import { useCommand } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import type { StepProps } from '../../../app/steps.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Card } from '../../../components/Page.tsx'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { openForm } from '../../train/draft.ts'
import { isActive } from '../../train/runViews.ts'
import { parameterLabel, pointText, scoreName } from '../words.ts'
import styles from './study.module.css'

/** The trial with the best score: its settings, and what to do with them. */
export function BestTrial(props: {
  project: StepProps['project']
  /** The dataset that a new run would learn from. */
  dataset: string
  study: StudyWithTrials
  run: Run
}) {
  const { project, dataset, study, run } = props
  const extend = useCommand('runs.extend')
  const { point } = run.study ?? {}
  const trial = study.trials.find(({ index }) => index === run.study?.index)
  const open = () => navigate({ step: 'train', run: run.id, dataset: run.dataset })
  const { epochs } = study.config.training
  return (
    <Card title={isActive(run.state) ? 'Best so far, still training' : 'Best trial'}>
      <p>
        <strong>{run.name}</strong> has a {scoreName(study.metric)} of {formatMetric(trial?.score ?? null)}.
      </p>
      <dl className={styles.point}>
        {Object.entries(point ?? {}).map(([path, value]) => (
          <div key={path}>
            <dt>{parameterLabel(path)}</dt>
            <dd>{pointText(path, value)}</dd>
          </div>
        ))}
      </dl>
      {extend.error !== null && <FailureNote error={extend.error} />}
      <div className={styles.buttons}>
        <Button variant="filled" onClick={() => openForm(dataset, asSingle(run.config, study.config))}>
          Use these settings
        </Button>
        <Button
          title={`Goes on from its last epoch for ${epochs} more`}
          disabled={run.state !== 'finished' || project.readOnly}
          loading={extend.isPending}
          onClick={() => extend.mutate({ project: project.id, run: run.id, epochs }, { onSuccess: open })}
        >
          Train the best longer
        </Button>
        <Button
          disabled={run.metrics === null}
          onClick={() => navigate({ step: 'evaluate', run: run.id, dataset: run.dataset })}
        >
          Evaluate
        </Button>
      </div>
    </Card>
  )
}

/** A trial's settings for a run by itself, which has all cores and keeps weights as usual. */
function asSingle({ network, training }: RunConfig, { training: usual }: RunConfig): RunConfig {
  return { network, training: { ...training, threads: usual.threads, keptMegabytes: usual.keptMegabytes } }
}

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { SplitName } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import { useCall } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { formatMetric, leadMetric, metricOf } from '../../evaluate/metricWords.ts'
import { pictureEvery } from './every.ts'
import { FitPicture } from './FitPicture.tsx'
import styles from './live.module.css'

/** How well a run under way predicts now: which classes are taken for which, or predicted against actual. */
export function LiveFit({ project, run }: { project: string; run: Run }) {
  const [split, setSplit] = useState<SplitName>(run.rows.validation > 0 ? 'validation' : 'train')
  const live = run.state === 'running'
  const { data: evaluation, error } = useCall(
    'monitoring.fit',
    { project, run: run.id, split },
    { keepPrevious: true, every: live ? pictureEvery : undefined },
  )
  const lead = leadMetric(run.task)
  return (
    <Card
      className={styles.chart ?? ''}
      title="Fit now"
      aside={
        <>
          {evaluation !== undefined && (
            <span className="faint small">
              {lead.name} {formatMetric(metricOf(evaluation.metrics, lead.key))}
            </span>
          )}
          {run.rows.validation > 0 && (
            <SegmentedControl
              size="xs"
              aria-label="Rows shown"
              value={split}
              data={[
                { value: 'validation', label: 'Validation' },
                { value: 'train', label: 'Training' },
              ]}
              onChange={(value) => setSplit(value === 'train' ? 'train' : 'validation')}
            />
          )}
        </>
      }
    >
      {error !== null && evaluation === undefined && <FailureNote error={error} />}
      {evaluation === undefined ? (
        error === null && <Loading label="Looking at the rows…" />
      ) : (
        <FitPicture run={run} evaluation={evaluation} />
      )}
    </Card>
  )
}

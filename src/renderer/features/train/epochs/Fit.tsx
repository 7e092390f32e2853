import { SegmentedControl } from '@mantine/core'
import type { SplitName } from '../../../../shared/recipes.ts'
import type { Run } from '../../../../shared/runs.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { Card } from '../../../components/Page.tsx'
import { formatMetric, metricOf, metricWords } from '../../evaluate/metricWords.ts'
import { FitPicture } from '../live/FitPicture.tsx'
import type { SeenFit } from './useFit.ts'
import live from '../live/live.module.css'
import styles from './epochs.module.css'

/** How well a run predicts at a moment: its scores, and which classes are taken for which or predicted against actual. */
export function Fit(props: {
  run: Run
  title: string
  fit: SeenFit
  split: SplitName
  onSplit: (split: SplitName) => void
}) {
  const { run, fit, split } = props
  const { evaluation, error } = fit
  const splits = splitsOf(run)
  return (
    <Card
      className={live.chart ?? ''}
      title={props.title}
      aside={
        splits.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Rows shown"
            value={split}
            data={splits}
            onChange={(value) => props.onSplit(value === 'train' || value === 'test' ? value : 'validation')}
          />
        )
      }
    >
      {error !== null && <FailureNote error={error} />}
      {evaluation === undefined ? (
        error === null && <Loading label="Looking at the rows…" />
      ) : (
        <>
          <dl className={styles.scores} aria-busy={!fit.isOfMoment}>
            {metricWords(run.task).map((word) => (
              <div key={word.key}>
                <dt title={word.meaning}>{word.name}</dt>
                <dd>{formatMetric(metricOf(evaluation.metrics, word.key))}</dd>
              </div>
            ))}
          </dl>
          <div className={styles.picture}>
            <FitPicture run={run} evaluation={evaluation} />
          </div>
        </>
      )}
    </Card>
  )
}

function splitsOf({ rows }: Run) {
  const names = { validation: 'Validation', test: 'Test', train: 'Training' } as const
  return (['validation', 'test', 'train'] as const)
    .filter((split) => rows[split] > 0)
    .map((value) => ({ value, label: names[value] }))
}

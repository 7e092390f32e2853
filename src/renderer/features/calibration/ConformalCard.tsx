import type { Run } from '../../../shared/runs.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Card } from '../../components/Page.tsx'
import { formatValue } from '../../../core/words/values.ts'
import { useConformalChoice } from './choice.ts'
import { caveatText, heldText, isMissed, promiseText, ruleText, tooFewText } from './conformalWords.ts'
import { LevelChoice } from './LevelChoice.tsx'
import { useConformal } from './useConformal.ts'
import styles from './calibration.module.css'

/** Intervals or sets around predictions: what they are, and how often they held. */
export function ConformalCard({ project, run }: { project: string; run: Run }) {
  const choice = useConformalChoice()
  const { data, error, refetch, isPlaceholderData } = useConformal(project, run.id, choice)
  const what = run.task === 'regression' ? 'Prediction intervals' : 'Prediction sets'
  return (
    <Card title={what}>
      <LevelChoice task={run.task} />
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && (
        <div className={styles.toCome}>
          <Loading label="Measuring errors…" />
        </div>
      )}
      {error === null && data !== undefined && (
        <div className={styles.lines} aria-busy={isPlaceholderData} aria-live="polite">
          {data.rule === null ? (
            <p className={styles.warn} role="note">
              {tooFewText(data)}
            </p>
          ) : (
            <>
              <p className="soft">{promiseText(run.task, data.level)}</p>
              <p className={styles.rule}>{ruleText(data.rule, run.target)}</p>
              <p className={isMissed(data) ? styles.warn : undefined}>{heldText(data)}</p>
              {data.test !== null && (
                <p className="soft">
                  {run.task === 'regression'
                    ? `On average an interval is ${formatValue(data.test.size, 4)} wide.`
                    : `On average a set has ${formatValue(data.test.size, 3)} of the classes.`}
                </p>
              )}
              <p className="soft small">{caveatText(run, data)}</p>
            </>
          )}
        </div>
      )}
    </Card>
  )
}

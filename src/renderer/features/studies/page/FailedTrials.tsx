import type { Run } from '../../../../shared/runs.ts'
import { navigate } from '../../../app/route.ts'
import { plural } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import styles from './study.module.css'

/** Trials that failed, with what went wrong and what to do; nothing where none did. */
export function FailedTrials({ runs }: { runs: readonly Run[] }) {
  const failed = runs.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return null
  return (
    <Card title={`${plural(failed.length, 'run')} failed`}>
      <ul className={styles.failed}>
        {failed.map(({ id, name, failure }) => (
          <li key={id}>
            <button type="button" onClick={() => navigate({ step: 'train', run: id })}>
              {name}
            </button>{' '}
            {failure === null ? 'failed.' : failure.message} <span className="soft">{failure?.hint}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

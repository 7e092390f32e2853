import { Button, Progress } from '@mantine/core'
import { useCommand } from '../../app/data.tsx'
import { useJob } from '../../app/jobs.ts'
import { formatDuration, formatShare } from '../../../core/words/format.ts'
import styles from './use.module.css'

/** How far a job is, with the way to cancel it. */
export function JobProgress({ job, title }: { job: string; title: string }) {
  const state = useJob(job)
  const cancel = useCommand('jobs.cancel')
  const fraction = state?.fraction ?? null
  return (
    <div className={styles.job} role="status">
      <span>{title}</span>
      <Progress
        className={styles.jobBar ?? ''}
        value={fraction === null ? 100 : fraction * 100}
        animated={fraction === null}
        size={6}
        aria-label={title}
      />
      <span className="soft small">
        {fraction === null ? '' : formatShare(Math.floor(fraction * 100) / 100)}
        {state?.secondsLeft == null ? '' : `, ${formatDuration(state.secondsLeft)} left`}
      </span>
      <Button size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate({ job })}>
        Cancel
      </Button>
    </div>
  )
}

import { Button, Progress } from '@mantine/core'
import { useJob } from '../../../app/jobs.ts'
import { formatDuration, formatShare } from '../../../../core/words/format.ts'
import styles from './ImportProgress.module.css'

/** How far a job on a file is, how long it will take, and the way to end it. */
export function ImportProgress({
  job,
  label,
  onCancel,
  cancelling,
}: {
  job: string
  label: string
  onCancel: () => void
  cancelling: boolean
}) {
  const progress = useJob(job)
  const fraction = progress?.fraction ?? null
  return (
    <div className={styles.progress} role="status">
      <Progress value={(fraction ?? 0) * 100} size={6} aria-label={label} />
      <div className={styles.row}>
        <span>
          {fraction === null ? 'Reading the file…' : formatShare(Math.floor(fraction * 100) / 100)}
          {progress !== null && progress.detail !== '' && ` · ${progress.detail}`}
          {progress?.secondsLeft != null && ` · ${formatDuration(progress.secondsLeft)} left`}
        </span>
        <Button onClick={onCancel} loading={cancelling}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

import { Button, Progress } from '@mantine/core'
import type { Job } from '../../shared/jobs.ts'
import { formatDuration, formatShare } from '../../core/words/format.ts'
import { lowerFirst } from '../../core/words/settings/settingText.ts'
import { QueueButton } from '../features/queue/QueueButton.tsx'
import { isWaiting, waitingText } from '../features/queue/waiting.ts'
import { useCall, useCommand } from './data.tsx'
import styles from './Frame.module.css'
import { useActiveJobs } from './jobs.ts'
import { useProject } from './project.ts'
import { useAskBeforeLeaving } from './useAskBeforeLeaving.ts'

function progressText(job: Job): string {
  const parts: string[] = []
  if (job.state === 'paused') parts.push('paused')
  if (job.fraction !== null) parts.push(formatShare(Math.floor(job.fraction * 100) / 100))
  if (job.detail !== '') parts.push(job.detail)
  if (job.secondsLeft !== null && job.state === 'running') parts.push(`${formatDuration(job.secondsLeft)} left`)
  return parts.join(', ')
}

/** The work under way, wherever the person is: what, how far, how long still, and Cancel. */
export function BottomBar({ idle, project }: { idle: string; project: string | null }) {
  const active = useActiveJobs()
  const cancel = useCommand('jobs.cancel')
  // What waits for its turn does not hide what is being worked on.
  const job = active.findLast(({ fraction }) => fraction !== null) ?? active.at(-1)
  const onServer = useCall('app.info', {}).data?.host === 'browser'
  const trains = active.some(({ kind }) => kind === 'training' || kind === 'study')
  useAskBeforeLeaving(onServer && trains)
  const runs = useProject(project).data?.runs ?? []
  const waiting = runs.find((run) => run.id === job?.id && isWaiting(run))
  return (
    <footer className={styles.footer} aria-label="Work under way">
      {job === undefined ? (
        <span className="ellipsis">{idle}</span>
      ) : (
        <>
          {waiting === undefined ? (
            <>
              <span className="ellipsis">{job.title}</span>
              <Progress
                className={styles.progress}
                value={job.fraction === null ? 100 : job.fraction * 100}
                animated={job.fraction === null}
                size={6}
                aria-label={job.title}
              />
              <span className="ellipsis">{progressText(job)}</span>
            </>
          ) : (
            <span className="ellipsis">
              {waiting.name}: {lowerFirst(waitingText(waiting, runs))}
            </span>
          )}
          {onServer && trains && (
            <span className="faint ellipsis">Goes on on the server when you close this page.</span>
          )}
          {active.length > 1 && <span className="faint">and {active.length - 1} more</span>}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ job: job.id })}
            aria-label={`Cancel ${job.title}`}
          >
            {job.kind === 'training' || job.kind === 'study' ? 'Stop' : 'Cancel'}
          </Button>
        </>
      )}
      <span className={styles.end}>{project !== null && <QueueButton project={project} />}</span>
    </footer>
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { JobContext, JobRequest, Jobs } from './jobs.ts'

/** Milliseconds that a person waits without being told of work. */
const PATIENCE = 300

/**
 * Does `work` at once, and as a job from the moment on that it takes longer than a person waits without being told: quick
 * work would only flash up. Its result and errors are the caller's.
 */
export async function runUnlessQuick<T>(
  jobs: Pick<Jobs, 'run'>,
  job: JobRequest,
  work: (context: JobContext) => Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  const controller = new AbortController()
  let told: Parameters<JobContext['progress']> | null = null
  let tell: JobContext['progress'] = (...progress) => {
    told = progress
  }
  const result = work({ signal: controller.signal, progress: (...progress) => tell(...progress) })
  const settled = result.then(
    () => true,
    () => true,
  )
  const waiting = new AbortController()
  const late = sleep(patience, false, { signal: waiting.signal }).catch(() => true)
  const isDone = await Promise.race([settled, late])
  waiting.abort()
  if (isDone) return result
  return jobs.run(job, ({ signal, progress }) => {
    signal.addEventListener('abort', () => controller.abort(), { once: true })
    tell = progress
    if (told !== null) progress(...told)
    return result
  })
}

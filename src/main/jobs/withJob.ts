import { DescentError } from '../../shared/errors.ts'
import type { Job } from '../../shared/jobs.ts'
import type { JobStarter } from '../runs/ports.ts'

export interface JobWork {
  /** Aborts when the person cancels. */
  signal: AbortSignal
  onProgress(fraction: number, detail?: string): void
}

/** Runs work as a job of the bottom bar: progress, time left, cancel, and exactly one end. */
export async function withJob<T>(
  jobs: JobStarter,
  job: Pick<Job, 'id' | 'project' | 'kind' | 'title'>,
  work: (work: JobWork) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  const started = performance.now()
  const handle = jobs.start(job, () => abort.abort())
  try {
    const value = await work({
      signal: abort.signal,
      onProgress(fraction, detail) {
        const elapsed = (performance.now() - started) / 1000
        const secondsLeft = fraction > 0.02 ? (elapsed / fraction) * (1 - fraction) : null
        handle.update({ fraction, secondsLeft, ...(detail === undefined ? {} : { detail }) })
      },
    })
    handle.done()
    return value
  } catch (error) {
    if (!abort.signal.aborted) {
      handle.failed()
      throw error
    }
    handle.cancelled()
    throw new DescentError('cancelled', `${job.title} was stopped.`, { cause: error })
  }
}

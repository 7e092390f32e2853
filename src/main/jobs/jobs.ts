import { DescentError } from '../../shared/errors.ts'
import type { Job } from '../../shared/jobs.ts'
import type { EventSink, JobHandle, JobStarter } from '../runs/ports.ts'

/** What a job's work is given. */
export interface JobContext {
  /** Aborted when the person cancels. */
  signal: AbortSignal
  progress(fraction: number | null, detail: string): void
}

export interface JobRequest extends Pick<Job, 'id' | 'project' | 'kind' | 'title'> {}

export interface Jobs extends JobStarter {
  /** Does `work` as a job that is shown and can be cancelled; its result and errors are the caller's. */
  run<T>(job: JobRequest, work: (context: JobContext) => Promise<T>): Promise<T>
  /** Those that go on and the ones that ended last, oldest first. */
  list(): Job[]
  /** Asks a job to stop: one that has ended stays as it is, one that is yet to come ends as soon as it begins. */
  cancel(id: string): void
  /** Cancels all that goes on in the project, or everywhere, and waits for what was started by `run`. */
  cancelAll(project?: string): Promise<void>
}

interface Entry {
  job: Job
  cancel(): void
  ended: Promise<void>
}

/** How many ended jobs are remembered, and how many that were cancelled before they began. */
const REMEMBERED = 20

/**
 * Long work that is shown in the bottom bar. Time left is estimated from the fraction unless the work says it itself;
 * time spent paused does not count. `now`: milliseconds of a clock that only runs forward.
 */
export function createJobs(events: EventSink, now: () => number = () => performance.now()): Jobs {
  const entries = new Map<string, Entry>()
  /** Whoever asks for a job names it, and may change their mind while the call is still on its way to its work. */
  const cancelledAhead = new Set<string>()

  function isActive({ job }: Entry): boolean {
    return job.state === 'running' || job.state === 'paused'
  }

  function forgetOldest(): void {
    const ended = [...entries.values()].filter((entry) => !isActive(entry))
    for (const { job } of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) entries.delete(job.id)
  }

  function add(request: JobRequest, cancel: () => void, ended: Promise<void>): JobHandle {
    const known = entries.get(request.id)
    if (known !== undefined && isActive(known)) {
      throw new DescentError('usage', 'A job with this identifier is going on already.')
    }
    const { id, project, kind, title } = request
    let job: Job = { id, project, kind, title, state: 'running', fraction: null, detail: '', secondsLeft: null }
    const entry: Entry = { job, cancel, ended }
    entries.delete(id)
    entries.set(id, entry)
    const clock = new WorkClock(now)

    function change(changes: Partial<Job>): void {
      if (!isActive(entry)) return
      job = { ...job, ...changes }
      clock.run(job.state === 'running')
      if (changes.secondsLeft === undefined && changes.fraction !== undefined) {
        job.secondsLeft = clock.secondsLeft(job.fraction)
      }
      entry.job = job
      events.emit('job', job)
    }
    function end(state: 'done' | 'failed' | 'cancelled'): void {
      change({ state, secondsLeft: null, ...(state === 'done' ? { fraction: 1 } : {}) })
      forgetOldest()
    }
    change({})
    return {
      update: change,
      done: () => end('done'),
      failed: () => end('failed'),
      cancelled: () => end('cancelled'),
    }
  }

  return {
    start: (request, cancel) => add(request, cancel, Promise.resolve()),

    async run(request, work) {
      const controller = new AbortController()
      const { promise, resolve } = Promise.withResolvers<void>()
      const handle = add(request, () => controller.abort(), promise)
      if (cancelledAhead.delete(request.id)) controller.abort()
      try {
        controller.signal.throwIfAborted()
        const value = await work({
          signal: controller.signal,
          progress: (fraction, detail) => handle.update({ fraction, detail }),
        })
        handle.done()
        return value
      } catch (error) {
        if (controller.signal.aborted) {
          handle.cancelled()
          throw new DescentError('cancelled', `“${request.title}” was cancelled.`, { cause: error })
        }
        handle.failed()
        throw error
      } finally {
        resolve()
      }
    },

    list: () => [...entries.values()].map(({ job }) => job),

    cancel(id) {
      const entry = entries.get(id)
      if (entry !== undefined) {
        if (isActive(entry)) entry.cancel()
        return
      }
      cancelledAhead.add(id)
      for (const oldest of cancelledAhead) if (cancelledAhead.size > REMEMBERED) cancelledAhead.delete(oldest)
    },

    async cancelAll(project) {
      const active = [...entries.values()].filter(
        (entry) => isActive(entry) && (project === undefined || entry.job.project === project),
      )
      for (const entry of active) entry.cancel()
      await Promise.all(active.map(({ ended }) => ended))
    },
  }
}

/** Time spent working, without pauses. */
class WorkClock {
  readonly #now: () => number
  #worked = 0
  #since: number | null

  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  run(running: boolean): void {
    if (running) {
      this.#since ??= this.#now()
    } else if (this.#since !== null) {
      this.#worked += this.#now() - this.#since
      this.#since = null
    }
  }

  /** null while too little has been done to tell. */
  secondsLeft(fraction: number | null): number | null {
    const worked = this.#worked + (this.#since === null ? 0 : this.#now() - this.#since)
    if (fraction === null || fraction < MIN_FRACTION || worked < MIN_WORKED_MS) return null
    return (worked / 1000) * (1 / fraction - 1)
  }
}

/** Before this, an estimate of the time left would jump about. */
const MIN_FRACTION = 0.02
const MIN_WORKED_MS = 500

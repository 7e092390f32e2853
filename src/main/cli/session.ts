import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Job } from '../../shared/jobs.ts'
import type { Application } from '../application.ts'
import type { Progress } from './console.ts'
import type { CommandContext } from './main.ts'

export interface Session {
  application: Application
  /** Emptied when the command ends. */
  scratch: string
}

/** The application for the time of one command, with its jobs shown as progress. Everything is closed at the end. */
export async function withApplication<T>(
  { place, console }: Pick<CommandContext, 'place' | 'console'>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const [{ createApplication }, { version }] = await Promise.all([
    import('../createApplication.ts'),
    import('../version.ts'),
  ])
  return withScratch(async (scratch) => {
    const application = await createApplication({
      entries: place.entries,
      host: 'cli',
      version,
      projectsFolder: join(scratch, 'projects'),
      scratchFolder: join(scratch, 'files'),
    })
    const unsubscribe = application.events.subscribe('job', (job) => {
      if (job.state === 'running') console.progress(progressOf(job))
    })
    try {
      return await work({ application, scratch })
    } finally {
      unsubscribe()
      await application.close()
    }
  })
}

/** A folder for the time of one command. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-cli-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Registers a file named on the command line. */
export async function registerFile(
  application: Application,
  path: string,
): Promise<{ file: string; fileName: string }> {
  return application.files.register(resolve(path), basename(path))
}

/**
 * Cancels a job when the person interrupts; one that has ended already stays as it is. Errors: those of the work, and
 * `cancelled`.
 */
export async function cancellable<T>(
  { handlers }: { handlers: Pick<Application['handlers'], 'jobs.cancel'> },
  signal: AbortSignal,
  job: string,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const cancel = () => void handlers['jobs.cancel']({ job }).catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await work()
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function progressOf({ kind, fraction, detail, secondsLeft, title }: Job): Progress {
  return { stage: kind, fraction, detail: detail === '' ? title : detail, secondsLeft }
}

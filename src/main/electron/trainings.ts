import { setTimeout } from 'node:timers/promises'
import type { Job } from '../../shared/jobs.ts'
import type { Application } from '../application.ts'
import { durationText } from '../durationText.ts'

/** Between two looks at whether what was stopped has ended, in milliseconds. */
const LOOK_EVERY = 50
/** A run that has not ended by then is saved as interrupted. */
const LONGEST_STOP_MS = 15_000
/** Trainings that a text names; of more it tells how many there are. */
const MOST_NAMED = 3

/** Runs and studies that are under way. */
export async function trainings({ handlers }: Pick<Application, 'handlers'>): Promise<Job[]> {
  const jobs = await handlers['jobs.list']({})
  return jobs.filter(
    ({ kind, state }) => (kind === 'training' || kind === 'study') && (state === 'running' || state === 'paused'),
  )
}

/**
 * Ends runs and studies as "Stop" does: their best weights are kept. Runs that wait for their first turn have none, and
 * are left to be put into the queue again.
 */
export async function stopTrainings(application: Pick<Application, 'handlers' | 'leaveQueue'>): Promise<void> {
  // First, so that none of them begins where another ends.
  await application.leaveQueue()
  for (const { id } of await trainings(application)) await application.handlers['jobs.cancel']({ job: id })
  for (let waited = 0; waited < LONGEST_STOP_MS; waited += LOOK_EVERY) {
    if ((await trainings(application)).length === 0) return
    await setTimeout(LOOK_EVERY)
  }
}

/** How far the trainings are, a line each: “Training Run 3: Epoch 20 of 100, 40 s left”. */
export function trainingText(jobs: readonly Job[]): string {
  if (jobs.length === 0) return 'Nothing is training any more'
  const lines = jobs.slice(0, MOST_NAMED).map(({ title, detail, state, secondsLeft }) => {
    const left = secondsLeft === null ? '' : `${durationText(secondsLeft)} left`
    const told = [state === 'paused' ? 'paused' : '', detail, left].filter((part) => part !== '')
    return told.length === 0 ? title : `${title}: ${told.join(', ')}`
  })
  const more = jobs.length - lines.length
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

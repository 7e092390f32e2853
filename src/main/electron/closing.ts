import { setTimeout } from 'node:timers/promises'
import { type BrowserWindow, dialog } from 'electron'
import type { Job } from '../../shared/jobs.ts'
import type { Application } from '../application.ts'

/** Between two looks at whether what was stopped has ended, in milliseconds. */
const LOOK_EVERY = 50
/** A run that has not ended by then is saved as interrupted. */
const LONGEST_STOP_MS = 15_000

const answers = ['Keep training in the background', 'Stop and keep the best', 'Cancel'] as const

async function trainings({ handlers }: Application): Promise<Job[]> {
  const jobs = await handlers['jobs.list']({})
  return jobs.filter(
    ({ kind, state }) => (kind === 'training' || kind === 'study') && (state === 'running' || state === 'paused'),
  )
}

/** Ends runs and studies as "Stop" does: their best weights are kept. */
async function stopAll(application: Application): Promise<void> {
  for (const { id } of await trainings(application)) await application.handlers['jobs.cancel']({ job: id })
  for (let waited = 0; waited < LONGEST_STOP_MS; waited += LOOK_EVERY) {
    if ((await trainings(application)).length === 0) return
    await setTimeout(LOOK_EVERY)
  }
}

/** Asks what is to become of the trainings: the index of an answer. */
async function ask(window: BrowserWindow, jobs: readonly Job[]): Promise<number> {
  const [first] = jobs
  const what = jobs.length === 1 && first !== undefined ? `“${first.title}” is` : `${jobs.length} trainings are`
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Descent',
    message: `${what} still under way.`,
    detail:
      'In the background it goes on without a window; start Descent again to see it. Stopped now, the best weights so far are kept.',
    buttons: [...answers],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  return response
}

/**
 * Closing the window asks while a run or study is under way: the window is hidden and training goes on, or it is stopped
 * and the window closes, or nothing happens.
 */
export function askBeforeClosing(window: BrowserWindow, application: Application): void {
  let isAsking = false
  let mayClose = false
  const decide = async (): Promise<void> => {
    const jobs = await trainings(application)
    const answer = jobs.length === 0 ? null : answers[await ask(window, jobs)]
    if (answer === 'Cancel') return
    if (answer === 'Keep training in the background') {
      window.hide()
      return
    }
    if (answer !== null) await stopAll(application)
    mayClose = true
    window.close()
  }
  window.on('close', (event) => {
    if (mayClose) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void decide().finally(() => {
      isAsking = false
    })
  })
}

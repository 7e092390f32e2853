import { type BrowserWindow, dialog } from 'electron'
import type { Job } from '../../shared/jobs.ts'
import type { Application } from '../application.ts'
import { stopTrainings, trainings } from './trainings.ts'

const answers = ['Keep training in the background', 'Stop and keep the best', 'Cancel'] as const

/** Asks what is to become of the trainings: the index of an answer. */
async function ask(window: BrowserWindow, jobs: readonly Job[]): Promise<number> {
  const [first] = jobs
  const what = jobs.length === 1 && first !== undefined ? `“${first.title}” is` : `${jobs.length} trainings are`
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Descent',
    message: `${what} still under way.`,
    detail:
      'In the background it goes on without a window; the icon in the tray shows it again, and so does starting Descent. Stopped now, the best weights so far are kept, and a run that waits for its turn stays: Resume puts it back into the queue.',
    buttons: [...answers],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  return response
}

/**
 * Closing the window asks while a run or study is under way: `hide` takes it away and training goes on, or it is stopped
 * and the window closes, or nothing happens.
 */
export function askBeforeClosing(window: BrowserWindow, application: Application, hide: () => void): void {
  let isAsking = false
  let mayClose = false
  const decide = async (): Promise<void> => {
    const jobs = await trainings(application)
    const answer = jobs.length === 0 ? null : answers[await ask(window, jobs)]
    if (answer === 'Cancel') return
    if (answer === 'Keep training in the background') {
      hide()
      return
    }
    if (answer !== null) await stopTrainings(application)
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

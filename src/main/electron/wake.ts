import { powerSaveBlocker } from 'electron'
import type { Application } from '../application.ts'
import { trainings } from './trainings.ts'

/**
 * Keeps the machine from going to sleep by itself while anything trains or waits for its time, such as tonight; the
 * screen may go dark. What is paused keeps nothing awake.
 */
export function keepAwake(application: Pick<Application, 'handlers' | 'events'>): void {
  let blocker: number | null = null
  const look = async () => {
    const isBusy = (await trainings(application)).some(({ state }) => state === 'running')
    if (isBusy) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  application.events.subscribe('job', () => void look())
}

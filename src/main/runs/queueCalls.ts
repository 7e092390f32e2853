import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { EventSink } from './ports.ts'
import type { TrainingQueue } from './queue.ts'
import type { RunsService } from './service.ts'

export type QueueCalls = 'runs.queue' | 'runs.reorder' | 'runs.schedule'

/** What a person does about the order and the time in which runs begin. */
export function createQueueCalls(context: {
  runs: Pick<RunsService, 'live'>
  queue: TrainingQueue
  events: EventSink
}): Pick<Handlers, QueueCalls> {
  const { runs, queue, events } = context
  const waiting = (project: string): string[] => queue.waiting().filter((id) => runs.live(project, id) !== null)
  return {
    'runs.queue': ({ project }) => Promise.resolve(waiting(project)),

    'runs.reorder': async ({ project, run, before }) => {
      queue.reorder(run, before)
      events.emit('projectChanged', { project })
      return waiting(project)
    },

    'runs.schedule': async ({ project, run, notBefore }) => {
      const found = runs.live(project, run)
      if (found === null) throw new DescentError('usage', 'Only a run that waits for its turn can be put off.')
      queue.schedule(run, notBefore === null ? null : Date.parse(notBefore))
      found.change({ notBefore })
      await found.tellChanges()
      return found.run
    },
  }
}

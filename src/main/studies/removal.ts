import type { Handlers } from '../../shared/contract.ts'
import type { EventSink } from '../runs/ports.ts'
import type { RunsService } from '../runs/service.ts'
import type { StudyStorage } from './ports.ts'
import type { StudiesService } from './service.ts'

interface RemovalContext {
  storage: StudyStorage
  runs: Pick<RunsService, 'live'>
  studies: Pick<StudiesService, 'end' | 'removed' | 'restored'>
  events: EventSink
}

/** Takes any number of runs and studies away, or back, all of them or none. */
export function createRemoval(context: RemovalContext): Pick<Handlers, 'runs.remove' | 'runs.restore'> {
  const { storage, runs, studies, events } = context
  return {
    'runs.remove': async ({ project, ...removal }) => {
      await Promise.all(removal.studies.map((study) => studies.end(project, study)))
      // At once, so that none of those that wait begins when the one that trains has ended.
      await Promise.all(removal.runs.flatMap((run) => runs.live(project, run)?.stop() ?? []))
      const removed = await storage.removeRuns(project, removal)
      studies.removed(project, removed)
      events.emit('projectChanged', { project })
      return { runs: removed }
    },

    'runs.restore': async ({ project, ...removal }) => {
      await storage.restoreRuns(project, removal)
      studies.restored(project, removal.runs)
      events.emit('projectChanged', { project })
      return {}
    },
  }
}

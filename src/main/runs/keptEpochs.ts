import { networkHistory, tensorHistory } from '../../core/epochs/history.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { RunStorage } from './ports.ts'

type KeptCalls = 'runs.kept' | 'runs.statistics' | 'runs.histograms'

/** What runs keep of their epochs, and how their networks changed over them. */
export function createKeptEpochs(storage: RunStorage): Pick<Handlers, KeptCalls> {
  return {
    'runs.kept': ({ project, run }) => storage.readKeptEpochs(project, run),

    'runs.statistics': async ({ project, run }) => networkHistory(await storage.readEpochStatistics(project, run)),

    'runs.histograms': async ({ project, run, tensor }) => {
      const found = tensorHistory(await storage.readEpochStatistics(project, run), tensor)
      if (found === null) throw new DescentError('not-found', 'This run has kept no such weights.')
      return found
    },
  }
}

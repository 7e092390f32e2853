import { networkHistory, tensorHistory } from '../../core/epochs/history.ts'
import type { Handlers } from '../../shared/contract.ts'
import type { KeptEpoch } from '../../shared/epochs.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunStorage } from './ports.ts'

type KeptCalls = 'runs.kept' | 'runs.statistics' | 'runs.histograms'

/** What runs keep of their epochs, and how their networks changed over them. */
export function createKeptEpochs(
  storage: RunStorage,
  get: (project: string, run: string) => Promise<Run>,
): Pick<Handlers, KeptCalls> {
  return {
    'runs.kept': async ({ project, run }) =>
      withBest(await storage.readKeptEpochs(project, run), await get(project, run)),

    'runs.statistics': async ({ project, run }) => networkHistory(await storage.readEpochStatistics(project, run)),

    'runs.histograms': async ({ project, run, tensor }) => {
      const found = tensorHistory(await storage.readEpochStatistics(project, run), tensor)
      if (found === null) throw new DescentError('not-found', 'This run has kept no such weights.')
      return found
    },
  }
}

/** The best weights of a run that has ended are stored in any case, whether or not their epoch was to be kept. */
function withBest(kept: readonly KeptEpoch[], { bestEpoch, state }: Run): KeptEpoch[] {
  if (bestEpoch === null || state !== 'finished') return [...kept]
  const others = kept.filter(({ epoch }) => epoch !== bestEpoch)
  return [...others, { epoch: bestEpoch, hasWeights: true }].sort((a, b) => a.epoch - b.epoch)
}

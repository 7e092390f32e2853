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
    'runs.kept': async ({ project, run: id }) => {
      const [kept, run] = [await storage.readKeptEpochs(project, id), await get(project, id)]
      const { bestEpoch } = run
      return bestEpoch !== null && (await hasBest(storage, project, run)) ? withBest(kept, bestEpoch) : kept
    },

    'runs.statistics': async ({ project, run }) => networkHistory(await storage.readEpochStatistics(project, run)),

    'runs.histograms': async ({ project, run, tensor }) => {
      const found = tensorHistory(await storage.readEpochStatistics(project, run), tensor)
      if (found === null) throw new DescentError('not-found', 'This run has kept no such weights.')
      return found
    },
  }
}

/** One that failed has them where an epoch had ended and the engine could still tell them. */
async function hasBest(storage: RunStorage, project: string, { id, state }: Run): Promise<boolean> {
  return state === 'finished' || (state === 'failed' && (await storage.readWeights(project, id)) !== null)
}

/** The best weights of a run that has ended are stored in any case, whether or not their epoch was to be kept. */
function withBest(kept: readonly KeptEpoch[], bestEpoch: number): KeptEpoch[] {
  const others = kept.filter(({ epoch }) => epoch !== bestEpoch)
  return [...others, { epoch: bestEpoch, hasWeights: true }].sort((a, b) => a.epoch - b.epoch)
}

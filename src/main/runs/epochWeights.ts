import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunStorage } from './ports.ts'

/** Kept epochs that a message names on either side of the one that is not there. */
const NAMED = 2

/** The weights that a run has of one of its epochs. Throws `not-found`, naming the nearest ones that are there. */
export async function epochWeights(
  storage: RunStorage,
  project: string,
  run: Run,
  epoch: number,
): Promise<Float32Array<ArrayBuffer>> {
  const kept = await storage.readEpochWeights(project, run.id, epoch)
  if (kept !== null) return kept
  // Of a run that has ended the best weights are stored in any case.
  if (epoch === run.bestEpoch && (run.state === 'finished' || run.state === 'failed')) {
    const best = await storage.readWeights(project, run.id)
    if (best !== null) return best
  }
  const there = (await storage.readKeptEpochs(project, run.id)).filter(({ hasWeights }) => hasWeights)
  const before = there.filter((other) => other.epoch < epoch).slice(-NAMED)
  const after = there.filter((other) => other.epoch > epoch).slice(0, NAMED)
  const nearest = [...before, ...after].map((other) => other.epoch)
  throw new DescentError('not-found', `“${run.name}” has not kept its weights at epoch ${epoch}.`, {
    hint:
      nearest.length === 0
        ? 'It keeps none along the way: only the best are there once it has ended.'
        : `The nearest ones kept are those of ${nearest.length === 1 ? 'epoch' : 'epochs'} ${nearest.join(', ')}.`,
  })
}

/** The epoch that is meant. Throws `not-found` where the run has no weights of such a one. */
export async function chosenEpoch(
  storage: RunStorage,
  project: string,
  run: Run,
  chosen: number | 'best' | 'last',
): Promise<number> {
  if (typeof chosen === 'number') return chosen
  const kept = await storage.readKeptEpochs(project, run.id)
  const last = kept.findLast(({ epoch, hasWeights }) => hasWeights && epoch > 0)?.epoch ?? null
  const epoch = chosen === 'best' ? run.bestEpoch : last
  if (epoch !== null) return epoch
  throw new DescentError('not-found', `“${run.name}” has kept no weights yet.`, {
    hint: 'Wait until its first epoch has ended.',
  })
}

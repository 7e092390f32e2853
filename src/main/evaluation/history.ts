import type { EpochScores } from '../../shared/evaluation.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { JobContext, Jobs } from '../jobs/jobs.ts'
import { createKeptEpochs } from '../runs/keptEpochs.ts'
import { epochWeights } from '../runs/epochWeights.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import { prepareAgain } from '../runs/sameData.ts'
import type { RunsService } from '../runs/service.ts'
import { specOf } from '../runs/spec.ts'

/** Runs whose scores are remembered. */
const REMEMBERED = 32

interface HistoryContext {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  runs: Pick<RunsService, 'get'>
  jobs: Jobs
}

/**
 * The scores of a run over its kept epochs, also those that it did not record: worked out when they are asked for, as a
 * job, and remembered while the program runs.
 */
export function createEvaluationHistory(context: HistoryContext): Pick<Handlers, 'evaluation.history'> {
  const { storage, runs, jobs } = context
  const { 'runs.kept': keptOf } = createKeptEpochs(storage, runs.get)
  const known = new Map<string, EpochScores>()
  return {
    'evaluation.history': async ({ project, run: id, job }) => {
      const run = await runs.get(project, id)
      const kept = await keptOf({ project, run: id })
      const epochs = kept.filter(({ hasWeights }) => hasWeights).map(({ epoch }) => epoch)
      // An epoch that a run went back from, and trained again, is another one: each time is noted as a change.
      const key = JSON.stringify([project, id, epochs, run.config.training.changes?.length ?? 0])
      const found = known.get(key)
      if (found !== undefined) return found
      const scores = await jobs.run(
        { id: job, project, kind: 'evaluation', title: `Scores of ${run.name} at its kept epochs` },
        (work) => scored(context, project, run, epochs, work),
      )
      known.set(key, scores)
      for (const oldest of known.keys()) {
        if (known.size <= REMEMBERED) break
        known.delete(oldest)
      }
      return scores
    },
  }
}

async function scored(
  context: HistoryContext,
  project: string,
  run: Run,
  epochs: readonly number[],
  { signal, progress }: JobContext,
): Promise<EpochScores> {
  const { storage, compute } = context
  const dataset = await storage.getDataset(project, run.dataset)
  const again = await prepareAgain(context, project, run, dataset)
  if (again === null) {
    throw new DescentError('not-found', `“${run.name}” is still being prepared.`, { hint: 'Wait for its first epoch.' })
  }
  const { fitted, prepared } = again
  const spec = specOf(fitted, run.config)
  const scores: EpochScores = { epochs: [], train: [], validation: [] }
  for (const [index, epoch] of epochs.entries()) {
    signal.throwIfAborted()
    progress(index / epochs.length, `Epoch ${epoch}`)
    const model = { fitted, spec, weights: await epochWeights(storage, project, run, epoch) }
    const question = { run: run.id, model, ...prepared, splits: ['train', 'validation'] as const }
    const evaluations = await compute.ask('evaluate', question, { signal })
    scores.epochs.push(epoch)
    for (const split of question.splits) {
      scores[split].push(evaluations.find((evaluation) => evaluation.split === split)?.metrics ?? null)
    }
  }
  return scores
}

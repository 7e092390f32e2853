import type { Handlers } from '../../shared/contract.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import type { RunsService } from '../runs/service.ts'
import { EpochEvaluations } from './epochs.ts'
import { createEvaluationHistory } from './history.ts'
import { noSuchRows } from './seenSplit.ts'

/** Evaluations with the best weights are made and stored when a run ends; this hands them out, and makes others. */
export function createEvaluationService(context: {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  runs: Pick<RunsService, 'get'>
  jobs: Jobs
}): { handlers: Pick<Handlers, 'evaluation.get' | 'evaluation.history'> } {
  const { storage, runs } = context
  const epochs = new EpochEvaluations(context)
  return {
    handlers: {
      ...createEvaluationHistory(context),
      'evaluation.get': async ({ project, run: id, split, epoch }) => {
        const run = await runs.get(project, id)
        const found =
          epoch === undefined
            ? await storage.readEvaluation(project, id, split)
            : await epochs.get(project, run, split, epoch)
        if (found !== null) return found
        // Says why there is none where the run has no weights.
        await loadModel(storage, project, run, epoch)
        throw noSuchRows(run, split)
      },
    },
  }
}

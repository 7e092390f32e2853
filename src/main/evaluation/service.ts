import { DescentError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/contract.ts'
import { loadModel } from '../runs/models.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { RunsService } from '../runs/service.ts'

/** Evaluations are made and stored when a run ends; this hands them out. */
export function createEvaluationService(
  storage: RunStorage,
  runs: Pick<RunsService, 'get'>,
): { handlers: Pick<Handlers, 'evaluation.get'> } {
  return {
    handlers: {
      'evaluation.get': async ({ project, run: id, split }) => {
        const run = await runs.get(project, id)
        const stored = await storage.readEvaluation(project, id, split)
        if (stored !== null) return stored
        // Says why there is none where the run has no weights.
        await loadModel(storage, project, run)
        throw new DescentError('not-found', `“${run.name}” has no ${split} rows.`, {
          hint: `Give the ${split} split a share of the rows in the recipe, and train again.`,
        })
      },
    },
  }
}

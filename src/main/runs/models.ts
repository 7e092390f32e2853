import { foldTemperature } from '../../core/calibration/foldTemperature.ts'
import { temperatureInForce } from '../../core/calibration/inForce.ts'
import { engineSpec } from '../../core/network/spec.ts'
import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { Model } from '../compute/protocol.ts'
import { epochWeights } from './epochWeights.ts'
import type { RunStorage } from './ports.ts'
import { specOf } from './spec.ts'

/**
 * A stored run's best weights, or those of a kept epoch, with their preparation. The best are divided by the run's temperature,
 * so that whatever is made of the model is calibrated.
 */
export async function loadModel(storage: RunStorage, project: string, run: Run, epoch?: number): Promise<Model> {
  const model = await loadTrainedModel(storage, project, run, epoch)
  const temperature = epoch === undefined || epoch === run.bestEpoch ? temperatureInForce(run) : null
  if (temperature === null) return model
  return { ...model, weights: foldTemperature(engineSpec(model.fitted, run.config), model.weights, temperature) }
}

/** The same with the weights as training left them. */
export async function loadTrainedModel(storage: RunStorage, project: string, run: Run, epoch?: number): Promise<Model> {
  const [fitted, weights] = await Promise.all([
    storage.readFitted(project, run.id),
    epoch === undefined ? storage.readWeights(project, run.id) : epochWeights(storage, project, run, epoch),
  ])
  if (fitted === null || weights === null) throw untrained(run)
  return { fitted, weights, spec: specOf(fitted, run.config) }
}

/** A run's preparation, which it has before its first weights. Throws `not-found` while it is still prepared. */
export async function loadPreparation(storage: RunStorage, project: string, run: Run): Promise<FittedRecipe> {
  const fitted = await storage.readFitted(project, run.id)
  if (fitted === null) throw untrained(run)
  return fitted
}

function untrained({ name, state }: Run): DescentError {
  return new DescentError('not-found', `“${name}” has no trained weights yet.`, {
    hint:
      state === 'failed'
        ? 'It failed before its first epoch ended: start a new run with other settings.'
        : 'Wait until it has ended, or stop it to keep the best weights so far.',
  })
}

import type { PreparedData } from '../compute/protocol.ts'
import type { TrainingData } from '../training/native.ts'

/** What the engine takes of prepared data. */
export function trainingDataOf({ inputs, targets, weights }: PreparedData): TrainingData {
  return {
    trainInputs: inputs.train,
    trainTargets: targets.train,
    validationInputs: inputs.validation,
    validationTargets: targets.validation,
    ...(weights === null ? {} : { trainWeights: weights.train, validationWeights: weights.validation }),
  }
}

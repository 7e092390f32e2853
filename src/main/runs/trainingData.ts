import type { PreparedData } from '../compute/protocol.ts'
import type { TrainingData } from '../training/native.ts'

/** What the engine takes of prepared data. */
export function trainingDataOf({ inputs, targets, weights, drawn }: PreparedData): TrainingData {
  const trainWeights = drawn === null ? weights?.train : drawn.weights
  return {
    trainInputs: drawn?.inputs ?? inputs.train,
    trainTargets: drawn?.targets ?? targets.train,
    validationInputs: inputs.validation,
    validationTargets: targets.validation,
    ...(weights === null || trainWeights == null ? {} : { trainWeights, validationWeights: weights.validation }),
  }
}

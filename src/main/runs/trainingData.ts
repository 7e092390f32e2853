import type { PreparedData } from '../compute/protocol.ts'
import type { TrainingData } from '../training/native.ts'

/** What the engine takes of prepared data. */
export function trainingDataOf({ inputs, targets, weights, learned }: PreparedData): TrainingData {
  const trainWeights = learned === null ? weights?.train : learned.weights
  return {
    trainInputs: learned?.inputs ?? inputs.train,
    trainTargets: learned?.targets ?? targets.train,
    validationInputs: inputs.validation,
    validationTargets: targets.validation,
    ...(weights === null || trainWeights == null ? {} : { trainWeights, validationWeights: weights.validation }),
  }
}

import { defaultRunConfig } from '../../src/core/defaults/runConfig.ts'
import type { EngineSpec } from '../../src/core/network/engine.ts'
import { networkShapes, parameterCount } from '../../src/core/network/shapes.ts'
import { engineSpec } from '../../src/core/network/spec.ts'
import { createRandom } from '../../src/core/random.ts'
import type { FittedRecipe } from '../../src/shared/recipes.ts'
import type { Activation, HiddenLayer } from '../../src/shared/training.ts'
import { someWeights } from './forward.ts'

const { training } = defaultRunConfig({
  rows: 9,
  inputs: 1,
  task: 'regression',
  classes: null,
  preset: 'fast',
  seed: 0,
})

export interface SmallModel {
  fitted: FittedRecipe
  spec: EngineSpec
  weights: Float32Array
}

/** Two hidden layers of random weights behind a recipe. */
export function smallModel(fitted: FittedRecipe, activation: Activation, seed: number): SmallModel {
  const hidden: HiddenLayer[] = [
    { kind: 'dense', units: 5, activation, initialization: 'he' },
    { kind: 'dense', units: 4, activation, initialization: 'he' },
  ]
  // What is recorded beside the loss goes with the task.
  const spec = engineSpec(fitted, { network: { hidden }, training: { ...training, metrics: [] } })
  return { fitted, spec, weights: someWeights(parameterCount(networkShapes(spec)), createRandom(seed).uint32) }
}

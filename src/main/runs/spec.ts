import { availableParallelism } from 'node:os'
import { engineSpec } from '../../core/network/spec.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { RunConfig } from '../../shared/training.ts'

/** The engine's JSON for a run on this machine. */
export function specOf(fitted: FittedRecipe, config: RunConfig): string {
  return JSON.stringify(engineSpec(fitted, config, availableParallelism()))
}

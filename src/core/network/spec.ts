import type { FittedRecipe } from '../../shared/recipes.ts'
import type { RunConfig } from '../../shared/training.ts'
import type { EngineSpec } from './engine.ts'
import { featuresOf, featureWidth } from './features.ts'
import { engineLayers, sharingOf } from './layers.ts'
import { resolveLoss } from './loss.ts'
import { checkMetrics } from './metrics.ts'

/**
 * The engine's description of a run. Errors: `usage`, with the setting, where the network does not fit together, or its
 * loss or a metric does not fit the target.
 *
 * @param availableThreads used where the configuration leaves the number open; results do not depend on it
 */
export function engineSpec(fitted: FittedRecipe, config: RunConfig, availableThreads = 1): EngineSpec {
  const { training, network } = config
  const { threads, biasRateFactor, rateFactors, keptMegabytes: _, ...settings } = training
  const { outputs, ...loss } = resolveLoss(fitted.target, network)
  checkMetrics(fitted.target, config)
  const inputs = fitted.inputs.length
  const features = featuresOf(fitted, network)
  const width = features === undefined ? inputs : features.reduce((sum, feature) => sum + featureWidth(feature), 0)
  const sharing = sharingOf(network)
  const factors = rateFactors ?? (biasRateFactor === undefined ? undefined : { ...evenRates, biases: biasRateFactor })
  return {
    inputs,
    ...(features === undefined ? {} : { features }),
    ...(sharing === null ? {} : { members: network.ensemble?.members ?? 1 }),
    layers: [
      ...engineLayers(network, width),
      {
        kind: 'dense',
        units: outputs,
        activation: 'linear',
        initialization: 'glorot',
        ...(sharing === null ? {} : { sharing: sharing.output }),
      },
    ],
    ...loss,
    ...settings,
    ...(factors === undefined ? {} : { rateFactors: factors }),
    threads: threads ?? Math.max(1, availableThreads),
  }
}

const evenRates = { biases: 1, embeddings: 1, scales: 1 }

/** Outputs of the network a row. */
export function outputUnits(spec: Pick<EngineSpec, 'layers'>): number {
  const last = spec.layers.at(-1)
  return last?.kind === 'dense' ? last.units : 1
}

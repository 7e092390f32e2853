import { useMemo } from 'react'
import { mainMetric } from '../../../../core/metrics/mainMetric.ts'
import { taskSchema } from '../../../../shared/recipes.ts'
import type { Network, RunConfig } from '../../../../shared/training.ts'

/**
 * The settings of the run that is about to be started, and those of its preset.
 *
 * @param preset null until they are known
 * @param chosen by a person; null while the preset stands as it is
 * @param network of a branch, in place of any other
 */
export function useSettings(
  preset: RunConfig | null,
  chosen: RunConfig | null,
  network: Network | null,
): { usual: RunConfig | null; config: RunConfig | null } {
  const usual = useMemo(() => withNetwork(preset, network), [preset, network])
  const own = useMemo(() => withNetwork(withUsualMetric(chosen, preset), network), [chosen, preset, network])
  return { usual, config: own ?? usual }
}

function withNetwork(config: RunConfig | null, network: Network | null): RunConfig | null {
  return config === null || network === null ? config : { ...config, network }
}

/** What is recorded by default follows the target: settings of before it changed take what their preset records now. */
export function withUsualMetric(config: RunConfig | null, preset: RunConfig | null): RunConfig | null {
  const [metric, ...others] = config?.training.metrics ?? []
  const isUsual = others.length === 0 && taskSchema.options.some((task) => mainMetric(task) === metric)
  const usual = preset?.training.metrics
  if (config === null || !isUsual || usual === undefined || usual[0] === metric) return config
  return { ...config, training: { ...config.training, metrics: usual } }
}

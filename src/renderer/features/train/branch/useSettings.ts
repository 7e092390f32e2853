import { useMemo } from 'react'
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
  const own = useMemo(() => withNetwork(chosen, network), [chosen, network])
  return { usual, config: own ?? usual }
}

function withNetwork(config: RunConfig | null, network: Network | null): RunConfig | null {
  return config === null || network === null ? config : { ...config, network }
}

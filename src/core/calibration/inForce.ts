import type { Run } from '../../shared/runs.ts'

type Described = Pick<Run, 'temperature' | 'epochs' | 'bestEpoch' | 'config'>

/** What a temperature is of: it holds no more where a run went on, or back and on again. */
export function weightsMark({ epochs, bestEpoch, config }: Omit<Described, 'temperature'>): string {
  return JSON.stringify([epochs, bestEpoch, config.training.changes?.length ?? 0])
}

/** The temperature of a run's best weights; null where there is none, or it was of other weights. */
export function temperatureInForce(run: Described): number | null {
  return run.temperature?.weights === weightsMark(run) ? run.temperature.value : null
}

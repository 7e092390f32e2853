import type { LayerShape, Run, RunProgress } from '../../../shared/runs.ts'

/**
 * What a run's network consists of. A run of before has dense layers only, and tells its outputs by its number of
 * parameters: (width before + 1) × outputs is what is left over.
 */
export function layersOf(run: Pick<Run, 'layers' | 'parameters' | 'inputs' | 'config'>): LayerShape[] {
  if (run.layers !== undefined) return run.layers
  let width = run.inputs
  const shapes = run.config.network.hidden.flatMap((layer): LayerShape[] => {
    if (layer.kind !== 'dense') return []
    const shape = denseShape(width, layer.units)
    width = layer.units
    return [{ ...shape, activation: layer.activation }]
  })
  const rest = run.parameters - shapes.reduce((sum, { parameters }) => sum + parameters, 0)
  return [...shapes, denseShape(width, Math.max(1, Math.round(rest / (width + 1))))]
}

function denseShape(inputs: number, units: number): LayerShape {
  return { kind: 'dense', activation: 'linear', inputs, units, parameters: (inputs + 1) * units, depth: 0 }
}

export function isActive(state: Run['state']): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused'
}

/** A run whose state is the feed's, unless the record says that it ended. */
export function withState(run: Run, state: Run['state'] | null): Run {
  return state === null || state === run.state || !isActive(run.state) ? run : { ...run, state }
}

/** What a setting of a run under way was last changed to. */
export function changedTo(run: Run, name: 'batchSize' | 'l2' | 'weightDecay'): number | undefined {
  return run.config.training.changes?.findLast((change) => change[name] !== undefined)?.[name]
}

/** A run as it stands now: the stored record with what the live feed knows better. */
export function liveRun(run: Run, progress: RunProgress | null): Run {
  // The record is newer where it says that the run ended; the feed's last word may have been sent before.
  if (progress === null || !isActive(run.state)) return run
  return {
    ...run,
    state: progress.state,
    epochs: progress.epoch,
    lastTrainLoss: progress.trainLoss ?? run.lastTrainLoss,
    lastValidationLoss: progress.validationLoss ?? run.lastValidationLoss,
    bestEpoch: progress.bestEpoch ?? run.bestEpoch,
    bestLoss: progress.bestLoss ?? run.bestLoss,
  }
}

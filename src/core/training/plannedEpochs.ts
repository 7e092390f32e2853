import type { TrainingSettings } from '../../shared/training.ts'

/** Epochs that a run goes to at most: as it was set, or as it was last extended. */
export function plannedEpochs({ epochs, changes = [] }: Pick<TrainingSettings, 'epochs' | 'changes'>): number {
  return changes.findLast((change) => change.epochs !== undefined)?.epochs ?? epochs
}

import type { Step, StepState } from '../../../shared/recipes.ts'
import type { ColumnKind } from '../../../shared/datasets.ts'
import { isSelected, stepColumns, workingKind } from '../selection.ts'

/**
 * The raw feature columns each `dropMissingRows` step looks at, step by step in the recipe's order. A column that an
 * earlier step fills or encodes has no missing values left when the step is reached, so it drops no rows.
 */
export function columnsToDropOn(
  steps: readonly Step[],
  features: readonly { name: string; kind: ColumnKind }[],
): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const step of steps) if (step.kind === 'dropMissingRows') found.set(step.id, [])
  for (const feature of features) {
    let kind = workingKind(feature.kind)
    for (const step of steps) {
      if (!isSelected(stepColumns(step), feature.name, kind)) continue
      if (step.kind === 'dropMissingRows') {
        found.get(step.id)?.push(feature.name)
      } else if (step.kind === 'dateToNumber' && kind === 'date') {
        kind = 'number'
      } else if (fillsGaps(step, kind)) {
        break
      }
    }
  }
  return found
}

function fillsGaps(step: Step, kind: ReturnType<typeof workingKind>): boolean {
  if (step.kind === 'oneHot') return kind === 'category'
  if (step.kind !== 'impute' || kind === 'date') return false
  return kind === 'number' || step.method === 'mode' || step.method === 'constant'
}

/** What is kept of a step that only chose rows. */
export function rowsState(step: Step, dropColumns: ReadonlyMap<string, readonly string[]>): StepState {
  if (step.kind !== 'dropMissingRows') return { kind: 'nothing' }
  return { kind: 'dropMissingRows', columns: [...(dropColumns.get(step.id) ?? [])] }
}

import type { Step, StepState } from '../../../shared/recipes.ts'
import type { ColumnKind } from '../../../shared/datasets.ts'
import { fillsColumn, windowNames } from '../windows/steps.ts'
import { isSelected, stepColumns, workingKind, type WorkingKind } from '../selection.ts'

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
    // A window over a column whose gaps were filled has no more of them than the column.
    let name = steps.flatMap((step) => windowSource(step, feature.name))[0] ?? feature.name
    for (const step of steps) {
      if (windowSource(step, feature.name).length > 0) name = feature.name
      if (!isSelected(stepColumns(step), name, kind)) continue
      if (step.kind === 'dropMissingRows') {
        found.get(step.id)?.push(feature.name)
      } else if (fillsGaps(step, name, kind)) {
        break
      } else {
        kind = kindAfter(step, kind)
      }
    }
  }
  return found
}

/** The column that a window of this name looks at, where the step derives it. */
function windowSource(step: Step, name: string): string[] {
  return step.kind === 'window' && windowNames(step).includes(name) ? [step.column] : []
}

function fillsGaps(step: Step, name: string, kind: WorkingKind): boolean {
  switch (step.kind) {
    case 'impute':
      return kind === 'number' || (kind === 'category' && (step.method === 'mode' || step.method === 'constant'))
    case 'imputeNearest':
    case 'imputeIterative':
      return kind === 'number'
    case 'fillFromNeighbours':
      return fillsColumn(step, name, kind)
    case 'oneHot':
    case 'embed':
    case 'targetEncode':
    case 'frequency':
      return kind === 'category'
    case 'ordinal':
      return kind === 'category' && step.missing !== 'missing'
    case 'textLength':
    case 'textWords':
      return kind === 'category' && !step.keepText
    default:
      return false
  }
}

/** What a column with gaps is after a step that leaves them. */
function kindAfter(step: Step, kind: WorkingKind): WorkingKind {
  if (kind === 'date') return step.kind === 'dateToNumber' || step.kind === 'dateParts' ? 'number' : kind
  if (step.kind === 'ordinal') return 'number'
  if (step.kind === 'bin' && step.output === 'category' && kind === 'number') return 'category'
  return step.kind === 'treatAs' ? step.as : kind
}

/** What is kept of a step that only chose rows. */
export function rowsState(step: Step, dropColumns: ReadonlyMap<string, readonly string[]>): StepState {
  if (step.kind !== 'dropMissingRows') return { kind: 'nothing' }
  return { kind: 'dropMissingRows', columns: [...(dropColumns.get(step.id) ?? [])], maxShare: step.maxShare }
}

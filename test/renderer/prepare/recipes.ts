import type { ColumnSummary, Dataset } from '../../../src/shared/datasets.ts'
import type { Recipe, StepKind } from '../../../src/shared/recipes.ts'
import { formOf } from '../../../src/renderer/features/prepare/steps/registry.ts'

export const newStep = (kind: StepKind, id: string) => formOf({ kind }).create(id)

export const recipe: Recipe = {
  version: 1,
  target: 'species',
  task: 'auto',
  roles: { species: 'target', island: 'feature', mass: 'feature', note: 'ignored' },
  steps: [newStep('impute', 'fill'), newStep('standardize', 'scale'), newStep('oneHot', 'encode')],
  split: { validation: 0.15, test: 0.15, stratify: true, seed: 0 },
  targetScaling: 'standardize',
}

/** As much of a table as a recipe's columns need. */
export function tableOf(...names: string[]): Pick<Dataset, 'columns'> {
  return { columns: names.map((name, index) => ({ index, name, kind: 'number' }) as ColumnSummary) }
}

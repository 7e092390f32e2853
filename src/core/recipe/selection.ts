import type { ColumnSelection, Step } from '../../shared/recipes.ts'
import type { ColumnKind } from '../../shared/datasets.ts'
import type { WorkingColumn } from './columns.ts'

/** What a column is when a step is reached. */
export type WorkingKind = WorkingColumn['kind']

export function workingKind(kind: ColumnKind): WorkingKind {
  return kind === 'number' || kind === 'date' ? kind : 'category'
}

/** The columns a step works on; none for one that does not choose columns. */
export function stepColumns(step: Step): ColumnSelection {
  return 'columns' in step ? step.columns : []
}

/** Whether a step works on a column, by its name and by what it is at that point. */
export function isSelected(selection: ColumnSelection, name: string, kind: WorkingKind): boolean {
  if (Array.isArray(selection)) return selection.includes(name)
  switch (selection) {
    case 'all':
      return true
    case 'numbers':
      return kind === 'number' || kind === 'indicator'
    case 'categories':
      return kind === 'category'
    case 'dates':
      return kind === 'date'
  }
}

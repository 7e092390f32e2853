import { foldsLike } from '../../../../core/recipe/split/dealFindings.ts'
import type { Folds, Recipe, Task } from '../../../../shared/recipes.ts'
import { likelyColumn } from '../split/splitChanges.ts'
import type { ListedColumn } from '../tableSteps.ts'

export type FoldsKind = Folds['kind']

export const foldsKinds = ['rows', 'group', 'time'] as const satisfies readonly FoldsKind[]

/** Ways to deal the rows to folds, in words. */
export const foldsWords: Record<FoldsKind, { title: string; help: string }> = {
  rows: { title: 'By chance, row by row', help: 'Right where rows have nothing to do with each other.' },
  group: {
    title: 'Group by group',
    help: 'Rows of one person, machine or place are judged together, by a network that knows none of them.',
  },
  time: {
    title: 'By time',
    help: 'Each fold learns from all rows before those it is judged on, as it will be used.',
  },
}

const FOLDS = 5

/** Folds dealt row by row as they are usually made. */
export function chanceFolds({ split }: Recipe, task: Task, folds = FOLDS): Folds {
  return { kind: 'rows', folds, repeats: 1, stratify: task === 'classification', shuffle: true, seed: split.seed }
}

/**
 * So many folds of a kind as a person would most likely want them: as the split, or by the column that has the role or
 * that serves; null where they are to choose the column.
 */
export function freshFolds(
  kind: FoldsKind,
  folds: number,
  { recipe, task, columns }: { recipe: Recipe; task: Task; columns: readonly ListedColumn[] },
): Folds | null {
  if (kind === 'rows') return chanceFolds(recipe, task, folds)
  const { by } = recipe.split
  if ((by?.kind === 'group' || by?.kind === 'time') && by.kind === kind) return foldsLike({ folds }, by)
  const column = likelyColumn(kind, recipe, columns)
  return column === null ? null : foldsBy(kind, column.name, folds)
}

/** So many folds by a column; null: by the one that has the role. */
export function foldsBy(kind: Exclude<FoldsKind, 'rows'>, column: string | null, folds: number): Folds {
  return kind === 'group' ? { kind, folds, column } : { kind, folds, column, gap: 0, unit: 'rows' }
}

/** The folds that go with how the recipe splits the rows, or those that it has. */
export function usualFolds(recipe: Recipe, task: Task): Folds {
  if (recipe.folds !== null && recipe.folds !== undefined) return recipe.folds
  const { by } = recipe.split
  if (by?.kind === 'group' || by?.kind === 'time') return foldsLike({ folds: FOLDS }, by)
  return chanceFolds(recipe, task)
}

import type { Folds, Recipe, Task } from '../../../../shared/recipes.ts'

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

/** Folds of a kind as they are usually made; groups and time are taken from the column that has the role. */
export function freshFolds(kind: FoldsKind, recipe: Recipe, task: Task, folds = FOLDS): Folds {
  switch (kind) {
    case 'rows':
      return {
        kind,
        folds,
        repeats: 1,
        stratify: task === 'classification',
        shuffle: true,
        seed: recipe.split.seed,
      }
    case 'group':
      return { kind, folds, column: columnOf(recipe, kind) }
    case 'time':
      return { kind, folds, column: columnOf(recipe, kind), gap: 0, unit: 'rows' }
  }
}

/** The folds that go with how the recipe splits the rows, or those that it has. */
export function usualFolds(recipe: Recipe, task: Task): Folds {
  if (recipe.folds !== null && recipe.folds !== undefined) return recipe.folds
  const { by } = recipe.split
  return freshFolds(by?.kind === 'group' || by?.kind === 'time' ? by.kind : 'rows', recipe, task)
}

function columnOf({ roles, split }: Recipe, kind: 'group' | 'time'): string | null {
  if (split.by?.kind === kind) return split.by.column
  return Object.entries(roles).find(([, role]) => role === kind)?.[0] ?? null
}

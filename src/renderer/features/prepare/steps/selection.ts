import type { ColumnSelection } from '../../../../shared/recipes.ts'

/** Groups of features that a step can work on. */
export const selectionGroups = {
  numbers: 'all numbers',
  categories: 'all categories',
  dates: 'all dates',
  all: 'all features',
} as const

/** What a step works on, in a few words. */
export function selectionText(columns: ColumnSelection): string {
  if (!Array.isArray(columns)) return selectionGroups[columns]
  return namesText(columns)
}

/** Names of columns, the first of them where there are many. */
export function namesText(names: readonly string[]): string {
  if (names.length === 0) return 'no column'
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
}

import type { ColumnSummary } from '../../../shared/datasets.ts'
import type { Deal, Recipe, SplitName } from '../../../shared/recipes.ts'
import { roleOf } from './recipeChanges.ts'

export type DealKind = Deal['kind']

export const dealKinds = ['rows', 'group', 'time', 'column', 'hash'] as const satisfies readonly DealKind[]

/** Ways to deal the rows to the parts, in words. */
export const dealWords: Record<DealKind, { title: string; help: string }> = {
  rows: { title: 'By chance, row by row', help: 'Right where rows have nothing to do with each other.' },
  group: {
    title: 'By chance, group by group',
    help: 'Rows of one person, machine or place stay together: otherwise the test is passed by recognising them.',
  },
  time: {
    title: 'By time',
    help: 'Learns from the earlier rows and is tested on the last ones, as it will be used.',
  },
  column: { title: 'As a column says', help: 'The table names the part of each row itself.' },
  hash: {
    title: 'By a key',
    help: 'A hash of the key decides: a row stays in its part however many rows are added later.',
  },
}

/** Different values of a column that could name parts. */
const MOST_PARTS = 20

const partNames: readonly { part: SplitName; pattern: RegExp }[] = [
  { part: 'train', pattern: /^(train|training|learn)/i },
  { part: 'validation', pattern: /^(valid|val\b|dev)/i },
  { part: 'test', pattern: /^(test|holdout|hold-out|eval)/i },
]

/** Which part a value names by its wording, null for none. */
export function partNamed(value: string): SplitName | null {
  return partNames.find(({ pattern }) => pattern.test(value.trim()))?.part ?? null
}

/** Columns that could name the parts: few different values, such as train and test. */
export function partColumns(columns: readonly ColumnSummary[]): ColumnSummary[] {
  return columns.filter(({ distinct }) => distinct >= 2 && distinct <= MOST_PARTS)
}

/** A column's values dealt as they are worded; those that name no part are learned from. */
export function dealByColumn(column: ColumnSummary): Deal {
  const parts: Record<SplitName, string[]> = { train: [], validation: [], test: [] }
  for (const { value } of column.top) parts[partNamed(value) ?? 'train'].push(value)
  return { kind: 'column', column: column.name, ...parts }
}

/** The same deal with a value in another part, or in none: its rows are then left out. */
export function withPart(deal: Extract<Deal, { kind: 'column' }>, value: string, part: SplitName | null): Deal {
  const others = (values: readonly string[]) => values.filter((other) => other !== value)
  const next = { ...deal, train: others(deal.train), validation: others(deal.validation), test: others(deal.test) }
  if (part !== null) next[part] = [...next[part], value]
  return next
}

/** A way to deal rows as a person would most likely want it; null where no column serves. */
export function freshDeal(kind: DealKind, recipe: Recipe, columns: readonly ColumnSummary[]): Deal | null {
  const withRole = (role: string) => columns.find(({ name }) => roleOf(recipe, name) === role)?.name
  switch (kind) {
    case 'rows':
      return { kind }
    case 'group': {
      const column =
        withRole('group') ?? columns.find(({ kind: of, name }) => of !== 'number' && name !== recipe.target)?.name
      return column === undefined ? null : { kind, column }
    }
    case 'time': {
      const column = withRole('time') ?? columns.find(({ kind: of }) => of === 'date')?.name
      return column === undefined ? null : { kind, column, gap: 0, unit: 'rows' }
    }
    case 'column': {
      const serving = partColumns(columns).filter(({ name }) => name !== recipe.target)
      const column = serving.find(({ top }) => top.some(({ value }) => partNamed(value) === 'test')) ?? serving[0]
      return column === undefined ? null : dealByColumn(column)
    }
    case 'hash': {
      const column = withRole('id') ?? columns.toSorted((a, b) => b.distinct - a.distinct)[0]?.name
      return column === undefined ? null : { kind, columns: [column] }
    }
  }
}

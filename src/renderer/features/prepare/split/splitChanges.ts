import type { Deal, Recipe, SplitName } from '../../../../shared/recipes.ts'
import { roleOf } from '../recipeChanges.ts'
import type { ListedColumn } from '../tableSteps.ts'

export type DealKind = Deal['kind']
export type ColumnDeal = Extract<Deal, { kind: 'column' }>

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

/** Columns that could name the parts: few different values, such as train and test, or such as are not counted. */
export function partColumns(columns: readonly ListedColumn[]): ListedColumn[] {
  return columns.filter(({ kind, summary }) =>
    summary === null ? kind !== 'number' && kind !== 'date' : summary.distinct >= 2 && summary.distinct <= MOST_PARTS,
  )
}

/** Columns by which rows can be put in order. */
export function timeColumns(columns: readonly ListedColumn[]): ListedColumn[] {
  return columns.filter(({ kind }) => kind === 'date' || kind === 'number')
}

/**
 * A column's values dealt as they are worded; those that name no part are learned from. Of a column that a step makes
 * the values are not known: they are said to be what the parts are called.
 */
export function dealByColumn({ name, summary }: ListedColumn): ColumnDeal {
  if (summary === null) {
    return { kind: 'column', column: name, train: ['train'], validation: ['validation'], test: ['test'] }
  }
  const parts: Record<SplitName, string[]> = { train: [], validation: [], test: [] }
  for (const { value } of summary.top) parts[partNamed(value) ?? 'train'].push(value)
  return { kind: 'column', column: name, ...parts }
}

/** The same deal with a value in another part, or in none: its rows are then left out. */
export function withPart(deal: ColumnDeal, value: string, part: SplitName | null): ColumnDeal {
  const others = (values: readonly string[]) => values.filter((other) => other !== value)
  const next = { ...deal, train: others(deal.train), validation: others(deal.validation), test: others(deal.test) }
  if (part !== null) next[part] = [...next[part], value]
  return next
}

/** Groups that a column must have to be proposed: fewer are hardly shared out. */
const LEAST_GROUPS = 5

/** The column that a person would most likely deal the rows by; null where none is obvious. */
export function likelyColumn(
  kind: Exclude<DealKind, 'rows'>,
  recipe: Recipe,
  columns: readonly ListedColumn[],
): ListedColumn | null {
  const others = columns.filter(({ name }) => name !== recipe.target)
  const withRole = (role: string) => others.find(({ name }) => roleOf(recipe, name) === role)
  switch (kind) {
    case 'group':
      return withRole('group') ?? others.find(namesGroups) ?? null
    case 'time':
      return withRole('time') ?? others.find((column) => column.kind === 'date') ?? null
    case 'column': {
      const serving = partColumns(others).filter(({ summary }) => summary !== null)
      return serving.find(({ summary }) => summary?.top.some(({ value }) => partNamed(value) === 'test')) ?? null
    }
    case 'hash':
      return withRole('id') ?? others.find(namesRows) ?? null
  }
}

/** A way to deal rows by a column as a person would most likely want it. */
export function dealBy(kind: Exclude<DealKind, 'rows'>, column: ListedColumn): Deal {
  switch (kind) {
    case 'group':
      return { kind, column: column.name }
    case 'time':
      return { kind, column: column.name, gap: 0, unit: 'rows' }
    case 'column':
      return dealByColumn(column)
    case 'hash':
      return { kind, columns: [column.name] }
  }
}

/** A way to deal rows as a person would most likely want it; null where they are to choose the column. */
export function freshDeal(kind: DealKind, recipe: Recipe, columns: readonly ListedColumn[]): Deal | null {
  if (kind === 'rows') return { kind }
  const column = likelyColumn(kind, recipe, columns)
  return column === null ? null : dealBy(kind, column)
}

/** Some rows have the same value, and there are enough different ones. */
function namesGroups({ kind, summary }: ListedColumn): boolean {
  if ((kind !== 'category' && kind !== 'text') || summary === null) return false
  return summary.distinct >= LEAST_GROUPS && (summary.top[0]?.count ?? 0) > 1
}

/** Each row has a value of its own that is no measurement, as the profile found. */
function namesRows({ summary }: ListedColumn): boolean {
  return summary?.warnings.some(({ kind }) => kind === 'identifier') === true
}

import { assertNever } from '../../../shared/assertNever.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import type { Table, TableColumn } from '../../table.ts'
import { requireRoleColumn, roleColumns } from '../roles.ts'
import { splitRows, type SplitRows } from '../split.ts'
import type { Target } from '../target.ts'
import { splitByColumn } from './byColumn.ts'
import { splitByGroup } from './byGroup.ts'
import { splitByHash } from './byHash.ts'
import { gapText, orderByTime, splitByTime, type OrderedRows } from './byTime.ts'
import { groupFolds, rowFolds, timeFolds, type Fold } from './folds.ts'
import { strataOf } from './strata.ts'
import { groupRows, keysOf, textsOf } from './values.ts'
import { unusable } from '../unusable.ts'

/**
 * Columns that the split and the folds look at, beside the target. Throws `usage` where the split is by a role that no
 * column has; folds may want one, for they are dealt only where they are trained on.
 */
export function dealtColumns(recipe: Recipe): string[] {
  return [...new Set([...splitColumns(recipe), ...foldColumns(recipe)])]
}

function splitColumns(recipe: Recipe): string[] {
  const by = recipe.split.by ?? { kind: 'rows' }
  switch (by.kind) {
    case 'group':
    case 'time':
      return [by.column ?? requireRoleColumn(recipe, by.kind)]
    case 'column':
      return [by.column]
    case 'hash':
      return by.columns
    case 'rows':
      return []
    default:
      return assertNever(by)
  }
}

function foldColumns(recipe: Recipe): string[] {
  const folds = recipe.folds ?? null
  if (folds === null || folds.kind === 'rows') return []
  return folds.column === null ? roleColumns(recipe, folds.kind) : [folds.column]
}

export interface DealtRows {
  rows: SplitRows
  /** Usable rows that are in no part, by reason. */
  leftOut: { reason: string; count: number }[]
}

/**
 * Deals the usable rows to training, validation and test.
 *
 * @param used ascending
 * @param test the rows of another table that are the test; null where the test is a part of the used rows
 * Throws `unusable-input` where a column cannot serve or a part is left without rows.
 */
export function dealRows(
  table: Table,
  recipe: Recipe,
  used: Uint32Array,
  target: Target,
  test: Uint32Array | null = null,
): DealtRows {
  if (test === null) return dealOwnRows(table, recipe, used, target)
  const { rows, leftOut } = dealOwnRows(table, { ...recipe, split: { ...recipe.split, test: 0 } }, used, target)
  // A column may name rows for the test all the same.
  const named = rows.test.length
  const reason = 'Named for the test, for which another table is taken'
  return { rows: { ...rows, test }, leftOut: named > 0 ? [...leftOut, { reason, count: named }] : leftOut }
}

function dealOwnRows(table: Table, recipe: Recipe, used: Uint32Array, target: Target): DealtRows {
  const { split } = recipe
  const by = split.by ?? { kind: 'rows' }
  switch (by.kind) {
    case 'rows': {
      const strata = strataOf(target, used, split)
      return { rows: splitRows(used, split, strata?.codes ?? null, strata?.count ?? 0), leftOut: [] }
    }
    case 'group': {
      const column = columnOf(table, by.column ?? requireRoleColumn(recipe, 'group'))
      return { rows: splitByGroup(used, groupRows(column, used), split, column.name), leftOut: [] }
    }
    case 'time': {
      const { ordered, leftOut } = timesOf(table, recipe, by, used)
      const rows = splitByTime(ordered, split, by, ordered.name)
      const within = ordered.rows.length - rows.train.length - rows.validation.length - rows.test.length
      const reason = `Within ${gapText(by)} before the next part`
      return { rows, leftOut: [...leftOut, ...(within > 0 ? [{ reason, count: within }] : [])] }
    }
    case 'column': {
      const texts = textsOf(columnOf(table, by.column), used)
      const rows = splitByColumn(used, texts, by, by.column)
      const other = used.length - rows.train.length - rows.validation.length - rows.test.length
      return { rows, leftOut: other > 0 ? [{ reason: `“${by.column}” names no part`, count: other }] : [] }
    }
    case 'hash': {
      const keys = by.columns.map((name) => keysOf(columnOf(table, name), used))
      return { rows: splitByHash(used, keys, split, by.columns), leftOut: [] }
    }
    default:
      return assertNever(by)
  }
}

/**
 * The folds of a recipe's cross-validation, over its training and validation rows; null where it has none.
 * Throws `unusable-input` as for `dealRows`.
 */
export function dealFolds(
  table: Table,
  recipe: Recipe,
  rows: Pick<SplitRows, 'train' | 'validation'>,
  target: Target,
): Fold[] | null {
  const folds = recipe.folds ?? null
  if (folds === null) return null
  const learned = new Uint32Array(rows.train.length + rows.validation.length)
  learned.set(rows.train)
  learned.set(rows.validation, rows.train.length)
  learned.sort()
  switch (folds.kind) {
    case 'rows':
      return rowFolds(learned, strataOf(target, learned, folds), folds)
    case 'group': {
      const column = columnOf(table, folds.column ?? requireRoleColumn(recipe, 'group'), 'The folds name')
      return groupFolds(learned, groupRows(column, learned), folds.folds)
    }
    case 'time':
      return timeFolds(timesOf(table, recipe, folds, learned, 'The folds name').ordered, folds.folds, folds)
    default:
      return assertNever(folds)
  }
}

function timesOf(
  table: Table,
  recipe: Recipe,
  { column: named, gap, unit }: { column: string | null; gap: number; unit: 'rows' | 'days' },
  rows: Uint32Array,
  naming?: string,
): { ordered: OrderedRows & { name: string }; leftOut: DealtRows['leftOut'] } {
  const name = named ?? requireRoleColumn(recipe, 'time')
  const column = columnOf(table, name, naming)
  if (column.kind !== 'date' && column.kind !== 'number') {
    throw unusable(name, `“${name}” is read as ${column.kind}, and has no order in time.`, `Read “${name}” as date.`)
  }
  if (unit === 'days' && gap > 0 && column.kind !== 'date') {
    throw unusable(
      name,
      `The gap is in days, and “${name}” holds numbers.`,
      `Give the gap in rows, or read “${name}” as date.`,
    )
  }
  const { values } = column
  const known = rows.filter((row) => Number.isFinite(values[row] ?? NaN))
  const missing = rows.length - known.length
  const times = new Float64Array(known.length)
  for (let i = 0; i < times.length; i++) times[i] = values[known[i] ?? 0] ?? NaN
  return {
    ordered: { ...orderByTime(known, times), name },
    leftOut: missing > 0 ? [{ reason: `“${name}” is missing`, count: missing }] : [],
  }
}

function columnOf(table: Table, name: string, naming = 'The split names'): TableColumn {
  const column = table.columns.find((other) => other.name === name)
  if (column === undefined) {
    throw unusable(name, `${naming} “${name}”, which is no column of the table.`, 'Choose one of its columns.')
  }
  return column
}

import type { Finding, Remedy } from '../../../shared/datasets.ts'
import type { Deal, Folds, Recipe } from '../../../shared/recipes.ts'
import type { Table } from '../../table.ts'
import { roleColumns } from '../roles.ts'
import { joined, type SplitRows } from '../split.ts'
import { seriesSteps } from '../windows/steps.ts'
import type { Fold } from './folds.ts'
import { groupRows } from './values.ts'

/** A way to deal rows in which some belong together, or come before others. */
export type Keeping = Extract<Deal, { kind: 'group' | 'time' }>

type KeepingFolds = Extract<Folds, { kind: 'group' | 'time' }>

/** The rows that a fold or the split learns from, and those that judge it. */
interface Learned {
  train: Uint32Array
  judged: Uint32Array
}

/** Whether each row is dealt for itself, by the seed or by a hash. */
export function isByChance(recipe: Recipe): boolean {
  const by = recipe.split.by?.kind ?? 'rows'
  return by === 'rows' || by === 'hash'
}

/** As many folds, dealt as a split is. */
export function foldsLike({ folds }: { folds: number }, by: Keeping): Folds {
  return { ...by, folds }
}

/** Deals the split otherwise, and with it folds that are dealt by chance. */
export function splitRemedy({ folds }: Recipe, by: Keeping): Remedy {
  const label = by.kind === 'group' ? 'Keep groups together' : 'Split by time'
  return {
    kind: 'dealRows',
    label,
    by,
    ...(folds?.kind === 'rows' ? { folds: foldsLike(folds, by) } : {}),
  }
}

/** A split by time in the order of this column, its gap in rows. */
export function byTime(column: string | null, gap = 0): Keeping {
  return { kind: 'time', column, gap, unit: 'rows' }
}

/**
 * Rows that are dealt otherwise than the split, the folds or a role say that they should be: the same person learned
 * from and judged by, or later rows learned from than those that judge.
 *
 * @param folds null where there are none, or they cannot be dealt
 */
export function dealFindings(
  recipe: Recipe,
  { table, rows }: { table: Table; rows: SplitRows },
  folds: readonly Fold[] | null,
): Finding[] {
  const split: Learned = { train: rows.train, judged: joined([rows.validation, rows.test]) }
  const { by } = recipe.split
  if (by?.kind === 'group' || by?.kind === 'time') return foldsUnlikeSplit(recipe, by, table, folds)
  if (!isByChance(recipe)) return []
  const kept = recipe.folds?.kind === 'group' || recipe.folds?.kind === 'time' ? recipe.folds : null
  if (kept !== null) return splitUnlikeFolds(recipe, kept, table, split)
  return [...timeNotKept(recipe), ...groupsNotKept(recipe, table, split)]
}

function foldsUnlikeSplit(recipe: Recipe, by: Keeping, table: Table, dealt: readonly Fold[] | null): Finding[] {
  const folds = recipe.folds ?? null
  const column = columnOf(recipe, by)
  if (folds === null || dealt === null || column === null) return []
  const found = { kind: 'foldsUnlikeSplit', severity: 'warning', column } as const
  if (by.kind === 'time') {
    if (folds.kind === 'time') return []
    const message = `The split goes by “${column}”, and the folds do not: they learn from rows that come later than those that judge. Deal the folds by time, too.`
    const remedy: Remedy = { kind: 'dealRows', label: 'Deal the folds by time', folds: foldsLike(folds, by) }
    return [{ ...found, message, remedies: [remedy] }]
  }
  const isTorn = dealt.some(({ train, validation }) => areTorn(table, column, { train, judged: validation }))
  if (!isTorn) return []
  const message = `The split keeps rows with the same “${column}” together, and the folds do not: they learn from and are judged by the same one. Deal the folds group by group, too.`
  const remedy: Remedy = { kind: 'dealRows', label: 'Keep groups together in the folds', folds: foldsLike(folds, by) }
  return [{ ...found, message, remedies: [remedy] }]
}

function splitUnlikeFolds(recipe: Recipe, folds: KeepingFolds, table: Table, split: Learned): Finding[] {
  const column = columnOf(recipe, folds)
  if (column === null) return []
  const found = { kind: 'splitUnlikeFolds', severity: 'warning', column } as const
  if (folds.kind === 'time') {
    // Where rows look at those beside them, the same is said of the step that does.
    if (hasWindows(recipe)) return []
    const { gap, unit } = folds
    const message = `The folds go by “${column}”, and the split by chance: a single run learns from rows that come later than those that judge it. Split by time, too.`
    return [{ ...found, message, remedies: [splitRemedy(recipe, { kind: 'time', column: folds.column, gap, unit })] }]
  }
  if (!areTorn(table, column, split)) return []
  const message = `The folds keep rows with the same “${column}” together, and the split does not: a single run learns from and is judged by the same one. Split group by group, too.`
  return [{ ...found, message, remedies: [splitRemedy(recipe, { kind: 'group', column: folds.column })] }]
}

function timeNotKept(recipe: Recipe): Finding[] {
  const [column] = roleColumns(recipe, 'time')
  if (column === undefined || hasWindows(recipe)) return []
  return [
    {
      kind: 'timeNotKept',
      severity: 'warning',
      column,
      message: `“${column}” has the role time, and the split deals rows by chance: the model learns from rows that come later than those that judge it. Split by time.`,
      remedies: [splitRemedy(recipe, byTime(column))],
    },
  ]
}

function groupsNotKept(recipe: Recipe, table: Table, split: Learned): Finding[] {
  const [column] = roleColumns(recipe, 'group')
  if (column === undefined || !areTorn(table, column, split)) return []
  return [
    {
      kind: 'groupsNotKept',
      severity: 'warning',
      column,
      message: `“${column}” has the role group, and the split deals its rows by chance: the model learns from and is judged by the same “${column}”, so that it passes by recognizing it. Keep groups together.`,
      remedies: [splitRemedy(recipe, { kind: 'group', column })],
    },
  ]
}

/** Whether rows of the same value, missing ones apart, are among those learned from and those that judge. */
function areTorn(table: Table, name: string, { train, judged }: Learned): boolean {
  const column = table.columns.find((other) => other.name === name)
  if (column === undefined) return false
  const known = (rows: Uint32Array): Uint32Array =>
    'values' in column
      ? rows.filter((row) => Number.isFinite(column.values[row] ?? NaN))
      : rows.filter((row) => (column.codes[row] ?? -1) >= 0)
  const [learned, judging] = [known(train), known(judged)]
  const groups = groupRows(column, learned).sizes.length + groupRows(column, judging).sizes.length
  return groupRows(column, joined([learned, judging])).sizes.length < groups
}

function columnOf(recipe: Recipe, { kind, column }: Keeping | KeepingFolds): string | null {
  return column ?? roleColumns(recipe, kind)[0] ?? null
}

function hasWindows(recipe: Recipe): boolean {
  return seriesSteps(recipe).some(({ kind }) => kind === 'window')
}

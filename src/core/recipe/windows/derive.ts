import { assertNever } from '../../../shared/assertNever.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { progressOfPart, type OnProgress } from '../../progress.ts'
import { isNumericColumn, type NumericColumn, type Table, type TableColumn } from '../../table.ts'
import { featureColumns } from '../features.ts'
import { roleColumn } from '../roles.ts'
import { workingKind } from '../selection.ts'
import type { SplitRows } from '../split.ts'
import { ownAndTest, withTestRows } from '../split/testTable.ts'
import { viewTable } from '../table/view.ts'
import { fillGaps, parts } from './fill.ts'
import { rolling } from './rolling.ts'
import { sequencesOf, type Sequences } from './sequences.ts'
import { differences, shifted, shiftedNumbers } from './shift.ts'
import {
  fillsColumn,
  seriesKeys,
  seriesSteps,
  windowColumns,
  type FillStep,
  type SeriesStep,
  type WindowColumn,
} from './steps.ts'

/**
 * The table with the columns of its `window` steps, and with the gaps filled that `fillFromNeighbours` steps fill, in the
 * order of the steps. Windows see what the fills before them filled; a value ahead, which is a target, is never filled.
 * Columns that the table lacks are passed over, and a window's column that it has already stays as it is.
 *
 * @param rows the rows of each part, so that no part is filled from a later one; `all`: rows to be predicted, each filled
 * from all; `none`: nothing is filled, for the parts are not known yet
 */
export function withSeries(
  table: Table,
  recipe: Recipe,
  rows: SplitRows | 'all' | 'none',
  onProgress: OnProgress = () => {},
): Table {
  const steps = seriesSteps(recipe)
  if (steps.length === 0) return table
  const { own, test } = ownAndTest(table)
  if (test !== null) {
    // The test's rows are series of their own: neither table's rows look at the other's.
    const partOf = (before: boolean) => (typeof rows === 'string' ? rows : rowsOfTable(rows, own.rows, before))
    const share = own.rows / Math.max(1, table.rows)
    return withTestRows(
      withSeries(own, recipe, partOf(true), progressOfPart(onProgress, 0, share)),
      withSeries(test, recipe, partOf(false), progressOfPart(onProgress, share, 1)),
    )
  }
  const part = rows === 'none' ? null : partsOf(table.rows, rows)
  const read = new Map(table.columns.map((column) => [column.name, column]))
  const columns = new Map(read)
  const known = new Map<string, Sequences>()
  for (const [at, step] of steps.entries()) {
    const ofStep = progressOfPart(onProgress, at / steps.length, (at + 1) / steps.length)
    ofStep(0)
    const sequences = sequencesOfStep(step, recipe, table, known)
    if (sequences === null) continue
    if (step.kind === 'fillFromNeighbours') {
      if (part !== null) fillColumns(step, recipe, columns, { sequences, part, onProgress: ofStep })
      continue
    }
    const source = (step.statistic === 'ahead' ? read : columns).get(step.column)
    if (source === undefined) continue
    const windows = windowColumns(step, source.kind, recipe)
    for (const [index, made] of windows.entries()) {
      ofStep(index / windows.length)
      if (!columns.has(made.name)) columns.set(made.name, windowOf(made, source, sequences))
    }
  }
  return { ...table, columns: [...columns.values()] }
}

/** Of the rows of a table with the test's rows behind, those of one of the two, as it counts them. */
function rowsOfTable(rows: SplitRows, testFrom: number, own: boolean): SplitRows {
  const none = new Uint32Array(0)
  return own ? { ...rows, test: none } : { train: none, validation: none, test: rows.test.map((row) => row - testFrom) }
}

/** The part of every row of a table; of `all`, the first. */
export function partsOf(count: number, rows: SplitRows | 'all'): Uint8Array {
  const part = new Uint8Array(count)
  if (rows === 'all') return part
  part.fill(parts.none)
  for (const name of ['train', 'validation', 'test'] as const) for (const row of rows[name]) part[row] = parts[name]
  return part
}

/** The rows as series by the table as it was read; null where it lacks a column that orders or groups them. */
export function sequencesOfStep(
  step: SeriesStep,
  recipe: Recipe,
  read: Table,
  known = new Map<string, Sequences>(),
): Sequences | null {
  const { orderBy, groupBy } = seriesKeys(step, recipe)
  const key = JSON.stringify([orderBy, groupBy])
  const before = known.get(key)
  if (before !== undefined) return before
  const columnOf = (name: string) => read.columns.find((column) => column.name === name)
  const order = orderBy === null ? null : columnOf(orderBy)
  const group = groupBy === null ? null : columnOf(groupBy)
  if (order === undefined || group === undefined) return null
  const rows = new Uint32Array(read.rows)
  for (let row = 0; row < rows.length; row++) rows[row] = row
  const found = sequencesOf(rows, order, group)
  known.set(key, found)
  return found
}

function fillColumns(
  step: FillStep,
  recipe: Recipe,
  columns: Map<string, TableColumn>,
  { sequences, part, onProgress }: { sequences: Sequences; part: Uint8Array; onProgress: OnProgress },
): void {
  const { orderBy, groupBy } = seriesKeys(step, recipe)
  const byKind = Array.isArray(step.columns) ? null : columnsLearned([...columns.values()], recipe)
  const partInOrder = Uint8Array.from(sequences.rows, (row) => part[row] ?? parts.none)
  const all = [...columns.values()]
  for (const [index, column] of all.entries()) {
    onProgress(index / all.length)
    const { name, kind } = column
    const isKey = name === recipe.target || name === orderBy || name === groupBy
    if (isKey || !fillsColumn(step, name, workingKind(kind)) || byKind?.has(name) === false) continue
    if (!isNumericColumn(column)) {
      const gaps = inOrder(column.codes, sequences, -1, new Int32Array(sequences.rows.length))
      const filled = fillGaps(gaps, -1, sequences, partInOrder, step.method, gaps.slice())
      columns.set(name, { ...column, codes: byRow(filled, sequences, column.codes.slice()) })
      continue
    }
    const gaps = numbersInOrder(column, sequences)
    const filled = fillGaps(gaps, NaN, sequences, partInOrder, step.method, gaps.slice())
    columns.set(name, { ...column, values: byRow(filled, sequences, column.values.slice()) })
  }
}

/** The columns behind features and windows, which a step fills that names none; weights never are. */
function columnsLearned(columns: readonly TableColumn[], recipe: Recipe): ReadonlySet<string> {
  const view = [...viewTable(columns, recipe, () => {}).columns.values()]
  const learned = new Set(featureColumns(view, recipe).flatMap(({ from }) => from))
  for (const step of seriesSteps(recipe)) if (step.kind === 'window') learned.add(step.column)
  const weight = roleColumn(recipe, 'weight')
  for (const { name, from, isRaw } of view) if (isRaw && name === weight) for (const raw of from) learned.delete(raw)
  return learned
}

function windowOf({ name, step, rows }: WindowColumn, source: TableColumn, sequences: Sequences): TableColumn {
  const back = step.statistic === 'ahead' ? -rows : rows
  if (!isNumericColumn(source)) {
    const length = sequences.rows.length
    const codes = inOrder(source.codes, sequences, -1, new Int32Array(length))
    shifted(codes.slice(), sequences, back, -1, codes)
    return { ...source, name, codes: byRow(codes, sequences, new Int32Array(source.codes.length).fill(-1)) }
  }
  const values = numbersOf({ step, rows, back }, numbersInOrder(source, sequences), sequences)
  const spread = byRow(values, sequences, new Float64Array(source.values.length).fill(NaN))
  const kind: NumericColumn['kind'] = step.statistic === 'lag' || step.statistic === 'ahead' ? source.kind : 'number'
  return { name, kind, values: spread }
}

function numbersOf(
  { step, rows, back }: Pick<WindowColumn, 'step' | 'rows'> & { back: number },
  values: Float64Array,
  sequences: Sequences,
): Float64Array {
  const { statistic, atLeast, present } = step
  if (statistic === 'lag' || statistic === 'ahead') return shiftedNumbers(values, sequences, back)
  const ending = present ? values : shiftedNumbers(values, sequences, 1)
  switch (statistic) {
    case 'difference':
      return differences(ending, sequences, rows)
    case 'mean':
    case 'sum':
    case 'min':
    case 'max':
    case 'std':
      return rolling(ending, sequences, { statistic, rows, atLeast })
    default:
      return assertNever(statistic)
  }
}

/** The values in the order of the series; what is not finite, or a negative code, is missing. */
function inOrder<Values extends Float64Array | Int32Array>(
  values: ArrayLike<number>,
  { rows }: Sequences,
  none: number,
  into: Values,
): Values {
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? none
    into[i] = Number.isFinite(value) ? value : none
  }
  return into
}

function numbersInOrder({ values }: NumericColumn, sequences: Sequences): Float64Array {
  return inOrder(values, sequences, NaN, new Float64Array(sequences.rows.length))
}

/** Puts values in the order of the series where they stand in the table. */
function byRow<Values extends Float64Array | Int32Array>(
  values: ArrayLike<number>,
  { rows }: Sequences,
  into: Values,
): Values {
  for (let i = 0; i < rows.length; i++) into[rows[i] ?? 0] = values[i] ?? NaN
  return into
}

import { DescentError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipes.ts'
import { progressOfPart, type OnProgress } from '../progress.ts'
import { remembered } from '../remembered.ts'
import type { Table, TableColumn } from '../table.ts'
import { countCodes, indexColumns, markMissing } from './columns.ts'
import { percent } from './describeWords.ts'
import { enabledSteps } from './enabledSteps.ts'
import { featureColumns } from './features.ts'
import { columnsToDropOn } from './steps/dropMissingRows.ts'
import { createFlagCounter, createLeftOutRows, type DroppedRows, type LeftOutRows } from './leftOut.ts'
import { dealFolds, dealRows } from './split/deal.ts'
import type { Fold } from './split/folds.ts'
import { joined, type SplitRows } from './split.ts'
import { ownAndTest } from './split/testTable.ts'
import { chooseRows } from './table/chooseRows.ts'
import { workOut } from './table/derive.ts'
import { excludedRows } from './table/excludedRows.ts'
import { requireView, type RowStep, type TableView, type ViewColumn } from './table/view.ts'
import { createOutlierFilter } from './training/dropOutlierRows.ts'
import { readTarget, restrictToRows, withoutRareClasses, type Target } from './target.ts'
import { withSeries } from './windows/derive.ts'
import { seriesSteps } from './windows/steps.ts'

/** What comes before any fitting: the target, the features, which rows are used and where each goes. */
export interface PreparedRows {
  /** All rows, with the columns that the steps of the table stage leave. */
  table: Table
  /** The raw columns with those of windows; no gap is filled, so that a target made of them is of what was measured. */
  unfilled: Table
  /** The raw columns with those of windows, and with the gaps filled that are filled from neighbouring rows. */
  worked: Table
  /** Its classes are those of the used rows. */
  target: Target
  features: TableColumn[]
  /** The raw columns that each feature and the target are made of, by its name. */
  sources: ReadonlyMap<string, readonly TableColumn[]>
  /** By the id of each `dropMissingRows` step that is switched on. */
  dropColumns: Map<string, string[]>
  dropped: DroppedRows[]
  /** Rows left out by each of these steps. */
  droppedByStep: Map<string, number>
  /** The rows of all parts, ascending. */
  used: Uint32Array
  rows: SplitRows
  /**
   * Of the cross-validation, where the recipe has one; each looks for outliers of its own. They are dealt only where they
   * are asked for: nothing else is refused because of them. Throws `unusable-input` and `usage` as `dealFolds` does.
   */
  folds: () => Fold[] | null
  /** The rows are a sample of a larger table: what does not vary among them may in the whole. */
  isSample: boolean
}

export interface PrepareRowsOptions {
  onProgress?: OnProgress | undefined
  /**
   * The table is a sample of one with so many rows: what is rare in it need not be rare in the whole, so that no class is
   * refused, and as few rows less are asked of a class that is to be kept.
   */
  wholeRows?: number | undefined
  /** Trains and validates on this fold of the recipe's cross-validation, counted from 0; the test rows stay. */
  fold?: number | undefined
}

/** How much of the work is done after each part that takes long. */
const shares = { windows: 0.4, outliers: 0.8 }

/**
 * Derives the columns of the table stage and drops rows without a target, then those that the steps of the table stage
 * leave out, then those of `dropMissingRows` steps and of rare classes, then deals what is left to the parts, leaves out
 * rows that a person chose by number, and outliers out of the training rows.
 *
 * Throws `unusable-input` where a step cannot run or nothing can be trained, and `usage` where there is no such fold.
 */
export function prepareRows(raw: Table, recipe: Recipe, options: PrepareRowsOptions = {}): PreparedRows {
  const { onProgress = () => {}, wholeRows = raw.rows, fold } = options
  onProgress(0)
  const isSample = wholeRows > raw.rows
  const view = requireView(raw.columns, recipe)
  const unfilled = withSeries(raw, recipe, 'none', progressOfPart(onProgress, 0, shares.windows))
  const columnOf = rememberedColumns(unfilled)
  const columnsLeft = [...view.columns.values()].map(columnOf)
  const table: Table = { ...raw, columns: columnsLeft }
  // What the test's rows hold decides nothing, not even the task.
  const { task } = readTarget(ownAndTest(table).own, recipe, isSample)
  const whole = readTarget(table, { ...recipe, task }, isSample)
  const features = featureColumns(table.columns, recipe)
  if (features.length === 0) {
    throw new DescentError('unusable-input', 'No column is left to learn from.', {
      hint: 'Give at least one column besides the target the role feature.',
    })
  }
  const steps = enabledSteps(recipe)
  const dropColumns = columnsToDropOn(steps, features)
  const leftOut = createLeftOutRows()

  const flags = new Uint8Array(table.rows)
  const newlyFlagged = createFlagCounter(flags, table.testFrom ?? table.rows)
  const note = (reason: string, step?: string): void => {
    const { own, test } = newlyFlagged()
    leftOut.add({ reason, count: own }, step)
    leftOut.add({ reason, count: test, inTestTable: true }, step)
  }
  markMissingTarget(whole, flags)
  note(`The target “${whole.name}” is missing`)

  const chosen = chosenRows(unfilled, view.rowSteps, rowsWithout(flags), columnOf)
  for (const { step, ...left } of chosen.leftOut) leftOut.add(left, step)
  flags.fill(1)
  for (const row of chosen.rows) flags[row] = 0
  newlyFlagged()

  const columns = indexColumns(table)
  for (const step of steps) {
    if (step.kind !== 'dropMissingRows') continue
    const looked = (dropColumns.get(step.id) ?? []).flatMap((name) => columns.get(name) ?? [])
    if (step.maxShare === 0) {
      for (const column of looked) {
        markMissing(column, flags)
        note(`“${column.name}” is missing`, step.id)
      }
    } else {
      markMostlyMissing(looked, step.maxShare, flags)
      note(`More than ${percent(step.maxShare)} of ${looked.length} columns are missing`, step.id)
    }
  }

  const usable = rowsWithout(flags)
  if (usable.length === 0) throw noRowsLeft(leftOut)

  const leastRows = Math.floor(((recipe.leastClassRows ?? 0) * raw.rows) / Math.max(1, wholeRows))
  const [own, others] = beforeAndFrom(usable, table.testFrom ?? table.rows)
  const { rows: common, rare } = withoutRareClasses(whole, own, leastRows)
  if (rare.length > 0) leftOut.add({ reason: rareReason(whole.name, rare), count: own.length - common.length })
  if (common.length === 0) throw noRowsLeft(leftOut)

  const restricted = restrictToRows(whole, common, isSample)
  const test = knownTargets(restricted, others)
  leftOut.add({
    reason: `Their “${whole.name}” occurs in the test's table alone`,
    count: others.length - test.length,
    inTestTable: true,
  })
  const { rows: dealt, leftOut: undealt } = dealRows(
    table,
    recipe,
    common,
    restricted,
    table.testFrom === undefined ? null : test,
  )
  for (const left of undealt) leftOut.add(left)
  const isAll = undealt.length === 0 && table.testFrom === undefined
  const allDealt = isAll ? common : joined([dealt.train, dealt.validation, dealt.test])
  const ofDealt = undealt.length === 0 ? restricted : restrictToRows(whole, ownRows(allDealt, table), isSample)
  // After the dealing, so that every other row stays in its part.
  const excluded = excludedRows(table, recipe)
  for (const { step, count } of excluded?.count(allDealt) ?? [])
    leftOut.add({ reason: 'Chosen by number', count }, step)
  const without = excluded?.without ?? ((rows: Uint32Array) => rows)
  const allKept = without(allDealt)
  if (without(dealt.train).length === 0) throw noRowsLeft(leftOut)
  const ofKept = allKept === allDealt ? ofDealt : restrictToRows(whole, ownRows(allKept, table), isSample)

  const outliers = createOutlierFilter(table, recipe, progressOfPart(onProgress, shares.windows, shares.outliers))
  const folds = (): Fold[] | null =>
    dealFolds(table, recipe, dealt, ofDealt)?.map((each) =>
      withoutRows(each, { train: without, validation: without }),
    ) ?? null
  const kept = { train: without(dealt.train), validation: without(dealt.validation), test: without(dealt.test) }
  const parts = fold === undefined ? kept : { ...kept, ...requireFold(folds(), fold) }
  const { train, leftOut: outlying } = outliers(parts.train)
  for (const { step, ...left } of outlying) leftOut.add(left, step)
  const rows = { ...parts, train }
  const isWhole = outlying.length === 0 && fold === undefined
  const used = isWhole ? allKept : joined([rows.train, rows.validation, rows.test])
  const target = isWhole ? ofKept : recounted(ofKept, used)
  const ofFilling = progressOfPart(onProgress, shares.outliers, 1)
  const { worked, features: learned, sources } = fillSeries({ raw, unfilled, view, recipe, rows, features }, ofFilling)
  return {
    table,
    unfilled,
    worked,
    target,
    features: learned,
    sources,
    dropColumns,
    dropped: leftOut.reasons,
    droppedByStep: leftOut.byStep,
    used,
    rows,
    folds: () => folds()?.map((each) => withoutRows(each, { train: (train) => outliers(train).train })) ?? null,
    isSample,
  }
}

/** Steps that look at several rows at once, to leave some out, have nothing to do with the test's rows. */
function chosenRows(
  table: Table,
  steps: readonly RowStep[],
  rows: Uint32Array,
  columnOf: (column: ViewColumn) => TableColumn,
): { rows: Uint32Array; leftOut: (DroppedRows & { step: string })[] } {
  const [own, others] = beforeAndFrom(rows, table.testFrom ?? table.rows)
  const chosen = chooseRows(table, steps, own, columnOf)
  if (others.length === 0) return chosen
  const filters = steps.filter(({ kind }) => kind === 'filterRows')
  const test = chooseRows(table, filters, others, columnOf)
  const ofTest = test.leftOut.map((left) => ({ ...left, inTestTable: true as const }))
  return { rows: joined([chosen.rows, test.rows]), leftOut: [...chosen.leftOut, ...ofTest] }
}

/** Ascending rows before one, and the others. */
function beforeAndFrom(rows: Uint32Array, first: number): [before: Uint32Array, from: Uint32Array] {
  const at = rows.findIndex((row) => row >= first)
  return at === -1 ? [rows, new Uint32Array(0)] : [rows.subarray(0, at), rows.subarray(at)]
}

function ownRows(rows: Uint32Array, table: Table): Uint32Array {
  return beforeAndFrom(rows, table.testFrom ?? table.rows)[0]
}

/** The rows of a known class, or with a number. */
function knownTargets(target: Target, rows: Uint32Array): Uint32Array {
  if (target.task === 'regression') return rows
  return rows.filter((row) => (target.codes[row] ?? -1) >= 0)
}

/** Now that the parts are known, gaps can be filled from the rows beside them: the features follow. */
function fillSeries(
  {
    raw,
    unfilled,
    view,
    recipe,
    rows,
    features,
  }: Pick<PreparedRows, 'rows' | 'features'> & {
    raw: Table
    unfilled: Table
    view: TableView
    recipe: Recipe
  },
  onProgress: OnProgress,
): Pick<PreparedRows, 'worked' | 'features' | 'sources'> {
  const isFilled = seriesSteps(recipe).some(({ kind }) => kind === 'fillFromNeighbours')
  const worked = isFilled ? withSeries(raw, recipe, rows, onProgress) : unfilled
  const columnOf = rememberedColumns(worked)
  const columns = indexColumns(worked)
  const sourcesOf = (name: string): TableColumn[] =>
    (view.columns.get(name)?.from ?? []).flatMap((from) => columns.get(from) ?? [])
  return {
    worked,
    features: isFilled ? features.flatMap(({ name }) => view.columns.get(name) ?? []).map(columnOf) : features,
    sources: new Map([...features.map(({ name }) => name), recipe.target ?? ''].map((name) => [name, sourcesOf(name)])),
  }
}

/** Rows are looked at only where they are asked for. */
function withoutRows(
  fold: Fold,
  left: { train: (rows: Uint32Array) => Uint32Array; validation?: (rows: Uint32Array) => Uint32Array },
): Fold {
  return {
    get train() {
      return left.train(fold.train)
    },
    get validation() {
      return left.validation?.(fold.validation) ?? fold.validation
    },
  }
}

function requireFold(folds: readonly Fold[] | null, fold: number): Fold {
  const found = folds?.[fold]
  if (found !== undefined) return found
  const there = folds === null ? 'the recipe has none' : `the recipe has ${folds.length}`
  throw new DescentError('usage', `There is no fold ${fold + 1} to train on: ${there}.`, {
    hint: 'Choose the number of folds in the recipe.',
  })
}

/** The same classes, as often as they are among the rows. */
function recounted(target: Target, rows: Uint32Array): Target {
  if (target.task === 'regression') return target
  const codes = Int32Array.from(rows, (row) => target.codes[row] ?? -1)
  return { ...target, counts: countCodes(codes, target.classes.length) }
}

function rememberedColumns(raw: Table): (column: ViewColumn) => TableColumn {
  const known = new Map<ViewColumn, TableColumn>()
  return (column) => remembered(known, column, () => workOut(raw, column))
}

/** The rows that have no flag, ascending. */
function rowsWithout(flags: Uint8Array): Uint32Array {
  let count = 0
  for (let row = 0; row < flags.length; row++) if (flags[row] === 0) count++
  const rows = new Uint32Array(count)
  let at = 0
  for (let row = 0; row < flags.length; row++) if (flags[row] === 0) rows[at++] = row
  return rows
}

function rareReason(target: string, rare: readonly string[]): string {
  const named = rare.slice(0, 3).map((label) => `“${label}”`)
  const listed = `${named.join(', ')}${rare.length > 3 ? ', …' : ''}`
  return `The target “${target}” is of a rare class (${listed})`
}

/** Marks the rows in which more than the share of the columns is missing. */
function markMostlyMissing(columns: readonly TableColumn[], maxShare: number, flags: Uint8Array): void {
  const missing = new Uint32Array(flags.length)
  for (const column of columns) {
    const own = new Uint8Array(flags.length)
    markMissing(column, own)
    for (let row = 0; row < own.length; row++) missing[row] = (missing[row] ?? 0) + (own[row] ?? 0)
  }
  const most = maxShare * columns.length
  for (let row = 0; row < flags.length; row++) if ((missing[row] ?? 0) > most) flags[row] = 1
}

function markMissingTarget(target: Target, flags: Uint8Array): void {
  for (let row = 0; row < flags.length; row++) {
    const missing = target.task === 'regression' ? Number.isNaN(target.values[row]) : (target.codes[row] ?? -1) < 0
    if (missing) flags[row] = 1
  }
}

/** Names the step that left most of them out, where a step did. */
function noRowsLeft({ reasons: dropped, byStep }: LeftOutRows): DescentError {
  const reasons = dropped
    .filter(({ inTestTable }) => inTestTable !== true)
    .map(({ reason, count }) => `${reason} (${count} rows)`)
    .join('; ')
  const [most] = [...byStep].toSorted(([, a], [, b]) => b - a)
  return new DescentError('unusable-input', `No rows are left to train on. ${reasons}.`, {
    hint: 'Loosen the filters, fill missing values instead of leaving rows out, or ignore columns that are mostly empty.',
    ...(most === undefined ? {} : { where: { step: most[0] } }),
  })
}

import type { Finding, Remedy } from '../../../shared/datasets.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { millisecondsPerDay } from '../../time.ts'
import { isNumericColumn, type Table } from '../../table.ts'
import { roleColumn, roleColumns } from '../roles.ts'
import { gapText, type Gap } from '../split/byTime.ts'
import { byTime, foldsLike, isByChance, splitRemedy, type Keeping } from '../split/dealFindings.ts'
import type { Fold } from '../split/folds.ts'
import type { SplitRows } from '../split.ts'
import { partsOf, sequencesOfStep } from './derive.ts'
import { parts } from './fill.ts'
import { aheadOf, backwardFills, horizonOf } from './lookAhead.ts'
import { eachSeries } from './sequences.ts'
import { judgedBehind } from './lookBack.ts'
import { inputSteps, seriesKeys, seriesSteps, windowNames, type SeriesStep } from './steps.ts'

/** The table in the names it was read with and in those of the steps, its rows by part, and by fold where there are any. */
interface Dealt {
  worked: Table
  table: Table
  rows: SplitRows
  folds: readonly Fold[] | null
}

/** Where training rows look at rows that are to judge them, or at later ones. */
export function seriesFindings(recipe: Recipe, dealt: Dealt): Finding[] {
  return [
    ...unusedAhead(recipe),
    ...chanceFindings(recipe, dealt),
    ...pastFindings(recipe, dealt),
    ...horizonFindings(recipe, dealt),
    ...foldHorizonFindings(recipe, dealt),
    ...fillFindings(recipe),
  ]
}

/** Values of rows ahead that nothing is done with: they are made to be predicted. */
function unusedAhead(recipe: Recipe): Finding[] {
  const { target } = recipe
  return seriesSteps(recipe).flatMap((step) => {
    if (step.kind !== 'window' || step.statistic !== 'ahead' || step.column === '') return []
    const names = windowNames(step)
    if (target === null || names.includes(target)) return []
    const made = names.map((name) => `“${name}”`).join(', ')
    return [
      {
        kind: 'aheadUnused',
        severity: 'warning',
        column: step.column,
        step: step.id,
        message: `${made} ${names.length === 1 ? 'is' : 'are'} there to be predicted, and “${target}” is: the step does nothing.`,
        remedies: names.map((column): Remedy => ({ kind: 'chooseTarget', label: `Predict “${column}”`, column })),
      },
    ]
  })
}

/** Rows of a split that a column or groups make look back at rows that judge them. */
function pastFindings(recipe: Recipe, { worked, table, rows }: Dealt): Finding[] {
  if (isByChance(recipe)) return []
  const part = partsOf(worked.rows, rows)
  return inputSteps(recipe).flatMap((step) => {
    if (step.kind !== 'window') return []
    const sequences = sequencesOfStep(step, recipe, worked)
    const count = sequences === null ? 0 : judgedBehind(step, sequences, part)
    if (count === 0) return []
    const by = timeDeal(recipe, table, step)
    return [
      {
        kind: 'seriesSplitInside',
        severity: 'warning',
        column: step.column,
        step: step.id,
        message: `${counted(count)} ${count === 1 ? 'looks' : 'look'} back at rows that are to judge them, as the split deals them. Split by time.`,
        remedies: by === null || recipe.split.by?.kind === 'time' ? [] : [splitRemedy(recipe, by)],
      },
    ]
  })
}

/** Rows look back at others that are dealt by chance: to the parts, to the folds, or to both. */
function chanceFindings(recipe: Recipe, { table }: Dealt): Finding[] {
  const first = inputSteps(recipe).find((step) => step.kind === 'window')
  if (first === undefined) return []
  const found = { kind: 'seriesSplitByChance', severity: 'warning', column: first.column, step: first.id } as const
  const by = timeDeal(recipe, table, first)
  const { folds } = recipe
  if (isByChance(recipe)) {
    const both = folds?.kind === 'rows' ? 'the split and the folds deal' : 'the split deals'
    const message = `Rows look back at those before them, and ${both} them by chance: training rows look at rows that are to judge them. Split by time.`
    return [{ ...found, message, remedies: by === null ? [] : [splitRemedy(recipe, by)] }]
  }
  // Of a split by group or time and folds that are not, the same is said without the step.
  if (folds?.kind !== 'rows' || recipe.split.by?.kind !== 'column') return []
  const message =
    'Rows look back at those before them, and the folds deal them by chance: training rows look at rows that are to judge them. Deal the folds by time.'
  const remedies: Remedy[] =
    by === null ? [] : [{ kind: 'dealRows', label: 'Deal the folds by time', folds: foldsLike(folds, by) }]
  return [{ ...found, message, remedies }]
}

/** A split in the order of a step's series, with a gap as long as the horizon; null where no column orders them. */
function timeDeal(recipe: Recipe, { columns }: Table, step: SeriesStep): Keeping | null {
  const { orderBy } = seriesKeys(step, recipe)
  const [byRole] = roleColumns(recipe, 'time')
  // Where nothing orders the series, the only date there is.
  const [date, other] = columns.filter(({ kind, name }) => kind === 'date' && name !== recipe.target)
  const named = orderBy ?? byRole ?? (other === undefined ? date?.name : undefined)
  const column = columns.some(({ name }) => name === named) ? named : byRole
  return column === undefined || column === null ? null : byTime(column, horizonOf(recipe))
}

/** Training rows whose target is a value of a row of validation or test. */
function horizonFindings(recipe: Recipe, dealt: Dealt): Finding[] {
  const step = aheadOf(recipe)
  const { rows, worked, table } = dealt
  const leaking = leakingRows(recipe, dealt, partsOf(worked.rows, rows))
  if (leaking.length === 0 || recipe.target === null || step === null) return []
  const where = `of ${counted(leaking.length)} it lies in validation or test`
  const found = { kind: 'horizonWithoutGap', severity: 'warning', column: recipe.target } as const
  const { by } = recipe.split
  if (by?.kind !== 'time') {
    const deal = timeDeal(recipe, table, step)
    const message = `${ahead(recipe)}: ${where}. Split by time, with a gap as long.`
    return [{ ...found, message, remedies: deal === null ? [] : [splitRemedy(recipe, deal)] }]
  }
  const later = rows.validation.length > 0 ? rows.validation : rows.test
  const gap = neededGap(timeOf(recipe, table, by), { train: rows.train, later, leaking }, by)
  if (gap === null) return [{ ...found, message: `${ahead(recipe)}: ${where}. Let the gap be longer.`, remedies: [] }]
  const advice = `Let the gap be ${gapText({ gap, unit: by.unit })}`
  const remedies: Remedy[] = [{ kind: 'dealRows', label: advice, by: { ...by, gap } }]
  return [{ ...found, message: `${ahead(recipe)}: ${where}. ${advice}.`, remedies }]
}

/** Training rows of folds by time whose target is a value of a row that judges them. */
function foldHorizonFindings(recipe: Recipe, dealt: Dealt): Finding[] {
  const by = recipe.folds
  const { folds, worked, table } = dealt
  if (by?.kind !== 'time' || folds === null || recipe.target === null || aheadOf(recipe) === null) return []
  let [leaks, gap] = [0, by.gap]
  const time = timeOf(recipe, table, by)
  for (const { train, validation } of folds) {
    const part = partsOf(worked.rows, { train, validation, test: new Uint32Array(0) })
    const leaking = leakingRows(recipe, dealt, part)
    leaks += leaking.length
    if (leaking.length > 0) gap = Math.max(gap, neededGap(time, { train, later: validation, leaking }, by) ?? 0)
  }
  if (leaks === 0) return []
  const advice = `Let the gap of the folds be ${gapText({ gap, unit: by.unit })}`
  return [
    {
      kind: 'foldsWithoutGap',
      severity: 'warning',
      column: recipe.target,
      message: `${ahead(recipe)}: of ${counted(leaks)} of the folds it lies among the rows that judge them. ${advice}.`,
      remedies: [{ kind: 'dealRows', label: advice, folds: { ...by, gap } }],
    },
  ]
}

function ahead(recipe: Recipe): string {
  const horizon = horizonOf(recipe)
  return `The target lies ${horizon} row${horizon === 1 ? '' : 's'} ahead`
}

function counted(rows: number): string {
  return `${rows.toLocaleString('en-US')} training row${rows === 1 ? '' : 's'}`
}

/** @param part of every row of the table */
function leakingRows(recipe: Recipe, { worked }: Dealt, part: Uint8Array): number[] {
  const step = aheadOf(recipe)
  const horizon = horizonOf(recipe)
  const sequences = step === null ? null : sequencesOfStep(step, recipe, worked)
  if (sequences === null) return []
  const found: number[] = []
  eachSeries(sequences, (from, to) => {
    for (let at = from; at + horizon < to; at++) {
      const [row, later] = [sequences.rows[at] ?? 0, sequences.rows[at + horizon] ?? 0]
      const other = part[later]
      if (part[row] === parts.train && (other === parts.validation || other === parts.test)) found.push(row)
    }
  })
  return found
}

/** By which the rows are dealt; null where the column is none that orders them. */
function timeOf(recipe: Recipe, { columns }: Table, by: { column: string | null }): ((row: number) => number) | null {
  const name = by.column ?? roleColumn(recipe, 'time')
  const column = columns.find((other) => other.name === name)
  if (column === undefined || !isNumericColumn(column)) return null
  return (row) => column.values[row] ?? NaN
}

/** The gap that leaves out every training row from the first leaking one on. */
function neededGap(
  time: ((row: number) => number) | null,
  { train, later, leaking }: { train: Uint32Array; later: Uint32Array; leaking: readonly number[] },
  present: Gap,
): number | null {
  if (time === null) return null
  let first = Infinity
  for (const row of leaking) first = Math.min(first, time(row))
  let start = Infinity
  for (const row of later) start = Math.min(start, time(row))
  let between = 0
  for (const row of train) if (time(row) >= first) between++
  return present.unit === 'rows' ? Math.ceil(present.gap) + between : Math.ceil((start - first) / millisecondsPerDay)
}

/** Gaps filled from rows that come later than those that are predicted. */
function fillFindings(recipe: Recipe): Finding[] {
  const isInTime = recipe.split.by?.kind === 'time' || recipe.folds?.kind === 'time'
  if (!isInTime) return []
  return backwardFills(recipe).map((step) => ({
    kind: 'filledFromLaterRows',
    severity: 'warning',
    step: step.id,
    message:
      'Gaps are filled from the rows after them, which are not known yet when a row is predicted in its time: what is measured is too good. Fill forward.',
    remedies: [{ kind: 'editStep', label: 'Fill forward', step: step.id, settings: { method: 'forward' } }],
  }))
}

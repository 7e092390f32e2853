import type { Finding } from '../../../shared/datasets.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { millisecondsPerDay } from '../../time.ts'
import { isNumericColumn, type Table } from '../../table.ts'
import { roleColumn } from '../roles.ts'
import { gapText } from '../split/byTime.ts'
import type { SplitRows } from '../split.ts'
import { partsOf, sequencesOfStep } from './derive.ts'
import { parts } from './fill.ts'
import { aheadOf, backwardFills, horizonOf } from './lookAhead.ts'
import { eachSeries } from './sequences.ts'
import { seriesSteps } from './steps.ts'

/** The table in the names it was read with and in those of the steps, and its rows by part. */
interface Dealt {
  worked: Table
  table: Table
  rows: SplitRows
}

/** Where training rows look at rows that are to judge them, or at later ones. */
export function seriesFindings(recipe: Recipe, dealt: Dealt): Finding[] {
  return [...chanceFindings(recipe), ...horizonFindings(recipe, dealt), ...fillFindings(recipe)]
}

function chanceFindings(recipe: Recipe): Finding[] {
  const [first] = seriesSteps(recipe).flatMap((step) => (step.kind === 'window' ? step : []))
  const by = recipe.split.by?.kind ?? 'rows'
  if (first === undefined || (by !== 'rows' && by !== 'hash')) return []
  return [
    {
      kind: 'seriesSplitByChance',
      severity: 'warning',
      column: first.column,
      step: first.id,
      message:
        'Rows look back at those before them, and the split deals them by chance: training rows look at rows of validation and test. Split by time.',
      remedies: [],
    },
  ]
}

/** Training rows whose target is a value of a row of validation or test. */
function horizonFindings(recipe: Recipe, dealt: Dealt): Finding[] {
  const horizon = horizonOf(recipe)
  const leaking = leakingRows(recipe, dealt, horizon)
  if (leaking.length === 0 || recipe.target === null) return []
  const count = `${leaking.length.toLocaleString('en-US')} training row${leaking.length === 1 ? '' : 's'}`
  return [
    {
      kind: 'horizonWithoutGap',
      severity: 'warning',
      column: recipe.target,
      message: `The target lies ${horizon} row${horizon === 1 ? '' : 's'} ahead: of ${count} it lies in validation or test. ${gapAdvice(recipe, dealt, leaking)}`,
      remedies: [],
    },
  ]
}

function leakingRows(recipe: Recipe, { worked, rows }: Dealt, horizon: number): number[] {
  const step = aheadOf(recipe)
  const sequences = step === null ? null : sequencesOfStep(step, recipe, worked)
  if (sequences === null) return []
  const part = partsOf(worked.rows, rows)
  const found: number[] = []
  eachSeries(sequences, (from, to) => {
    for (let at = from; at + horizon < to; at++) {
      const [row, ahead] = [sequences.rows[at] ?? 0, sequences.rows[at + horizon] ?? 0]
      const other = part[ahead]
      if (part[row] === parts.train && (other === parts.validation || other === parts.test)) found.push(row)
    }
  })
  return found
}

/** The gap that leaves out every training row from the first one on whose target lies in a later part. */
function gapAdvice(recipe: Recipe, { table, rows }: Dealt, leaking: readonly number[]): string {
  const { by } = recipe.split
  if (by?.kind !== 'time') return 'Split by time, with a gap as long.'
  const name = by.column ?? roleColumn(recipe, 'time')
  const column = table.columns.find((other) => other.name === name)
  if (column === undefined || !isNumericColumn(column)) return 'Let the gap be longer.'
  const timeOf = (row: number): number => column.values[row] ?? NaN
  let first = Infinity
  for (const row of leaking) first = Math.min(first, timeOf(row))
  let later = Infinity
  for (const row of rows.validation.length > 0 ? rows.validation : rows.test) later = Math.min(later, timeOf(row))
  let between = 0
  for (const row of rows.train) if (timeOf(row) >= first) between++
  const gap = by.unit === 'rows' ? Math.ceil(by.gap) + between : Math.ceil((later - first) / millisecondsPerDay)
  return `Let the gap be ${gapText({ gap, unit: by.unit })}.`
}

/** Gaps filled from rows that come later than those that are predicted. */
function fillFindings(recipe: Recipe): Finding[] {
  const byTime = recipe.split.by?.kind === 'time' || recipe.folds?.kind === 'time'
  if (!byTime) return []
  return backwardFills(recipe).map((step) => ({
    kind: 'filledFromLaterRows',
    severity: 'warning',
    step: step.id,
    message:
      'Gaps are filled from the rows after them, which are not known yet when a row is predicted in its time: what is measured is too good. Fill forward.',
    remedies: [],
  }))
}

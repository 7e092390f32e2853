import { DescentError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { Table, TableColumn } from '../table.ts'
import { indexColumns, markMissing } from './columns.ts'
import { enabledSteps } from './enabledSteps.ts'
import { columnsToDropOn } from './steps/dropMissingRows.ts'
import { dealFolds, dealRows } from './split/deal.ts'
import type { Fold } from './split/folds.ts'
import { joined, type SplitRows } from './split.ts'
import { readTarget, restrictToRows, withoutRareClasses, type Target } from './target.ts'

export interface DroppedRows {
  reason: string
  count: number
}

/** What comes before any fitting: the target, the features, which rows are used and where each goes. */
export interface PreparedRows {
  /** Its classes are those of the used rows. */
  target: Target
  features: TableColumn[]
  /** By the id of each `dropMissingRows` step that is switched on. */
  dropColumns: Map<string, string[]>
  dropped: DroppedRows[]
  /** Rows left out by each of these steps. */
  droppedByStep: Map<string, number>
  /** The rows of all parts, ascending. */
  used: Uint32Array
  rows: SplitRows
  /** Of the cross-validation, where the recipe has one. */
  folds: Fold[] | null
}

/** The columns a model learns from: role feature, or no role at all, the target left out. */
export function featureColumns<C extends { name: string }>(columns: readonly C[], recipe: Recipe): C[] {
  return columns.filter(({ name }) => name !== recipe.target && (recipe.roles[name] ?? 'feature') === 'feature')
}

/**
 * Drops rows without a target, then those that `dropMissingRows` steps leave out and those of rare classes, then deals
 * what is left to the parts.
 * Throws `unusable-input` where nothing can be trained.
 */
export function prepareRows(table: Table, recipe: Recipe): PreparedRows {
  const whole = readTarget(table, recipe)
  const features = featureColumns(table.columns, recipe)
  if (features.length === 0) {
    throw new DescentError('unusable-input', 'No column is left to learn from.', {
      hint: 'Give at least one column besides the target the role feature.',
    })
  }
  const steps = enabledSteps(recipe)
  const dropColumns = columnsToDropOn(steps, features)
  const dropped: DroppedRows[] = []

  const flags = new Uint8Array(table.rows)
  let gone = 0
  const note = (reason: string): number => {
    const more = flags.reduce((sum, flag) => sum + flag, 0) - gone
    if (more > 0) dropped.push({ reason, count: more })
    gone += more
    return more
  }
  markMissingTarget(whole, flags)
  note(`The target “${whole.name}” is missing`)

  const columns = indexColumns(table)
  const droppedByStep = new Map<string, number>()
  for (const [step, names] of dropColumns) {
    for (const name of names) {
      const column = columns.get(name)
      if (column === undefined) continue
      markMissing(column, flags)
      droppedByStep.set(step, (droppedByStep.get(step) ?? 0) + note(`“${name}” is missing`))
    }
  }

  const usable = new Uint32Array(table.rows - gone)
  let at = 0
  for (let row = 0; row < table.rows; row++) if (flags[row] === 0) usable[at++] = row
  if (usable.length === 0) throw noRowsLeft(dropped)

  const { rows: common, rare } = withoutRareClasses(whole, usable, recipe.leastClassRows ?? 0)
  if (rare.length > 0) dropped.push({ reason: rareReason(whole.name, rare), count: usable.length - common.length })
  if (common.length === 0) throw noRowsLeft(dropped)

  const restricted = restrictToRows(whole, common)
  const { rows, leftOut } = dealRows(table, recipe, common, restricted)
  dropped.push(...leftOut)
  const used = leftOut.length === 0 ? common : joined([rows.train, rows.validation, rows.test])
  const target = leftOut.length === 0 ? restricted : restrictToRows(whole, used)
  const folds = dealFolds(table, recipe, rows, target)
  return { target, features, dropColumns, dropped, droppedByStep, used, rows, folds }
}

function rareReason(target: string, rare: readonly string[]): string {
  const named = rare.slice(0, 3).map((label) => `“${label}”`)
  const listed = `${named.join(', ')}${rare.length > 3 ? ', …' : ''}`
  return `The target “${target}” is of a rare class (${listed})`
}

function markMissingTarget(target: Target, flags: Uint8Array): void {
  for (let row = 0; row < flags.length; row++) {
    const missing = target.task === 'regression' ? Number.isNaN(target.values[row]) : (target.codes[row] ?? -1) < 0
    if (missing) flags[row] = 1
  }
}

function noRowsLeft(dropped: readonly DroppedRows[]): DescentError {
  const reasons = dropped.map(({ reason, count }) => `${reason} (${count} rows)`).join('; ')
  return new DescentError('unusable-input', `No rows are left to train on. ${reasons}.`, {
    hint: 'Fill missing values instead of leaving rows out, or ignore the columns that are mostly empty.',
  })
}

import type { Finding } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import type { Table } from '../../table.ts'
import { roleColumns } from '../roles.ts'
import type { Fold } from './folds.ts'
import { groupRows, keysOf } from './values.ts'

/** From this ratio of the largest to the smallest fold on, the folds hardly measure the same. */
const notableRatio = 3

/** The folds of a recipe as far as they can be dealt. */
export interface DealtFolds {
  folds: readonly Fold[] | null
  /** Why they cannot; null where they can, or there are none. */
  refusal: DescentError | null
}

/** Deals folds for a look at them: what is wrong with them forbids nothing else. */
export function triedFolds(deal: () => readonly Fold[] | null): DealtFolds {
  try {
    const folds = deal()
    // A fold may be worked out no sooner than its rows are asked for.
    void folds?.[0]?.train
    return { folds, refusal: null }
  } catch (error) {
    if (!(error instanceof DescentError)) throw error
    return { folds: null, refusal: error }
  }
}

/** Folds that cannot be dealt, which a plain training does not need, or that are of very different sizes. */
export function foldFindings(recipe: Recipe, table: Table, { folds, refusal }: DealtFolds): Finding[] {
  if (refusal !== null) {
    const column = refusal.where?.column
    const hint = refusal.hint === undefined ? '' : ` ${refusal.hint}`
    return [
      {
        kind: 'refusedFolds',
        severity: 'warning',
        ...(column === undefined ? {} : { column }),
        message: `The rows cannot be dealt to folds. ${refusal.message}${hint} Training without cross-validation is not affected.`,
        remedies: [],
      },
    ]
  }
  return folds === null ? [] : unequalFolds(recipe, table, folds)
}

/** Groups stay whole, so that a large one makes one fold large. */
function unequalFolds(recipe: Recipe, table: Table, folds: readonly Fold[]): Finding[] {
  const by = recipe.folds
  if (by?.kind !== 'group') return []
  const name = by.column ?? roleColumns(recipe, 'group')[0]
  const column = table.columns.find((other) => other.name === name)
  const sizes = folds.map(({ validation }) => validation.length)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  if (column === undefined || most < notableRatio * least) return []
  const at = sizes.indexOf(most)
  const fold = folds[at]
  if (fold === undefined) return []
  const { codes, sizes: groups } = groupRows(column, fold.validation)
  const largest = groups.indexOf(groups.reduce((a, b) => Math.max(a, b), 0))
  const row = fold.validation[codes.indexOf(largest)] ?? 0
  const [value] = keysOf(column, Uint32Array.of(row))
  const count = (rows: number): string => rows.toLocaleString('en-US')
  const ofGroup = value === null || value === undefined ? 'without a value' : `with “${value}”`
  return [
    {
      kind: 'unequalFolds',
      severity: 'warning',
      column: column.name,
      message: `Fold ${at + 1} learns from ${count(fold.train.length)} rows and is judged by ${count(most)}, another is judged by ${count(least)}: the ${count(groups[largest] ?? 0)} rows ${ofGroup} in “${column.name}” stay together, and the folds do not weigh alike. Use fewer folds, or a column whose groups are smaller.`,
      remedies: [],
    },
  ]
}

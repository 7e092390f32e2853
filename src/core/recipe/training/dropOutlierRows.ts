import { DescentError } from '../../../shared/errors.ts'
import type { Recipe, Step } from '../../../shared/recipes.ts'
import { progressOfPart, type OnProgress } from '../../progress.ts'
import { isNumericColumn, type NumericColumn, type Table } from '../../table.ts'
import { enabledSteps } from '../enabledSteps.ts'
import { featureColumns } from '../features.ts'
import { usualLimit } from '../numbers/fences.ts'
import { markOutliers, type OutlierRule } from '../numbers/outlierRows.ts'
import { isSelected, workingKind } from '../selection.ts'
import type { LeftOut } from '../table/chooseRows.ts'

type DropStep = Extract<Step, { kind: 'dropOutlierRows' }>

/**
 * Leaves outliers out of training rows, given and returned as row numbers.
 * Throws `unusable-input` where no row would be left.
 */
export type OutlierFilter = (train: Uint32Array) => { train: Uint32Array; leftOut: LeftOut[] }

/**
 * The `dropOutlierRows` steps of a recipe: each finds its outliers among the training rows that the ones before it left,
 * by their numbers before any step of the features stage. Dates are numbers here, and a column that is no feature, the
 * target say, is looked at where a step names it.
 *
 * @param onProgress begins at 0 again whenever the filter is used
 */
export function createOutlierFilter(table: Table, recipe: Recipe, onProgress: OnProgress = () => {}): OutlierFilter {
  const steps = dropSteps(recipe)
  return (all) => {
    let train = all
    const leftOut: LeftOut[] = []
    for (const [at, step] of steps.entries()) {
      const columns = columnsOf(step, table, recipe)
      if (columns.length === 0) continue
      const flags = markOutliers(
        columns.map((column) => numbersIn(column, train)),
        ruleOf(step),
        progressOfPart(onProgress, at / steps.length, (at + 1) / steps.length),
      )
      const kept = train.filter((_, index) => flags[index] === 0)
      if (kept.length === 0) throw noneLeft(columns)
      const count = train.length - kept.length
      if (count > 0) leftOut.push({ step: step.id, reason: 'Training rows that are outliers', count })
      train = kept
    }
    return { train, leftOut }
  }
}

/** Columns that such steps name, features or not. */
export function outlierColumns(recipe: Recipe): string[] {
  return dropSteps(recipe).flatMap(({ columns }) => (Array.isArray(columns) ? columns : []))
}

function dropSteps(recipe: Recipe): DropStep[] {
  return enabledSteps(recipe).filter((step) => step.kind === 'dropOutlierRows')
}

/** The column's numbers in the rows; infinite ones are missing. */
function numbersIn({ values }: NumericColumn, rows: Uint32Array): Float64Array {
  const numbers = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? NaN
    numbers[i] = Number.isFinite(value) ? value : NaN
  }
  return numbers
}

function columnsOf({ columns: selection }: DropStep, table: Table, recipe: Recipe): NumericColumn[] {
  const candidates = Array.isArray(selection) ? table.columns : featureColumns(table.columns, recipe)
  return candidates.filter(isNumericColumn).filter(({ name, kind }) => isSelected(selection, name, workingKind(kind)))
}

function ruleOf({ method, limit, contamination, seed }: DropStep): OutlierRule {
  return method === 'isolationForest' ? { method, contamination, seed } : { method, limit: limit ?? usualLimit[method] }
}

function noneLeft(columns: readonly NumericColumn[]): DescentError {
  const [first] = columns
  return new DescentError('unusable-input', 'Every training row would be left out as an outlier.', {
    hint: 'Choose a larger limit, or fewer columns.',
    where: { column: first?.name ?? '' },
  })
}

/** What a step left out, in a sentence. */
export function describeOutlierRows({ method, columns }: DropStep, droppedRows: number): string {
  const by = { zScore: 'z-score', iqr: 'interquartile range', isolationForest: 'an isolation forest' }[method]
  const over = Array.isArray(columns) ? columns.join(', ') : `all ${columns === 'all' ? 'features' : columns}`
  return `${droppedRows.toLocaleString('en-US')} training row${droppedRows === 1 ? '' : 's'} left out as outliers by ${by} over ${over}`
}

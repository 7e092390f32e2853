import { setsOfRule } from '../../core/calibration/calibrate.ts'
import { intervalsOf } from '../../core/calibration/intervals.ts'
import { decodePredictions, detailNames, type Predictions } from '../../core/network/predictions.ts'
import { rowFlags } from '../../core/passport/rowFlags.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { incompleteWindows } from '../../core/recipe/windows/incomplete.ts'
import { predictionGaps } from '../../core/recipe/predictionGaps.ts'
import { transformInputs } from '../../core/recipe/transform.ts'
import { wholeTexts } from '../../core/recipe/wholeTexts.ts'
import type { ConformalRule } from '../../shared/calibration.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { NativeReaders } from '../datasets/native.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { PredictedBatch, PredictionBatch } from './protocol.ts'
import { readRawColumns } from './rawColumns.ts'

/** Predicts rows given as text: the same rows in the same order, '' where the recipe leaves a row out. */
export function predictBatch(
  engine: Engine,
  readers: NativeReaders,
  { model, columns, rows, readings, rule = null, flagged = false, reference = null }: PredictionBatch,
): PredictedBatch {
  const { fitted } = model
  const isInput = (column: string): boolean => fitted.rawInputs.some(({ name }) => name === column)
  const whole = wholeTexts(fitted)
  const isWhole = (column: string): boolean => whole.has(column) || !isInput(column)
  const raw = [...fitted.rawInputs, ...(fitted.seriesInputs ?? [])]
  const read = readRawColumns(readers, raw, columns, rows, readings, isWhole)
  const { notes } = read
  const table = withSeries(read.table, fitted.recipe, 'all')
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  const { inputs, kept } = transformInputs(table, fitted, all)
  const decoded = decodePredictions(fitted, predictOutputs(engine, model, inputs))
  return {
    ...spread(fitted, kept, rows, decoded),
    ...spreadRanges(rule, kept, rows, decoded),
    flags: flagged ? rowFlags(table, fitted.rawInputs, isWhole, reference) : null,
    unpredicted: rows - kept.length,
    gaps: kept.length === rows ? [] : predictionGaps(table, fitted, without(all, kept)),
    notes,
    readings: read.readings,
    incomplete: incompleteWindows(read.table, fitted.recipe).filter(({ column }) => isInput(column)),
  }
}

/** The rows that are not among the others; both ascend. */
function without(rows: Uint32Array, others: Uint32Array): Uint32Array {
  let at = 0
  return rows.filter((row) => {
    if (others[at] !== row) return true
    at++
    return false
  })
}

/** Puts predictions of the kept rows where they belong among all rows. */
function spread(
  { target }: Pick<FittedRecipe, 'target'>,
  kept: Uint32Array,
  rows: number,
  decoded: Predictions,
): Pick<PredictedBatch, 'predictions' | 'details'> {
  const predictions = new Array<string>(rows).fill('')
  const width = detailNames(target).length
  const details = new Float64Array(rows * width).fill(NaN)
  const found = decoded.task === 'regression' ? decoded.details : decoded.probabilities
  for (const [index, row] of kept.entries()) {
    predictions[row] =
      decoded.task === 'regression' || target.task === 'regression'
        ? String(decoded.task === 'regression' ? decoded.values[index] : NaN)
        : (target.classes[decoded.classes[index] ?? 0] ?? '')
    if (width > 0) details.set(found.subarray(index * width, (index + 1) * width), row * width)
  }
  return { predictions, details }
}

/** Intervals or sets of the kept rows where they belong among all rows. */
function spreadRanges(
  rule: ConformalRule | null,
  kept: Uint32Array,
  rows: number,
  decoded: Predictions,
): Pick<PredictedBatch, 'intervals' | 'sets'> {
  if (rule === null) return { intervals: null, sets: null }
  if (rule.kind === 'smallest' || rule.kind === 'adaptive') {
    const { sets: found, classes } = setsOfRule(rule, decoded)
    const sets = new Uint8Array(rows * classes)
    for (const [index, row] of kept.entries())
      sets.set(found.subarray(index * classes, (index + 1) * classes), row * classes)
    return { intervals: null, sets }
  }
  const intervals = new Float64Array(rows * 2).fill(NaN)
  const found = decoded.task === 'regression' ? intervalsOf(rule, decoded) : new Float64Array(0)
  for (const [index, row] of kept.entries()) intervals.set(found.subarray(index * 2, index * 2 + 2), row * 2)
  return { intervals, sets: null }
}

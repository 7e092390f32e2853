import type { ApartReference } from '../../core/passport/apart.ts'
import type { ConformalReport } from '../../shared/calibration.ts'
import { layOutTexts } from '../datasets/columns/codec.ts'
import type { PredictedBatch, PredictedColumns } from './protocol.ts'

/** What stands beside the columns of a predicted file. */
export interface BesidePlan {
  /** Names of what the network says beyond its prediction: probabilities, quantiles. */
  details: readonly string[]
  /** Intervals or sets of a level; null where none are wanted. */
  ranges: Pick<ConformalReport, 'rule' | 'level'> | null
  /** Of a target with classes. */
  classes: readonly string[]
  /** Whether there is a column that tells what is unlike training. */
  flagged: boolean
  /** What flagged rows are compared with as a whole; null where there is nothing. */
  reference: ApartReference | null
}

/** Names of the columns that are added, in order. */
export function besideNames(plan: BesidePlan): string[] {
  return ['prediction', ...plan.details, ...rangeNames(plan.ranges), ...(plan.flagged ? ['flags'] : [])]
}

/** Between the labels of a set: `a | b`. */
const labelSeparator = ' | '

function rangeNames(ranges: BesidePlan['ranges']): string[] {
  // Without enough rows for the level there is nothing to say.
  if (ranges === null || ranges.rule === null) return []
  const percent = String(Number((ranges.level * 100).toPrecision(6)))
  const { kind } = ranges.rule
  if (kind === 'smallest' || kind === 'adaptive') return [`set_${percent}`]
  return [`interval_${percent}_lower`, `interval_${percent}_upper`]
}

/** A predicted batch as the texts of those columns, without what only these say. */
export function besideColumns(plan: BesidePlan, batch: PredictedBatch): PredictedColumns {
  const { predictions, details, intervals: _, sets: __, flags, ...rest } = batch
  const columns = [
    predictions,
    ...plan.details.map((___, at) => numberTexts(details, at, plan.details.length)),
    ...rangeTexts(plan, batch),
    ...(plan.flagged ? [flags?.texts ?? predictions.map(() => '')] : []),
  ]
  return { ...rest, units: flags?.units ?? [], apart: flags?.apart ?? null, columns: columns.map(layOutTexts) }
}

function rangeTexts({ ranges, classes }: BesidePlan, { predictions, intervals, sets }: PredictedBatch): string[][] {
  if (ranges === null || ranges.rule === null) return []
  const { kind } = ranges.rule
  if (kind !== 'smallest' && kind !== 'adaptive') {
    return [0, 1].map((end) => numberTexts(intervals ?? new Float64Array(predictions.length * 2).fill(NaN), end, 2))
  }
  const labels = (row: number): string =>
    classes.filter((_, k) => sets?.[row * classes.length + k] === 1).join(labelSeparator)
  return [predictions.map((_, row) => labels(row))]
}

/** A column of row-major values; '' where there is none. */
function numberTexts(values: Float64Array, column: number, width: number): string[] {
  const texts = new Array<string>(values.length / width)
  for (let row = 0, at = column; row < texts.length; row++, at += width) {
    const value = values[at] ?? NaN
    texts[row] = Number.isNaN(value) ? '' : String(value)
  }
  return texts
}

import { DescentError } from '../../../shared/errors.ts'
import type { GapUnit } from '../../../shared/recipes/split.ts'
import { millisecondsPerDay } from '../../time.ts'
import { partSize, type SplitRows } from '../split.ts'
import { ascendingOrder } from './ascendingOrder.ts'

export interface Gap {
  gap: number
  unit: GapUnit
}

/** Rows in the order of their time, equal times as they stand. */
export interface OrderedRows {
  rows: Uint32Array
  /** Ascending; dates in milliseconds. */
  times: Float64Array
}

/** @param times one a row of `rows`, none missing */
export function orderByTime(rows: Uint32Array, times: Float64Array): OrderedRows {
  const order = ascendingOrder(times)
  const ordered = { rows: new Uint32Array(rows.length), times: new Float64Array(rows.length) }
  for (let i = 0; i < order.length; i++) {
    const at = order[i] ?? 0
    ordered.rows[i] = rows[at] ?? 0
    ordered.times[i] = times[at] ?? NaN
  }
  return ordered
}

/**
 * The last rows are for the test, those before the gap before them for validation, those before the gap before these for
 * training. Rows of the same time stay together, in the later part. The sizes are the fractions of all rows, rounded;
 * training has what is left.
 * Throws `unusable-input` where a part is left without rows.
 */
export function splitByTime(
  ordered: OrderedRows,
  { validation, test }: { validation: number; test: number },
  gap: Gap,
  name: string,
): SplitRows {
  const { rows, times } = ordered
  const total = rows.length
  const testStart = partStart(times, total - partSize(test, total))
  const testGap = test > 0 ? gapStart(times, testStart, gap) : total
  const validationStart = validation > 0 ? partStart(times, testGap - partSize(validation, total)) : testGap
  const trainEnd = validation > 0 ? gapStart(times, validationStart, gap) : testGap
  if (trainEnd < 1) throw noTrainingRows(total, gap, name)
  const part = (from: number, to: number): Uint32Array => rows.slice(from, to).sort()
  return { train: part(0, trainEnd), validation: part(validationStart, testGap), test: part(testStart, total) }
}

/** The first row of the time that the row at `wanted` has. */
export function partStart(times: Float64Array, wanted: number): number {
  let start = Math.max(0, wanted)
  while (start > 0 && start < times.length && times[start - 1] === times[start]) start--
  return start
}

/** Where the gap before a part begins: rows from there on are not before the part. */
export function gapStart(times: Float64Array, start: number, { gap, unit }: Gap): number {
  if (unit === 'rows') return Math.max(0, start - Math.ceil(gap))
  const first = times[start] ?? Infinity
  let end = start
  while (end > 0 && first - (times[end - 1] ?? 0) <= gap * millisecondsPerDay) end--
  return end
}

/** The gap as people say it. */
export function gapText({ gap, unit }: Gap): string {
  return `${gap} ${gap === 1 ? unit.slice(0, -1) : unit}`
}

function noTrainingRows(total: number, gap: Gap, name: string): DescentError {
  const ofGap = gap.gap > 0 ? ` and a gap of ${gapText(gap)}` : ''
  return new DescentError(
    'unusable-input',
    `Split by “${name}”, the validation and test rows${ofGap} leave none of the ${total} usable rows for training.`,
    {
      hint: 'Ask for smaller fractions or a smaller gap, or split by a column with more different times.',
      where: { column: name },
    },
  )
}

import { downsampleTogether } from '../../core/series/downsample.ts'
import type { RunSeries } from '../../shared/runs.ts'
import { RECORD_FIELDS } from './ports.ts'

/**
 * The curves of a run's records, from an epoch on and with about `points` places on the axis, extremes kept. A loss
 * that is not a finite number becomes null.
 */
export function drawnSeries(records: Float64Array, points: number, fromEpoch: number): RunSeries {
  const recorded = Math.floor(records.length / RECORD_FIELDS)
  let first = 0
  while (first < recorded && (records[first * RECORD_FIELDS] ?? 0) < fromEpoch) first++
  const column = (field: number) =>
    Float64Array.from({ length: recorded - first }, (_, i) => records[(first + i) * RECORD_FIELDS + field] ?? NaN)
  const [epochs, train, validation] = [column(0), column(1), column(2)]
  const series: RunSeries = { epochs: [], trainLoss: [], validationLoss: [], recorded }
  for (const index of downsampleTogether([train, validation], points)) {
    series.epochs.push(epochs[index] ?? 0)
    series.trainLoss.push(finite(train[index]))
    series.validationLoss.push(finite(validation[index]))
  }
  return series
}

/** Joins records; from the epoch of the first new one, the old ones are forgotten. */
export function appendRecords(
  old: Float64Array<ArrayBuffer>,
  added: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  const first = added[0]
  if (first === undefined) return old
  let keep = old.length
  while (keep > 0 && (old[keep - RECORD_FIELDS] ?? 0) >= first) keep -= RECORD_FIELDS
  const joined = new Float64Array(keep + added.length)
  joined.set(old.subarray(0, keep))
  joined.set(added, keep)
  return joined
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}

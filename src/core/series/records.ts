import type { RunSeries } from '../../shared/runs.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { CurveMetric, MadeChange, RecordedMetric, TrainingSettings } from '../../shared/training.ts'
import { curveReaders, RECORD_FIELDS, type CurveReader, type Measured } from './curveReaders.ts'
import { downsampleTogether } from './downsample.ts'

/** Numbers of one epoch's record in a run with these settings. */
export function recordWidth({ metrics = [], trainMetrics = false }: Measured): number {
  return RECORD_FIELDS + metrics.length * (trainMetrics ? 2 : 1)
}

/**
 * Puts the metrics of epochs behind the engine's records, in the unit of the target.
 *
 * @param records RECORD_FIELDS numbers an epoch
 * @param metrics as the engine tells them, of the same epochs
 */
export function withMetrics(
  records: Float64Array<ArrayBuffer>,
  metrics: Float64Array<ArrayBuffer>,
  settings: Measured,
  target: FittedRecipe['target'],
): Float64Array<ArrayBuffer> {
  const width = recordWidth(settings)
  if (width === RECORD_FIELDS) return records
  const names = settings.metrics ?? []
  const measured = width - RECORD_FIELDS
  const joined = new Float64Array((records.length / RECORD_FIELDS) * width)
  for (let epoch = 0; epoch * RECORD_FIELDS < records.length; epoch++) {
    const at = epoch * width
    joined.set(records.subarray(epoch * RECORD_FIELDS, (epoch + 1) * RECORD_FIELDS), at)
    for (let i = 0; i < measured; i++) {
      const name = names[i % names.length]
      const value = metrics[epoch * measured + i] ?? NaN
      joined[at + RECORD_FIELDS + i] = name === undefined ? value : inUnitOf(target, name, value)
    }
  }
  return joined
}

/** A metric of the scaled target in the unit of the target itself, or of what it was transformed to. */
function inUnitOf(target: FittedRecipe['target'], metric: RecordedMetric, value: number): number {
  if (target.task === 'classification') return value
  switch (metric) {
    case 'rmse':
    case 'mae':
    case 'maxError':
    case 'meanBias':
    case 'pinball':
      return value * target.scale
    case 'mse':
      return value * target.scale * target.scale
    default:
      return value
  }
}

/**
 * Records of before, which began with fewer numbers, as those of today: NaN stands for what was not recorded then.
 *
 * @param fields numbers that each begins with
 * @param width numbers that one of today has in a run with the same settings
 */
export function withAllFields(
  records: Float64Array<ArrayBuffer>,
  fields: number,
  width: number,
): Float64Array<ArrayBuffer> {
  if (fields === RECORD_FIELDS) return records
  const narrow = width - RECORD_FIELDS + fields
  const count = Math.floor(records.length / narrow)
  // What is left over of a damaged part stays, so that it is noticed.
  const wide = new Float64Array(count * width + (records.length % narrow)).fill(NaN)
  for (let index = 0; index <= count; index++) {
    const from = index * narrow
    wide.set(records.subarray(from, from + fields), index * width)
    if (index < count) wide.set(records.subarray(from + fields, from + narrow), index * width + RECORD_FIELDS)
  }
  return wide
}

/** Joins records of `width` numbers; from the epoch of the first new one, the old ones are forgotten. */
export function appendRecords(
  old: Float64Array<ArrayBuffer>,
  added: Float64Array<ArrayBuffer>,
  width: number,
): Float64Array<ArrayBuffer> {
  const first = added[0]
  if (first === undefined) return old
  let keep = old.length
  while (keep > 0 && (old[keep - width] ?? 0) >= first) keep -= width
  const joined = new Float64Array(keep + added.length)
  joined.set(old.subarray(0, keep))
  joined.set(added, keep)
  return joined
}

/**
 * The curves of a loss or metric in a run's records, from an epoch on and with about `points` places on the axis,
 * extremes and the epoch `keep` kept. What is not a finite number, or was not recorded, becomes null.
 *
 * @param records those of all epochs, or of the last ones from before `fromEpoch` on
 */
export function drawnSeries(
  records: Float64Array,
  settings: Measured & Pick<TrainingSettings, 'changes'>,
  options: { points: number; fromEpoch?: number | undefined; metric?: CurveMetric | undefined; keep?: number | null },
): RunSeries {
  const width = recordWidth(settings)
  const recorded = Math.floor(records.length / width)
  const at = (epoch: number, field: number) => records[epoch * width + field] ?? NaN
  const from = options.fromEpoch ?? 0
  let first = 0
  while (first < recorded && at(first, 0) < from) first++
  const readers = curveReaders(settings, options.metric ?? 'loss')
  const column = (read: CurveReader | null) =>
    Float64Array.from({ length: recorded - first }, (_, i) => read?.(at, first + i) ?? NaN)
  const [train, validation] = [column(readers.train), column(readers.validation)]
  const made = settings.changes ?? []
  const series: RunSeries = {
    epochs: [],
    train: [],
    validation: [],
    changes: made.flatMap((change) => placed(change, recorded, at)).filter(({ epoch }) => epoch >= from - 1),
    recorded: recorded === 0 ? 0 : at(recorded - 1, 0),
    returns: made.filter(({ diverged }) => diverged !== undefined).length,
  }
  const places = new Set(downsampleTogether([train, validation], options.points))
  const kept = train.findIndex((_, index) => at(first + index, 0) === options.keep)
  if (kept !== -1) places.add(kept)
  const chosen = [...places].sort((a, b) => a - b)
  for (const index of chosen) {
    series.epochs.push(at(first + index, 0))
    series.train.push(finite(train[index]))
    series.validation.push(finite(validation[index]))
  }
  if (chosen.length === train.length) return series
  return { ...series, means: { train: meansUpTo(train, chosen), validation: meansUpTo(validation, chosen) } }
}

/** Of the values from behind one chosen index to the next, without gaps. */
function meansUpTo(values: Float64Array, chosen: readonly number[]): (number | null)[] {
  let from = 0
  return chosen.map((index) => {
    let [sum, count] = [0, 0]
    for (; from <= index; from++) {
      const value = values[from] ?? NaN
      if (!Number.isFinite(value)) continue
      sum += value
      count++
    }
    return count === 0 ? null : sum / count
  })
}

/**
 * A change with its place on the axis of epochs; none before the epoch is recorded that it fell in, and none where the
 * records begin only after that.
 */
function placed(
  change: MadeChange,
  recorded: number,
  at: (epoch: number, field: number) => number,
): RunSeries['changes'] {
  const steps = 5
  let [low, high] = [0, recorded]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(middle, steps) < change.step) low = middle + 1
    else high = middle
  }
  if (low === recorded) return []
  if (low === 0 && at(0, 0) > 1) return []
  const before = low === 0 ? 0 : at(low - 1, steps)
  const epoch = at(low, 0) - 1 + (change.step - 1 - before) / (at(low, steps) - before)
  return [{ epoch, change }]
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}

import type { ClassNumbers } from '../../metrics/classNumbers.ts'
import { classificationMetrics } from '../../metrics/classification.ts'
import { regressionMetrics } from '../../metrics/regression.ts'
import type { Metrics, SliceCondition } from '../../../shared/evaluation.ts'
import type { ColumnSlices, SliceMetric } from '../../../shared/slices.ts'
import type { OnProgress } from '../../progress.ts'
import type { RowOutcomes } from '../outcomes.ts'
import { noGroup, type Cut } from './cut.ts'
import { meanInterval, rowMeasures } from './measure.ts'
import { groupSums } from './worst.ts'

/**
 * All metrics of the rows, group by group of one cut, or of two together.
 *
 * @param meaning of the outcomes' numbers by class
 */
export function slicesByColumn(
  outcomes: RowOutcomes,
  cuts: readonly Cut[],
  metric: SliceMetric,
  meaning: ClassNumbers,
  onProgress: OnProgress = () => {},
): ColumnSlices {
  const { conditions, codes } = together(cuts, outcomes.rows.length)
  const measures = rowMeasures(outcomes, metric)
  const sums = groupSums(codes, measures, conditions.length)
  const places = placesByGroup(codes, conditions.length)
  const total = measures.reduce((sum, measure) => sum + measure, 0)
  const listed = sums.reduce((count, one) => count + one.count, 0)
  // All rows together take as long as their slices.
  const metrics = metricsOfPlaces(outcomes, null, meaning)
  let done = 0
  return {
    metric,
    overall: { rows: measures.length, value: total / measures.length },
    metrics,
    slices: conditions.flatMap((of, group) => {
      const own = sums[group]
      if (own === undefined || own.count === 0) return []
      onProgress(0.5 + (0.5 * done) / measures.length)
      done += own.count
      return {
        conditions: of,
        rows: own.count,
        value: own.sum / own.count,
        interval: meanInterval(metric, own),
        metrics: metricsOfPlaces(outcomes, places[group] ?? new Uint32Array(0), meaning),
      }
    }),
    others: measures.length - listed,
  }
}

/** What holds in each group of all cuts together, and the group of each row; one beyond them for none. */
function together(cuts: readonly Cut[], rows: number): { conditions: SliceCondition[][]; codes: Int32Array } {
  let conditions: SliceCondition[][] = [[]]
  const codes = new Int32Array(rows)
  for (const cut of cuts) {
    conditions = conditions.flatMap((before) => cut.groups.map((group) => [...before, group]))
  }
  for (let place = 0; place < rows; place++) {
    let code = 0
    for (const cut of cuts) {
      const own = cut.codes[place] ?? noGroup
      code = own === noGroup || code < 0 ? -1 : code * cut.groups.length + own
    }
    codes[place] = code < 0 ? conditions.length : code
  }
  return { conditions, codes }
}

function placesByGroup(codes: Int32Array, groups: number): Uint32Array[] {
  const counts = new Uint32Array(groups + 1)
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  const places = Array.from(counts.subarray(0, groups), (count) => new Uint32Array(count))
  const filled = new Uint32Array(groups)
  for (let place = 0; place < codes.length; place++) {
    const code = codes[place] ?? groups
    const own = places[code]
    if (own === undefined) continue
    own[filled[code] ?? 0] = place
    filled[code] = (filled[code] ?? 0) + 1
  }
  return places
}

/** @param places null: all */
function metricsOfPlaces(
  { actual, predicted, probabilities, classes }: RowOutcomes,
  places: Uint32Array | null,
  meaning: ClassNumbers,
): Metrics {
  const take = (values: Float64Array): Float64Array => {
    if (places === null) return values
    const taken = new Float64Array(places.length)
    for (let i = 0; i < taken.length; i++) taken[i] = values[places[i] ?? 0] ?? NaN
    return taken
  }
  if (probabilities === null) return regressionMetrics(take(actual), take(predicted))
  if (places === null) return classificationMetrics(actual, probabilities, classes, meaning)
  const own = new Float64Array(places.length * classes)
  for (const [at, place] of places.entries()) {
    own.set(probabilities.subarray(place * classes, (place + 1) * classes), at * classes)
  }
  return classificationMetrics(take(actual), own, classes, meaning)
}

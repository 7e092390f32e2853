import { ascendingOrder } from '../../recipe/split/ascendingOrder.ts'
import { quantileOf, sortedPresent } from '../../recipe/numbers/quantiles.ts'
import type { RowOutcomes } from '../outcomes.ts'
import type { Trace } from './trace.ts'

/** A row by what the network made of it over its training; `place` is among the outcomes. */
export interface Doubt {
  place: number
  /** Null for numbers. */
  margin: number | null
  meanLoss: number
  /** Null for classes. */
  times: number | null
  instead: { class: number; probability: number } | null
  /** Whether it is hard enough to be looked at for itself. */
  doubtful: boolean
  likely: boolean
}

/**
 * So many robust standard deviations (1.4826 × the median of the absolute errors; Rousseeuw and Croux, 1993) a number must
 * be off on the average to be called likely wrong.
 */
const FAR_OFF = 5
/** So many make a number doubtful: of a normal distribution, 5 of 100 are. */
const OFF = 2
const DEVIATION = 1.4826

/**
 * The rows in the order of doubt, and how many are likely to be wrong.
 *
 * Classes: by their mean margin, the lowest first. A row is likely mislabelled where its margin is below 0 and the mean
 * probability of another class is at least as high as that class has in its own rows on the average (the confident joint
 * of "Confident Learning", Northcutt, Jiang and Chuang, 2021, with probabilities averaged over the epochs).
 *
 * Numbers: by their mean absolute error, the largest first; likely wrong where it is more than 5 robust standard deviations.
 *
 * Doubtful are rows of which another class was ahead on the average, or numbers more than 2 robust standard deviations off.
 *
 * @param most how many rows are listed
 */
export function doubts(
  outcomes: Pick<RowOutcomes, 'actual' | 'classes'>,
  trace: Trace,
  most: number,
): { likely: number; listed: Doubt[] } {
  return outcomes.classes === 0 ? ofNumbers(trace, most) : ofClasses(outcomes, trace, most)
}

function ofNumbers({ loss, epochs }: Trace, most: number): { likely: number; listed: Doubt[] } {
  const mean = loss.map((sum) => sum / epochs)
  const typical = quantileOf(sortedPresent(mean), 0.5)
  const isOver = (off: number, deviations: number): boolean => typical > 0 && off > deviations * DEVIATION * typical
  const isFar = (off: number): boolean => isOver(off, FAR_OFF)
  const order = ascendingOrder(mean.map((off) => (Number.isFinite(off) ? -off : 0)))
  return {
    likely: mean.reduce((count, off) => count + Number(isFar(off)), 0),
    listed: Array.from(order.subarray(0, most), (place) => {
      const meanLoss = mean[place] ?? NaN
      const times = typical > 0 ? meanLoss / typical : null
      const doubtful = isOver(meanLoss, OFF)
      return { place, margin: null, meanLoss, times, instead: null, doubtful, likely: isFar(meanLoss) }
    }),
  }
}

function ofClasses(
  { actual, classes }: Pick<RowOutcomes, 'actual' | 'classes'>,
  { loss, margin, probabilities, epochs }: Trace,
  most: number,
): { likely: number; listed: Doubt[] } {
  const meanOf = (place: number, k: number): number => (probabilities[place * classes + k] ?? NaN) / epochs
  const usual = ownProbabilities(actual, classes, meanOf)
  const isLikely = (place: number): boolean => {
    if (!((margin[place] ?? NaN) < 0)) return false
    for (let k = 0; k < classes; k++) {
      if (k !== actual[place] && meanOf(place, k) >= (usual[k] ?? NaN)) return true
    }
    return false
  }
  let likely = 0
  for (let place = 0; place < actual.length; place++) if (isLikely(place)) likely++
  const order = ascendingOrder(margin.map((sum) => (Number.isNaN(sum) ? Infinity : sum)))
  return {
    likely,
    listed: Array.from(order.subarray(0, most), (place) => ({
      place,
      margin: (margin[place] ?? NaN) / epochs,
      meanLoss: (loss[place] ?? NaN) / epochs,
      times: null,
      instead: bestOther(actual[place] ?? 0, classes, (k) => meanOf(place, k)),
      doubtful: (margin[place] ?? NaN) < 0,
      likely: isLikely(place),
    })),
  }
}

/** The mean probability that each class has in its own rows; NaN of a class without rows. */
function ownProbabilities(
  actual: Float64Array,
  classes: number,
  meanOf: (place: number, k: number) => number,
): Float64Array {
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (let place = 0; place < actual.length; place++) {
    const k = actual[place] ?? 0
    sums[k] = (sums[k] ?? 0) + meanOf(place, k)
    counts[k] = (counts[k] ?? 0) + 1
  }
  return sums.map((sum, k) => sum / (counts[k] ?? 0))
}

function bestOther(own: number, classes: number, meanOf: (k: number) => number): Doubt['instead'] {
  let best: Doubt['instead'] = null
  for (let k = 0; k < classes; k++) {
    const probability = meanOf(k)
    if (k !== own && (best === null || probability > best.probability)) best = { class: k, probability }
  }
  return best
}

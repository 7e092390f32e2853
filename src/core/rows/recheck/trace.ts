import { leastProbability } from '../../metrics/classNumbers.ts'
import { probabilityOf, type RowOutcomes } from '../outcomes.ts'

/** What is added up of the rows of a split over the epochs of a training. */
export interface Trace {
  epochs: number
  /** Sums, one entry a row: −ln of the probability of the own class, what a score lacks, or the absolute error. */
  loss: Float64Array
  /** Sums of the margins of classes; NaN for numbers. */
  margin: Float64Array
  /** Sums, rows × classes; empty for numbers. */
  probabilities: Float32Array
}

export function emptyTrace({ rows, classes }: RowOutcomes): Trace {
  return {
    epochs: 0,
    loss: new Float64Array(rows.length),
    margin: new Float64Array(rows.length),
    probabilities: new Float32Array(rows.length * classes),
  }
}

/**
 * Adds what the weights of an epoch say of the rows.
 *
 * The margin of a row is its class's logit less the largest of the others ("Identifying Mislabeled Data using the Area
 * Under the Margin Ranking", Pleiss, Zhang, Elenberg and Weinberger, 2020, equation 1); the logarithms of probabilities
 * differ as the logits do. Probabilities are kept at least 1e-15 from 0.
 *
 * @param meaning whether the outcomes' numbers are probabilities, or scores, whose differences are taken as they are
 */
export function addEpoch(trace: Trace, outcomes: RowOutcomes, meaning: 'probabilities' | 'scores'): void {
  const { rows, actual, predicted, loss, probabilities, classes } = outcomes
  const logitOf = (value: number): number =>
    meaning === 'scores' ? value : Math.log(Math.max(value, leastProbability))
  trace.epochs++
  for (let place = 0; place < rows.length; place++) {
    const y = actual[place] ?? NaN
    const off = classes === 0 ? Math.abs(y - (predicted[place] ?? NaN)) : (loss[place] ?? NaN)
    trace.loss[place] = (trace.loss[place] ?? 0) + off
    if (probabilities === null) {
      trace.margin[place] = NaN
      continue
    }
    let other = -Infinity
    for (let k = 0; k < classes; k++) {
      const p = probabilityOf(outcomes, place, k)
      const at = place * classes + k
      trace.probabilities[at] = (trace.probabilities[at] ?? 0) + p
      if (k !== y && p > other) other = p
    }
    const margin = logitOf(probabilityOf(outcomes, place, y)) - logitOf(other)
    trace.margin[place] = (trace.margin[place] ?? 0) + margin
  }
}

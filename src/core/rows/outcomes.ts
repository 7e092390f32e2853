import type { RowOutcome } from '../../shared/evaluatedRows.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { leastProbability } from '../metrics/classNumbers.ts'
import { decodePredictions } from '../network/predictions.ts'

/** What a model says of the rows of a split, one entry a row; rows without a known target are left out. */
export interface RowOutcomes {
  /** Their numbers in the table. */
  rows: Uint32Array
  /** Numbers in the target's unit, or indices of classes. */
  actual: Float64Array
  predicted: Float64Array
  /** As `rowOutcomeSchema` has it. */
  loss: Float64Array
  /** Row-major, rows × classes, scores where there are no probabilities; null for numbers. */
  probabilities: Float64Array | null
  /** 0 for numbers. */
  classes: number
  /** Of numbers, as `decodePredictions` gives them: what is known beyond the value. */
  details: Float64Array
}

/** A probability of a class, or its score. */
export function probabilityOf({ probabilities, classes }: RowOutcomes, place: number, k: number): number {
  return probabilities?.[place * classes + k] ?? NaN
}

/**
 * @param rows row numbers
 * @param actual as `actualTargets` gives them for these rows
 * @param outputs of the network, rows × outputs
 */
export function rowOutcomes(
  fitted: FittedRecipe,
  rows: Uint32Array,
  actual: Float64Array,
  outputs: Float32Array,
): RowOutcomes {
  const known = knownPlaces(actual)
  const isAll = known.length === actual.length
  const width = actual.length === 0 ? 0 : outputs.length / actual.length
  const knownActual = isAll ? actual : Float64Array.from(known, (place) => actual[place] ?? NaN)
  const predictions = decodePredictions(fitted, isAll ? outputs : gathered(outputs, known, width))
  const of = {
    rows: isAll ? rows : Uint32Array.from(known, (place) => rows[place] ?? 0),
    actual: knownActual,
  }
  if (predictions.task === 'regression') {
    const { values } = predictions
    const loss = knownActual.map((y, place) => (y - (values[place] ?? NaN)) ** 2)
    return { ...of, predicted: values, loss, probabilities: null, classes: 0, details: predictions.details }
  }
  const { probabilities } = predictions
  const classes = fitted.target.task === 'classification' ? fitted.target.classes.length : 0
  const predicted = Float64Array.from(predictions.classes)
  const isScore = fitted.target.task === 'classification' && fitted.target.scores === true
  const loss = knownActual.map((k, place) => {
    const own = probabilities[place * classes + k] ?? NaN
    if (!isScore) return -Math.log(Math.min(Math.max(own, leastProbability), 1 - leastProbability))
    return (probabilities[place * classes + (predicted[place] ?? 0)] ?? NaN) - own
  })
  return { ...of, predicted, loss, probabilities, classes, details: new Float64Array(0) }
}

function knownPlaces(actual: Float64Array): Uint32Array {
  const places = new Uint32Array(actual.length)
  let count = 0
  for (let place = 0; place < actual.length; place++) if (!Number.isNaN(actual[place])) places[count++] = place
  return places.subarray(0, count)
}

function gathered(outputs: Float32Array, places: Uint32Array, width: number): Float32Array {
  const taken = new Float32Array(places.length * width)
  for (const [at, place] of places.entries()) {
    taken.set(outputs.subarray(place * width, (place + 1) * width), at * width)
  }
  return taken
}

const LISTED_CLASSES = 3

/** One row in full. */
export function outcomeAt(outcomes: RowOutcomes, place: number): RowOutcome {
  const { rows, actual, predicted, loss, classes } = outcomes
  const [y, said] = [actual[place] ?? NaN, predicted[place] ?? NaN]
  return {
    row: rows[place] ?? 0,
    actual: y,
    predicted: said,
    error: classes === 0 ? finite(y - said) : null,
    loss: finite(loss[place] ?? NaN),
    probabilities: Array.from({ length: classes }, (_, k) => ({
      class: k,
      probability: probabilityOf(outcomes, place, k),
    }))
      .toSorted((a, b) => b.probability - a.probability || a.class - b.class)
      .slice(0, LISTED_CLASSES),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

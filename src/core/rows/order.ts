import type { RowOrder } from '../../shared/evaluatedRows.ts'
import { ascendingOrder } from '../recipe/split/ascendingOrder.ts'
import { probabilityOf, type RowOutcomes } from './outcomes.ts'

/** The places in an order; those without a value come last either way, and those of equal value as they stand. */
export function inOrder(outcomes: RowOutcomes, places: Uint32Array, { by, descending }: RowOrder): Uint32Array {
  const keyOf = keys(outcomes, by)
  const sign = descending ? -1 : 1
  const known = new Uint32Array(places.length)
  const values = new Float64Array(places.length)
  const gaps = new Uint32Array(places.length)
  let [count, missing] = [0, 0]
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0
    const key = keyOf(place)
    if (Number.isFinite(key)) {
      known[count] = place
      values[count++] = sign * key
    } else gaps[missing++] = place
  }
  const order = ascendingOrder(values.subarray(0, count))
  const sorted = new Uint32Array(places.length)
  for (let i = 0; i < count; i++) sorted[i] = known[order[i] ?? 0] ?? 0
  sorted.set(gaps.subarray(0, missing), count)
  return sorted
}

function keys(outcomes: RowOutcomes, by: RowOrder['by']): (place: number) => number {
  const { rows, actual, predicted, loss, classes } = outcomes
  switch (by) {
    case 'row':
      return (place) => rows[place] ?? NaN
    case 'actual':
      return (place) => actual[place] ?? NaN
    case 'predicted':
      return (place) => predicted[place] ?? NaN
    case 'error':
      return (place) => (classes === 0 ? (actual[place] ?? NaN) - (predicted[place] ?? NaN) : NaN)
    case 'loss':
      return (place) => loss[place] ?? NaN
    case 'probability':
      return (place) => probabilityOf(outcomes, place, predicted[place] ?? 0)
  }
}

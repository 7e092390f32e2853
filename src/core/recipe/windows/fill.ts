import type { FillMethod } from '../../../shared/recipes.ts'
import { eachSeries, type Sequences } from './sequences.ts'

/** The parts of rows; a row may look only at rows of its own part and of those before it. */
export const parts = { train: 0, validation: 1, test: 2, none: 3 } as const

/**
 * Fills gaps from the rows beside them in their series: with the value before (`ffill` of pandas), the one after
 * (`bfill`), or on the line between the two by what orders the rows (`interpolate('index', limit_area='inside')`).
 * A gap with no such neighbour stays. A training row is filled from training rows alone, one of validation from training
 * and validation, one of the test from all three, so that nothing of a later part reaches an earlier one; rows of no part
 * neither give nor take.
 *
 * @param values one a row of the sequences; `none` (NaN, or -1 for codes) is a gap
 * @param part of each row of the sequences
 * @param into a copy of `values`, in which the gaps are filled
 */
export function fillGaps<Values extends Float64Array | Int32Array>(
  values: Values,
  none: number,
  sequences: Sequences,
  part: Uint8Array,
  method: FillMethod,
  into: Values,
): Values {
  for (const own of [parts.train, parts.validation, parts.test]) {
    eachSeries(sequences, (from, to) => fillSeries(own, from, to))
  }
  return into

  function fillSeries(own: number, from: number, to: number): void {
    const gives = (i: number): boolean => (part[i] ?? parts.none) <= own && !isGap(values[i] ?? none)
    const takes = (i: number): boolean => part[i] === own && isGap(values[i] ?? none)
    if (method === 'backward') {
      let next = -1
      for (let i = to - 1; i >= from; i--) {
        if (gives(i)) next = i
        else if (takes(i) && next >= 0) into[i] = values[next] ?? none
      }
      return
    }
    let previous = -1
    for (let i = from; i < to; i++) {
      if (!gives(i)) {
        if (method === 'forward' && takes(i) && previous >= 0) into[i] = values[previous] ?? none
        continue
      }
      if (method === 'linear' && previous >= 0) {
        for (let gap = previous + 1; gap < i; gap++) if (takes(gap)) into[gap] = between(previous, i, gap)
      }
      previous = i
    }
  }

  function isGap(value: number): boolean {
    return Number.isNaN(none) ? Number.isNaN(value) : value === none
  }

  /** On the line between two known values; halfway where both have the same time. */
  function between(left: number, right: number, at: number): number {
    const { times } = sequences
    const [low, high] = [values[left] ?? none, values[right] ?? none]
    const whole = (times[right] ?? 0) - (times[left] ?? 0)
    const share = whole === 0 ? 0.5 : ((times[at] ?? 0) - (times[left] ?? 0)) / whole
    return low + (high - low) * share
  }
}

import { eachSeries, type Sequences } from './sequences.ts'

/**
 * The value so many rows before each row in its series, or after it for a negative number: `Series.shift` of pandas.
 *
 * @param values one a row of the sequences
 * @param none where there is no such row: NaN, or -1 for codes
 */
export function shifted<Values extends Float64Array | Int32Array>(
  values: Values,
  sequences: Sequences,
  by: number,
  none: number,
): Values {
  const result = values.slice() as Values
  eachSeries(sequences, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = i - by
      result[i] = at >= from && at < to ? (values[at] ?? none) : none
    }
  })
  return result
}

/** By how much each value is above the one so many rows before it: `Series.diff` of pandas. */
export function differences(values: Float64Array, sequences: Sequences, by: number): Float64Array {
  const before = shifted(values, sequences, by, NaN)
  for (let i = 0; i < before.length; i++) before[i] = (values[i] ?? NaN) - (before[i] ?? NaN)
  return before
}

import { eachSeries, type Sequences } from './sequences.ts'

/**
 * The value so many rows before each row in its series, or after it for a negative number: `Series.shift` of pandas.
 *
 * @param values one a row of the sequences
 * @param none where there is no such row: NaN, or -1 for codes
 * @param into where to write, other than `values`
 */
export function shifted<Values extends Float64Array | Int32Array>(
  values: ArrayLike<number>,
  sequences: Sequences,
  by: number,
  none: number,
  into: Values,
): Values {
  eachSeries(sequences, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = i - by
      into[i] = at >= from && at < to ? (values[at] ?? none) : none
    }
  })
  return into
}

/** `shifted` for numbers. */
export function shiftedNumbers(values: Float64Array, sequences: Sequences, by: number): Float64Array {
  return shifted(values, sequences, by, NaN, new Float64Array(values.length))
}

/** By how much each value is above the one so many rows before it: `Series.diff` of pandas. */
export function differences(values: Float64Array, sequences: Sequences, by: number): Float64Array {
  const before = shiftedNumbers(values, sequences, by)
  for (let i = 0; i < before.length; i++) before[i] = (values[i] ?? NaN) - (before[i] ?? NaN)
  return before
}

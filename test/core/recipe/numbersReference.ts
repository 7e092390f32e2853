import reference from './numbersReference.json' with { type: 'json' }

const columns = new Map(Object.entries(reference.columns))

/** A column of the reference, null where a value is missing. */
export function columnOf(name: string): (number | null)[] {
  const values = columns.get(name)
  if (values === undefined) throw new Error(`The reference has no column ${name}.`)
  return values
}

/** The same, NaN where a value is missing. */
export function valuesOf(name: string): Float64Array {
  return filled(columnOf(name))
}

export function filled(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN)
}

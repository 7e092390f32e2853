export interface UniqueNames {
  names: string[]
  /** Positions (from 0) whose header was empty. */
  empty: number[]
  /** Positions whose header repeated an earlier one. */
  repeated: number[]
}

/**
 * Names for columns, each once: an empty header becomes `column3` (counted from 1), a repeated one gets the first
 * free suffix (`name_2`). Line breaks and runs of blanks become one blank.
 */
export function uniqueNames(headers: readonly string[]): UniqueNames {
  const cleaned = headers.map((header) => header.replace(/\s+/g, ' ').trim())
  const taken = new Set<string>()
  const reserved = new Set(cleaned)
  const result: UniqueNames = { names: [], empty: [], repeated: [] }
  cleaned.forEach((header, index) => {
    const wanted = header === '' ? `column${index + 1}` : header
    let name = wanted
    for (let suffix = 2; taken.has(name) || (name !== header && reserved.has(name)); suffix++) {
      name = `${wanted}_${suffix}`
    }
    if (header === '') result.empty.push(index)
    else if (name !== header) result.repeated.push(index)
    taken.add(name)
    result.names.push(name)
  })
  return result
}

/** `column1`, `column2`, … for a table without a header. */
export function numberedNames(width: number): string[] {
  return Array.from({ length: width }, (_, index) => `column${index + 1}`)
}

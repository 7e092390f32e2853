/**
 * Gives made columns names, each only once. Fit, transform and export ask in the same order, so all of them arrive at
 * the same names.
 */
export function createNames(taken: Iterable<string>): (wanted: string) => string {
  const known = new Set(taken)
  return (wanted) => {
    let name = wanted
    for (let copy = 2; known.has(name); copy++) name = `${wanted} (${copy})`
    known.add(name)
    return name
  }
}
